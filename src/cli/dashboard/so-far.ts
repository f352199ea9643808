import { type Counts, HOUR_MS } from "../../output/manifest/tally/counts.ts";
import { dayOf } from "../../report/collect/days.ts";
import type { Report } from "../../report/model.ts";
import { weekHoursOf } from "../../report/numbers/days.ts";
import { mixOf } from "../../report/numbers/shares.ts";
import { count } from "../../system/figures.ts";
import type { Progress, Watched } from "./messages.ts";

const placeOf = (hour: string) => ({ day: dayOf(Date.parse(`${hour}:00:00Z`)), hour: Number(hour.slice(11)) });

/** What a run has written so far, as a report of its counts. */
export function reportSoFar(run: Watched, counts: Counts, { written }: Pick<Progress, "written">): Report {
  const firstHourMs = Math.floor(run.startMs / HOUR_MS) * HOUR_MS;
  const totals = counts.totals(run.states, run.songs, firstHourMs);
  const hours = Object.entries(totals.hours).map(([hour, events]) => ({ hour, events }));
  return {
    reportVersion: 1,
    header: run.header,
    totals: {
      events: hours.reduce((sum, { events }) => sum + events, 0),
      sessions: totals.sessions,
      songs: totals.songs,
      simulatedUsers: totals.users,
      bytes: written.bytes,
      rawBytes: written.rawBytes,
    },
    hours,
    weekHours: weekHoursOf(hours.map(({ hour, events }) => ({ ...placeOf(hour), events }))),
    ...mixOf(Object.entries(totals.pages), Object.entries(totals.levels)),
    ...(totals.songs > 0 && { music: { plays: totals.songs, topTracks: totals.topTracks } }),
    notes: [],
  };
}

/** The end of a run that has none. */
const NO_END_MS = Date.UTC(9999, 11, 31, 23, 59, 59);

const instant = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace("T", " ");

/** How far the run is, in a line. @param eventsPerSecond written lately */
export function describeProgress(
  { startMs, windowSeconds }: Pick<Watched, "startMs" | "windowSeconds">,
  { events, seconds }: { events: number; seconds: number },
  eventsPerSecond: number,
): string {
  const endMs = startMs + windowSeconds * 1000;
  const end = endMs < NO_END_MS ? ` of ${instant(endMs)}` : "";
  const rate = eventsPerSecond >= 10 ? count(eventsPerSecond) : eventsPerSecond.toFixed(1);
  return `The run writes: up to ${instant(startMs + seconds * 1000)}${end} UTC, ${count(events)} events, ${rate} events a second.`;
}
