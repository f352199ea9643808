import type { Collector } from "../collect/collector.ts";
import { type Day, dayOf, weekdayOf } from "../collect/days.ts";
import { BitSet, type MemoryMeter } from "../collect/memory.ts";
import type { Report, ReportDay, ReportLevelDay } from "../model.ts";
import { compareTexts, dayName, hourName } from "./order.ts";

const HOURS = 24;

/** The users of a day, of all levels. */
export function usersOfDay(day: Day, meter: MemoryMeter): BitSet {
  const users = new BitSet(meter);
  for (const ofLevel of day.levelUsers) users.addAll(ofLevel);
  return users;
}

/** How many times fall on each day, by its number. */
function countByDay(times: Float64Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const ts of times) if (!Number.isNaN(ts)) counts.set(dayOf(ts), (counts.get(dayOf(ts)) ?? 0) + 1);
  return counts;
}

export function daysOf({ days, sessions, users }: Collector, meter: MemoryMeter): ReportDay[] {
  const begun = countByDay(sessions.firstTs);
  const registered = countByDay(users.registrations);
  const seen = new BitSet(meter);
  let usersSoFar = 0;
  return days.list.map((day): ReportDay => {
    const ofDay = usersOfDay(day, meter);
    const count = ofDay.size;
    const newUsers = count - ofDay.sizeWith(seen);
    seen.addAll(ofDay);
    ofDay.clear();
    usersSoFar += newUsers;
    return {
      day: dayName(day.number),
      events: day.events,
      songs: day.songs,
      sessions: begun.get(day.number) ?? 0,
      users: count,
      newUsers,
      usersSoFar,
      registrations: registered.get(day.number) ?? 0,
    };
  });
}

export function hoursOf({ days }: Collector): Report["hours"] {
  return days.list.flatMap(({ number, hours }) =>
    Array.from(hours).flatMap((events, hour) => (events === 0 ? [] : [{ hour: hourName(number, hour), events }])),
  );
}

/** Events by weekday and hour of the day, from events by hour. */
export function weekHoursOf(hours: Iterable<{ day: number; hour: number; events: number }>): number[][] {
  const table = Array.from({ length: 7 }, () => new Array<number>(HOURS).fill(0));
  for (const { day, hour, events } of hours) table[weekdayOf(day)]![hour]! += events;
  return table;
}

export function levelDaysOf({ days, texts }: Collector): ReportLevelDay[] {
  return days.list.flatMap(({ number, levelEvents, levelUsers }) =>
    levelEvents
      .map((events, level) => ({
        day: dayName(number),
        level: texts.levels.list[level]!,
        events,
        users: levelUsers[level]!.size,
      }))
      .filter(({ events }) => events > 0)
      .sort((one, other) => compareTexts(one.level, other.level)),
  );
}
