import { holidaysOf } from "./holidays.ts";

const DAY_SECONDS = 86400;
/** Ten years: twice the longest lead that a first session may have. */
const DAYS_BEFORE = 3660;
const DAYS_AFTER = 2;
const SUNDAY = 0;
const SATURDAY = 6;
/** 1970-01-01 was a Thursday. */
const EPOCH_WEEKDAY = 4;

export interface DayTable {
  /** For each day 1 if it is a Saturday, a Sunday or a holiday, else 0. */
  free: Uint8Array;
  /** Index of the window's first day. */
  startDay: number;
}

function isWeekend(day: number): boolean {
  const weekday = (((day + EPOCH_WEEKDAY) % 7) + 7) % 7;
  return weekday === SUNDAY || weekday === SATURDAY;
}

/** The days from ten years before the window to its end. */
export async function compileDays(startSeconds: number, windowSeconds: number, country: string): Promise<DayTable> {
  const firstDay = Math.floor(startSeconds / DAY_SECONDS) - DAYS_BEFORE;
  const lastDay = Math.floor((startSeconds + windowSeconds) / DAY_SECONDS) + DAYS_AFTER;
  const yearOf = (day: number) => new Date(day * DAY_SECONDS * 1000).getUTCFullYear();
  const holidays = await holidaysOf(country, yearOf(firstDay), yearOf(lastDay));
  const isFree = (day: number) => isWeekend(day) || holidays.has(day);
  return {
    free: Uint8Array.from({ length: lastDay - firstDay + 1 }, (_, index) => (isFree(firstDay + index) ? 1 : 0)),
    startDay: DAYS_BEFORE,
  };
}
