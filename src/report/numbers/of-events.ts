import type { Collector } from "../collect/collector.ts";
import type { MemoryMeter } from "../collect/memory.ts";
import type { Report } from "../model.ts";
import { daysOf, hoursOf, levelDaysOf, weekHoursOf } from "./days.ts";
import { musicOf } from "./music.ts";
import { instantName } from "./order.ts";
import { placesOf } from "./places.ts";
import { MOST_WEEKS, retentionOf } from "./retention.ts";
import { funnelsOf, sessionsOf } from "./sessions.ts";
import { mixOf } from "./shares.ts";

function levelEvents({ days, texts }: Collector): [string, number][] {
  return texts.levels.list.map((name, level) => [
    name,
    days.list.reduce((sum, day) => sum + (day.levelEvents[level] ?? 0), 0),
  ]);
}

function weekHoursIn({ days }: Collector): number[][] {
  return weekHoursOf(
    days.list.flatMap(({ number, hours }) => Array.from(hours, (events, hour) => ({ day: number, hour, events }))),
  );
}

function notesOf({ users, days }: Collector): string[] {
  const notes: string[] = [];
  const weeks = days.weeks;
  if (weeks.at(-1)!.number - weeks[0]!.number >= MOST_WEEKS)
    notes.push(`There is no retention: the events are of more than ${MOST_WEEKS} weeks.`);
  else if (users.registrations.every(Number.isNaN)) notes.push("There is no retention: no event has a registration.");
  return notes;
}

/** The numbers of collected events, of which there is at least one. Throws RunError where they need too much memory. */
export function reportOfEvents(collector: Collector, meter: MemoryMeter): Omit<Report, "header"> {
  const { texts, events, songs, anonymousEvents, firstTs, lastTs } = collector;
  const pages = texts.pages.list.map((page, id) => [page, collector.pageEvents[id]!] as const);
  const [retention, places] = [retentionOf(collector, meter), placesOf(collector)];
  return {
    reportVersion: 1,
    totals: {
      ...{ events, sessions: collector.sessions.count, songs, users: collector.users.count, anonymousEvents },
      ...{ firstEvent: instantName(firstTs), lastEvent: instantName(lastTs) },
    },
    hours: hoursOf(collector),
    weekHours: weekHoursIn(collector),
    days: daysOf(collector, meter),
    sessions: sessionsOf(collector.sessions),
    ...mixOf(pages, levelEvents(collector)),
    funnels: funnelsOf(collector.sessions),
    levelDays: levelDaysOf(collector),
    ...(retention && { retention }),
    ...(songs > 0 && { music: musicOf(collector) }),
    ...(places && { places }),
    notes: notesOf(collector),
  };
}
