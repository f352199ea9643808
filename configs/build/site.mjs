// The music site that all shipped populations use: its pages, who may see them, and how often people go where.
//
//   Guest --Register, Submit Registration--> Logged In free <--Submit Upgrade / Submit Downgrade--> Logged In paid
//     \-----------------Login-------------->  |      ^                                                 |
//                                       Logout|      |Login                                      Cancel|
//                                             v      |                                                 v
//                                           Logged Out (keeps its level)                           Cancelled
//
// The weights are estimates of our own, chosen for the sessions that they make (see README.md), not measurements.

/** How each page is requested, and at which levels it exists (all, where none are named). Forms answer with a redirect. */
export const pages = {
  NextSong: { method: "PUT", status: 200 },
  Home: { method: "GET", status: 200 },
  Login: { method: "PUT", status: 307 },
  Logout: { method: "PUT", status: 307 },
  Register: { method: "GET", status: 200 },
  "Submit Registration": { method: "PUT", status: 307 },
  Help: { method: "GET", status: 200 },
  About: { method: "GET", status: 200 },
  Settings: { method: "GET", status: 200 },
  "Save Settings": { method: "PUT", status: 307 },
  Upgrade: { method: "GET", status: 200, levels: ["free"] },
  "Submit Upgrade": { method: "PUT", status: 307, levels: ["free"] },
  Downgrade: { method: "GET", status: 200, levels: ["paid"] },
  "Submit Downgrade": { method: "PUT", status: 307, levels: ["paid"] },
  Cancel: { method: "PUT", status: 307 },
  "Cancellation Confirmation": { method: "GET", status: 200 },
  "Thumbs Up": { method: "PUT", status: 200 },
  "Thumbs Down": { method: "PUT", status: 200 },
  "Add Friend": { method: "PUT", status: 200 },
  "Add to Playlist": { method: "PUT", status: 200 },
  "Roll Advert": { method: "GET", status: 200 },
  Error: { method: "GET", status: 404 },
};

/** A form that succeeded: the page it leads to, and what has changed about the visitor by then. */
export const crossings = {
  Login: { page: "Home", auth: "Logged In" },
  "Submit Registration": { page: "Home", auth: "Logged In" },
  Logout: { page: "Home", auth: "Logged Out" },
  "Submit Upgrade": { page: "Home", level: "paid" },
  "Submit Downgrade": { page: "Home", level: "free" },
  Cancel: { page: "Cancellation Confirmation", auth: "Cancelled" },
};

/** Levels that each auth can have. Guests have no account yet, so they cannot have paid. */
export const levelsOfAuth = {
  Guest: ["free"],
  "Logged In": ["free", "paid"],
  "Logged Out": ["free", "paid"],
  Cancelled: ["free", "paid"],
};

/**
 * auth -> page -> next page -> weight, or the weights at some levels. Only proportions within a row count; `leave` is the end of the
 * session. `start` is where sessions begin. A next page that the level does not have, or no weight for, is left out of the row.
 */
export const rows = {
  Guest: {
    start: { Home: 620, Register: 170, About: 110, Login: 60, Help: 40 },
    Home: { Register: 360, Login: 130, About: 150, Help: 50, Error: 4, leave: 306 },
    About: { Home: 330, Register: 290, Login: 40, Help: 60, Error: 4, leave: 276 },
    Help: { Home: 340, Register: 180, Login: 110, About: 90, Error: 6, leave: 274 },
    Register: { "Submit Registration": 610, Home: 90, Help: 50, About: 30, Login: 20, Error: 5, leave: 195 },
    "Submit Registration": { Home: 920, Register: 62, Error: 6, leave: 12 },
    Login: { Home: 900, Help: 55, Error: 10, leave: 35 },
    Error: { Home: 420, Help: 140, Register: 100, leave: 340 },
  },
  "Logged In": {
    start: { Home: 570, NextSong: 390, Settings: 22, Help: 18 },
    NextSong: {
      NextSong: 808,
      "Roll Advert": { free: 46, paid: 1 },
      "Thumbs Up": 43,
      Home: 25,
      "Add to Playlist": 22,
      "Thumbs Down": 11,
      "Add Friend": 11,
      Logout: 3.4,
      Settings: 4,
      Help: 3,
      Downgrade: 2,
      Upgrade: 2,
      About: 1,
      Error: 1,
      leave: 14,
    },
    Home: {
      NextSong: 790,
      "Add Friend": 38,
      Settings: 27,
      "Roll Advert": { free: 24, paid: 0.5 },
      Help: 16,
      Logout: 13,
      Upgrade: 12,
      About: 11,
      "Add to Playlist": 10,
      Downgrade: 7,
      Error: 2,
      leave: 47,
    },
    // Who pays and hears an advert is annoyed. The probabilities at the level paid are those that the tutorial states.
    "Roll Advert": {
      NextSong: { free: 918, paid: 800 },
      Logout: { free: 5, paid: 100 },
      Downgrade: 50,
      "Roll Advert": { paid: 20 },
      Cancel: { free: 0.1, paid: 5 },
      Home: { free: 18 },
      Upgrade: 11,
      Help: { free: 2 },
      Error: { free: 2, paid: 1 },
      leave: { free: 43, paid: 24 },
    },
    "Thumbs Up": {
      NextSong: 889,
      "Add to Playlist": 41,
      "Add Friend": 18,
      "Roll Advert": { free: 18, paid: 0.4 },
      Home: 21,
      Upgrade: 2,
      Error: 1,
      leave: 12,
    },
    "Thumbs Down": {
      NextSong: 916,
      Home: 27,
      "Roll Advert": { free: 16, paid: 0.4 },
      Help: 5,
      Logout: 7,
      Error: 1,
      leave: 28,
    },
    "Add to Playlist": {
      NextSong: 861,
      "Add to Playlist": 62,
      "Add Friend": 11,
      Home: 38,
      "Thumbs Up": 14,
      Error: 1,
      leave: 13,
    },
    "Add Friend": { NextSong: 638, "Add Friend": 204, Home: 122, Settings: 11, Help: 4, Error: 2, leave: 19 },
    Settings: {
      "Save Settings": 418,
      NextSong: 214,
      Home: 193,
      Help: 41,
      Upgrade: 27,
      Downgrade: 26,
      Logout: 23,
      Cancel: 1.1,
      Error: 4,
      leave: 51,
    },
    "Save Settings": { Home: 552, Settings: 417, Error: 7, leave: 24 },
    Help: {
      NextSong: 421,
      Home: 293,
      About: 64,
      Settings: 87,
      Logout: 18,
      Downgrade: 12,
      Cancel: 0.8,
      Error: 5,
      leave: 97,
    },
    About: { NextSong: 513, Home: 314, Help: 52, Upgrade: 18, Logout: 12, Error: 3, leave: 88 },
    Upgrade: {
      NextSong: 372,
      Home: 238,
      "Submit Upgrade": 84,
      Help: 66,
      About: 34,
      "Roll Advert": 31,
      Settings: 28,
      Error: 4,
      leave: 106,
    },
    "Submit Upgrade": { Home: 957, Upgrade: 31, Error: 4, leave: 8 },
    Downgrade: {
      NextSong: 417,
      Home: 243,
      "Submit Downgrade": 152,
      Settings: 74,
      Help: 47,
      Cancel: 2.4,
      Error: 4,
      leave: 56,
    },
    "Submit Downgrade": { Home: 976, Downgrade: 11, Error: 3, leave: 10 },
    Logout: { Home: 1 },
    Cancel: { "Cancellation Confirmation": 1 },
    Error: { Home: 476, NextSong: 308, Help: 71, Error: 33, leave: 112 },
  },
  "Logged Out": {
    start: { Home: 590, Login: 330, Help: 50, About: 30 },
    Home: { Login: 574, About: 31, Help: 43, Error: 3, leave: 349 },
    About: { Home: 391, Login: 237, Help: 74, Error: 3, leave: 295 },
    Help: { Login: 384, Home: 286, About: 52, Error: 5, leave: 273 },
    Login: { Home: 934, Help: 27, Error: 9, leave: 30 },
    Error: { Home: 463, Help: 112, Login: 94, leave: 331 },
  },
  Cancelled: {
    start: { "Cancellation Confirmation": 1 },
    "Cancellation Confirmation": { leave: 1 },
  },
};
