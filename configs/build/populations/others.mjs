// Populations of this project alone: each serves a purpose that the tutorial's family does not, such as a flat load, cohorts or alerts.

import { day, offered, subscribersStayLonger } from "./ordinary.mjs";

export const others = {
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
