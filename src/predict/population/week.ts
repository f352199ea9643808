import { DAY_SECONDS } from "../../system/day.ts";
import { sumOf } from "../vectors.ts";
import type { Rhythm, Span } from "./crowd.ts";

const HOUR_SECONDS = 3600;
const DAY_HOURS = DAY_SECONDS / HOUR_SECONDS;

/** When the sessions of an ordinary week start, as shares of all of them. Users who arrive have their first sessions at other times. */
export interface Week {
  /** By weekday, from Monday on. */
  days: number[];
  /** By hour of the day, from 0 o'clock on. */
  hours: number[];
}

/** @param calendar seven days from Monday on, whose bins divide an hour */
export function weekOf(rhythms: readonly Rhythm[], { calendar }: Span): Week {
  const inWeek = new Float64Array(calendar.lost.length);
  for (const { share, cycleSeconds, starts } of rhythms) {
    for (const [bin, part] of starts.entries()) inWeek[bin]! += (share / cycleSeconds) * part;
  }
  const total = sumOf(inWeek);
  const sums = (count: number, seconds: number): number[] => {
    const result = new Array<number>(count).fill(0);
    for (const [bin, rate] of inWeek.entries())
      result[Math.floor((bin * calendar.binSeconds) / seconds) % count]! += total > 0 ? rate / total : 0;
    return result;
  };
  return { days: sums(7, DAY_SECONDS), hours: sums(DAY_HOURS, HOUR_SECONDS) };
}
