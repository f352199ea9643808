// Accordion's users at other times: how the week, the day, the gaps in a session and those between sessions make a population.
// Sessions are the same, but for the machines' of Lute: whatever differs between two of these comes from their times.

import { accordionWith, day, subscribersStayLonger } from "./ordinary.mjs";

/** Of 1, the part of the starts on a weekend that are put off: Accordion's 0.5 makes a weekend quieter than the week. */
const livelyWeekend = { "weekend-damping": 0.23 };
const quietWeekend = { "weekend-damping": 0.79 };

/** How strongly starts are drawn into the day. */
const atAllHours = { damping: 0.042 };
/** Below 0.159, from where on the curve of the day lets later times overtake earlier ones. */
const byDay = { damping: 0.147 };

/** Seconds from one event to the next, where no song plays. */
const hasty = { alpha: 90 };
const leisurely = { alpha: 190 };

/** Seconds from the end of a session to the next. */
const often = { beta: 0.7 * day };
const seldom = { beta: 2.8 * day };

/** What stands in a lobby and plays: nobody is there to click. */
const nobodyClicks = {
  auth: "Logged In",
  times: { "Thumbs Up": 0.1, "Thumbs Down": 0.1, "Add Friend": 0.05, "Add to Playlist": 0.2, Settings: 0.3, Help: 0.3 },
};

export const rhythms = {
  // More on weekends than Accordion, if still less than in the week.
  Banjo: accordionWith(263, livelyWeekend),

  // A quieter weekend.
  Cello: accordionWith(241, quietWeekend),

  // More at night.
  Drum: accordionWith(269, atAllHours),

  // Less at night: most come in the afternoon.
  Ektara: accordionWith(271, byDay),

  // Short gaps: users who click at once.
  Fiddle: accordionWith(277, hasty),

  // Long gaps: users who take their time.
  Guitar: accordionWith(281, leisurely),

  // More than twice as many sessions.
  Horn: accordionWith(283, often),

  // Hardly more than half as many sessions.
  Igil: accordionWith(293, seldom),

  // Seldom, but at all hours and on weekends, and quickly done with it.
  Jug: accordionWith(307, { ...hasty, ...seldom, ...atAllHours, ...livelyWeekend }),

  // Often, by day and in the week, and in no hurry.
  Koto: accordionWith(311, { ...leisurely, ...often, ...byDay, ...quietWeekend }),

  // Machines, such as the one in a hotel's lobby: they know neither day nor week nor holiday.
  Lute: {
    ...accordionWith(313, { beta: 3.3 * day, damping: 0.006, "weekend-damping": 0.01, holidays: "none" }),
    changes: [subscribersStayLonger, nobodyClicks],
  },

  // Accordion's habits, other people: for data from which times of absence are cut afterwards.
  Ukelele: accordionWith(317),

  // Jug's habits, other people, for the same purpose.
  Viola: accordionWith(331, { ...hasty, ...seldom, ...atAllHours, ...livelyWeekend }),
};
