// Accordion's users in another mood: whether they like what they hear, and what follows from it.

import { accordionThat } from "./ordinary.mjs";

/** How many times as often they say that they like a song, and that they do not. */
const thumbs = (up, down) => ({ auth: "Logged In", times: { "Thumbs Up": up, "Thumbs Down": down } });

/** Whoever has just disliked a song is more ready to go back to free, or to cancel. */
const dislikeLeadsTo = (adds) => ({ auth: "Logged In", from: "Thumbs Down", adds });

export const moods = {
  // Happy people: they like what they hear, and whoever has just said so is more ready to pay.
  Whistle: accordionThat(257, { paid: 51 }, [
    thumbs(2.5, 0.5),
    { auth: "Logged In", from: "Thumbs Up", times: { Upgrade: 20 } },
  ]),

  // Very happy people: most of them pay, and hardly any cancel.
  Xylophone: accordionThat(379, { paid: 65 }, [
    thumbs(4, 0.25),
    { auth: "Logged In", from: "Thumbs Up", times: { Upgrade: 32 } },
    { auth: "Logged In", times: { Cancel: 0.35 } },
  ]),

  // Grumpy people: they dislike songs, fewer of them pay, more cancel.
  Yu: accordionThat(383, { paid: 20 }, [
    thumbs(0.6, 3),
    dislikeLeadsTo({ Downgrade: 15, Cancel: { free: 2, paid: 3 } }),
    { auth: "Logged In", times: { Upgrade: 0.65 } },
  ]),

  // Very grumpy people: they dislike more songs than they like.
  Zither: accordionThat(389, { paid: 9 }, [
    thumbs(0.3, 6),
    dislikeLeadsTo({ Downgrade: 25, Cancel: { free: 4, paid: 6 } }),
    { auth: "Logged In", times: { Upgrade: 0.4 } },
  ]),
};
