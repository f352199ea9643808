import { type Counts, HOUR_MS } from "../../output/manifest/tally/counts.ts";
import type { Report } from "../../report/model.ts";
import { count } from "../../system/figures.ts";
import type { Progress, Watched } from "./messages.ts";

const DAY_MS = 24 * HOUR_MS;

/** Numbers by name as a list with shares, the largest first; equal ones by name. */
function shares<Key extends string>(key: Key, counts: Readonly<Record<string, number>>) {
  const list = Object.entries(counts);
  const total = list.reduce((sum, [, events]) => sum + events, 0);
  return list
    .sort(([one, more], [other, less]) => less - more || (one < other ? -1 : 1))
    .map(
      ([name, events]) => ({ [key]: name, events, share: events / Math.max(1, total) }) as Record<Key, string> & Share,
    );
}

interface Share {
  events: number;
  share: number;
}

/** Events by weekday, Monday first, and hour. */
function weekHoursOf(hours: Report["hours"]): number[][] {
  const table = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
  for (const { hour, events } of hours) {
    const day = Math.floor(Date.parse(`${hour}:00:00Z`) / DAY_MS);
    // 1970 began on a Thursday.
    (table[(day + 3) % 7] as number[])[Number(hour.slice(11))]! += events;
  }
  return table;
}

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
    weekHours: weekHoursOf(hours),
    pages: shares("page", totals.pages),
    levels: shares("level", totals.levels),
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
