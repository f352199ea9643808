// One short entry per shipped configuration: the numbers of the run, and where its people differ from the site's ordinary visitor.
// A change multiplies weights of site.mjs: { auth, level, from } narrow it to some rows, all but that of the page `except`, and `times`
// says which next pages by how much.

const day = 86_400;

const offered = {
  "churned-state": "Cancelled",
  "new-user-auth": "Guest",
  "new-user-level": "free",
  holidays: "US",
};

/** Paid listeners have fewer reasons to stop: hardly any adverts, and what they pay for to use. */
const subscribersStayLonger = {
  auth: "Logged In",
  level: "paid",
  except: "Roll Advert",
  times: { leave: 0.75, "Add to Playlist": 1.3 },
};

/** Days and weeks of the ordinary mixture. */
const ordinary = {
  alpha: 140,
  beta: 1.6 * day,
  damping: 0.09375,
  "weekend-damping": 0.5,
  "weekend-damping-offset": 180,
  "weekend-damping-scale": 360,
  "session-gap": 1800,
};

export const populations = {
  Accordion: {
    keys: {
      // Its first user has events on every day of any week, whatever its holidays, so that a first try with one user shows something.
      seed: 109,
      ...ordinary,
      ...offered,
    },
    levels: { free: 67, paid: 33 },
    auths: { "Logged In": 87, "Logged Out": 13 },
    changes: [subscribersStayLonger],
  },

  // Accordion with a quieter weekend.
  Cello: {
    keys: { seed: 241, ...ordinary, "weekend-damping": 0.79, ...offered },
    levels: { free: 67, paid: 33 },
    auths: { "Logged In": 87, "Logged Out": 13 },
    changes: [subscribersStayLonger],
  },

  // Adverts all the time, and also for those who pay not to hear them: more of them downgrade, more of all cancel.
  Nagara: {
    keys: { seed: 251, ...ordinary, ...offered },
    levels: { free: 79, paid: 21 },
    auths: { "Logged In": 87, "Logged Out": 13 },
    changes: [
      subscribersStayLonger,
      { auth: "Logged In", level: "free", times: { "Roll Advert": 4 } },
      { auth: "Logged In", level: "free", from: "Roll Advert", times: { Upgrade: 1.5, Cancel: 3 } },
      { auth: "Logged In", level: "paid", except: "Roll Advert", times: { "Roll Advert": 40 } },
      { auth: "Logged In", level: "paid", from: "Downgrade", times: { "Submit Downgrade": 1.6 } },
    ],
  },

  // Happy people: they like what they hear, and whoever has just said so is more ready to pay.
  Whistle: {
    keys: { seed: 257, ...ordinary, ...offered },
    levels: { free: 49, paid: 51 },
    auths: { "Logged In": 87, "Logged Out": 13 },
    changes: [
      subscribersStayLonger,
      { auth: "Logged In", times: { "Thumbs Up": 2.5, "Thumbs Down": 0.5 } },
      { auth: "Logged In", from: "Thumbs Up", times: { Upgrade: 20 } },
    ],
  },

  // Heavy listeners, most of them subscribers: long sessions, nearly every day, weekends too.
  Dulcimer: {
    keys: {
      seed: 223,
      alpha: 170,
      beta: 1.1 * day,
      damping: 0.0625,
      "weekend-damping": 0.15,
      "weekend-damping-offset": 120,
      "weekend-damping-scale": 300,
      "session-gap": 2700,
      ...offered,
    },
    levels: { free: 20, paid: 80 },
    auths: { "Logged In": 91, "Logged Out": 9 },
    changes: [
      subscribersStayLonger,
      { auth: "Logged In", times: { leave: 0.5, Logout: 0.3, Cancel: 0.5, "Add to Playlist": 1.6 } },
      { auth: "Logged In", level: "free", times: { Upgrade: 2, "Submit Upgrade": 2.5 } },
      { auth: "Logged In", level: "paid", times: { "Submit Downgrade": 0.5 } },
      { auth: "Logged In", from: "start", times: { NextSong: 1.8 } },
    ],
  },

  // Night owls: hardly a day curve, no weekend, more clicking around than listening.
  Ney: {
    keys: {
      seed: 227,
      alpha: 95,
      beta: 2.1 * day,
      damping: 0.015,
      "weekend-damping": 0,
      "weekend-damping-offset": 0,
      "weekend-damping-scale": 60,
      "session-gap": 1200,
      ...offered,
      holidays: "none",
    },
    levels: { free: 67, paid: 33 },
    auths: { "Logged In": 91, "Logged Out": 9 },
    changes: [
      subscribersStayLonger,
      {
        auth: "Logged In",
        times: { leave: 0.8, Logout: 0.6, "Add Friend": 2.2, "Thumbs Up": 1.4, "Thumbs Down": 1.7 },
      },
    ],
  },

  // A service on trial: it doubles in a few months, and many of those who come try it out, find it wanting and cancel.
  Tambourine: {
    keys: {
      seed: 229,
      alpha: 110,
      beta: 2 * day,
      damping: 0.09375,
      "weekend-damping": 0.35,
      "weekend-damping-offset": 180,
      "weekend-damping-scale": 360,
      "session-gap": 1800,
      "growth-rate": 2.5,
      ...offered,
    },
    levels: { free: 93, paid: 7 },
    auths: { "Logged In": 88, "Logged Out": 12 },
    changes: [
      { auth: "Logged In", times: { leave: 1.7, Logout: 1.5, Help: 2, Settings: 1.5, Cancel: 40 } },
      { auth: "Logged In", level: "free", times: { Upgrade: 1.5 } },
      { auth: "Logged In", level: "paid", times: { Downgrade: 4, "Submit Downgrade": 2 } },
      { auth: "Logged Out", times: { leave: 1.2 } },
    ],
  },

  // Offices: music in the background of working days, gone from Friday evening to Monday morning.
  Oud: {
    keys: {
      seed: 233,
      alpha: 225,
      beta: 1.2 * day,
      damping: 0.125,
      "weekend-damping": 0.92,
      "weekend-damping-offset": 420,
      "weekend-damping-scale": 480,
      "session-gap": 3600,
      ...offered,
    },
    levels: { free: 56, paid: 44 },
    auths: { "Logged In": 87, "Logged Out": 13 },
    changes: [
      subscribersStayLonger,
      { auth: "Logged In", from: "NextSong", times: { NextSong: 1.5 } },
      { auth: "Logged In", times: { "Add Friend": 0.4, "Thumbs Up": 0.7, Upgrade: 1.6, Cancel: 0.5 } },
    ],
  },

  // A site in trouble: pages fail, forms fail, people ask for help, go back to free, or go.
  Kazoo: {
    keys: {
      seed: 239,
      alpha: 125,
      beta: 2.2 * day,
      damping: 0.08,
      "weekend-damping": 0.4,
      "weekend-damping-offset": 180,
      "weekend-damping-scale": 360,
      "session-gap": 1800,
      "growth-rate": 0.3,
      ...offered,
    },
    levels: { free: 87, paid: 13 },
    auths: { "Logged In": 80, "Logged Out": 20 },
    changes: [
      { times: { Error: 20, Help: 4 } },
      { from: "Error", times: { Error: 0.4, leave: 1.6 } },
      { auth: "Logged In", times: { Cancel: 8, Logout: 1.6 } },
      { auth: "Logged In", level: "paid", times: { Downgrade: 2.5, "Submit Downgrade": 1.6 } },
    ],
  },
};
