// Accordion's users on a site that annoys them, by adverts or by errors, and what they do about it.

import { accordionThat } from "./ordinary.mjs";

/**
 * Adverts all the time, and also for those who pay not to hear them.
 * @param times how many times as many adverts there are, for those who listen for free and for those who pay
 * @param then how many times as likely each page is after an advert, for those who listen for free and for those who pay
 */
const adverts = (times, then) => [
  { auth: "Logged In", level: "free", times: { "Roll Advert": times.free } },
  { auth: "Logged In", level: "free", from: "Roll Advert", times: then.free },
  { auth: "Logged In", level: "paid", except: "Roll Advert", times: { "Roll Advert": times.paid } },
  { auth: "Logged In", level: "paid", from: "Roll Advert", times: then.paid },
];

const moreGoBackToFree = { auth: "Logged In", level: "paid", from: "Downgrade", times: { "Submit Downgrade": 1.6 } };

/** Pages fail, and whoever meets an error is more ready to go back to free, or to cancel. */
const errors = [
  { times: { Error: 14 } },
  { auth: "Logged In", from: "Error", times: { Error: 0.6 }, adds: { Downgrade: 150, Cancel: { free: 3, paid: 6 } } },
];

const NAGARA = [...adverts({ free: 4, paid: 40 }, { free: { Upgrade: 1.5, Cancel: 3 }, paid: {} }), moreGoBackToFree];

export const annoyances = {
  // Errors, after which more users downgrade and cancel.
  Marimba: accordionThat(337, { paid: 20 }, errors),

  // Adverts all the time, and also for those who pay not to hear them: more of them downgrade, more of all cancel.
  Nagara: accordionThat(251, { paid: 21 }, NAGARA),

  // Both.
  Oboe: accordionThat(347, { paid: 14 }, [...errors, ...NAGARA]),

  // More adverts, and more users who cancel.
  Piano: accordionThat(
    349,
    { paid: 30 },
    adverts({ free: 2.5, paid: 12 }, { free: { Cancel: 6 }, paid: { Cancel: 2 } }),
  ),

  // Many more adverts, and many more users who cancel.
  Quena: accordionThat(
    353,
    { paid: 20 },
    adverts({ free: 5.5, paid: 55 }, { free: { Cancel: 9 }, paid: { Cancel: 1.6 } }),
  ),

  // Many more adverts: more users cancel, and more pay to be rid of them.
  Recorder: accordionThat(
    359,
    { paid: 35, loggedOut: 15 },
    adverts({ free: 8, paid: 40 }, { free: { Upgrade: 2.2, Cancel: 2 }, paid: { Cancel: 0.5 } }),
  ),

  // An advert for every fourth song: many more users cancel, and many more pay.
  Saxophone: accordionThat(
    367,
    { paid: 42, loggedOut: 17 },
    adverts({ free: 16, paid: 75 }, { free: { Upgrade: 4, Cancel: 4 }, paid: { Cancel: 0.8 } }),
  ),

  // Adverts beyond what users bear: more of them cancel than anywhere else in this family, some pay.
  Tuba: accordionThat(
    373,
    { paid: 20, loggedOut: 14 },
    adverts({ free: 16, paid: 130 }, { free: { Upgrade: 1.8, Cancel: 8 }, paid: { Cancel: 1.4 } }),
  ),
};
