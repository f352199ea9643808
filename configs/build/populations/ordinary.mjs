// What populations have in common, and Accordion, which the others of the tutorial's family are compared with.

export const day = 86_400;

export const offered = {
  "churned-state": "Cancelled",
  "new-user-auth": "Guest",
  "new-user-level": "free",
  holidays: "US",
};

/** Paid listeners have fewer reasons to stop: hardly any adverts, and what they pay for to use. */
export const subscribersStayLonger = {
  auth: "Logged In",
  level: "paid",
  except: "Roll Advert",
  times: { leave: 0.75, "Add to Playlist": 1.3 },
};

/** Days and weeks of the ordinary mixture. */
export const ordinary = {
  alpha: 140,
  beta: 1.6 * day,
  damping: 0.09375,
  "weekend-damping": 0.5,
  "weekend-damping-offset": 180,
  "weekend-damping-scale": 360,
  "session-gap": 1800,
};

/**
 * Accordion's users with a seed, and with other keys where they have some.
 * @param seed one that no other population has, so that users of several can be put together
 */
export const accordionWith = (seed, keys = {}) => ({
  keys: { seed, ...ordinary, ...offered, ...keys },
  levels: { free: 67, paid: 33 },
  auths: { "Logged In": 87, "Logged Out": 13 },
  changes: [subscribersStayLonger],
});

/**
 * Users who come and go as Accordion's do, and do something else on the site.
 * @param paid of 100 users, those who pay once upgrades and downgrades balance
 * @param loggedOut of 100 users, those who are logged out by then
 */
export const accordionThat = (seed, { paid, loggedOut = 13 }, changes) => ({
  keys: { seed, ...ordinary, ...offered },
  levels: { free: 100 - paid, paid },
  auths: { "Logged In": 100 - loggedOut, "Logged Out": loggedOut },
  changes: [subscribersStayLonger, ...changes],
});

// Its first user has events on every day of any week, whatever its holidays, so that a first try with one user shows something.
export const Accordion = accordionWith(109);
