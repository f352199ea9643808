import { PERIOD_DAYS } from "../../../assembly/layout/run.ts";
import { DAY_MS, DAY_SECONDS, modulo } from "../../system/day.ts";
import type { DayTable } from "../days.ts";

/** The first year of the rules that last. */
const MONDAY_HOLIDAYS_YEAR = 1968;
/** The table begins 100 years before the start, so that lookups outside of it are rare. */
const DAYS_BEFORE = 36524;
const SUNDAY = 0;
const MONDAY = 1;
const THURSDAY = 4;
const SATURDAY = 6;
/** 1970-01-01 was a Thursday. */
const EPOCH_WEEKDAY = 4;

function weekdayOf(day: number): number {
  return modulo(day + EPOCH_WEEKDAY, 7);
}

function dayOf(year: number, month: number, date: number): number {
  const instant = new Date(0);
  instant.setUTCFullYear(year, month - 1, date);
  return instant.getTime() / DAY_MS;
}

/** The first such weekday at a day or after it. */
function from(day: number, weekday: number): number {
  return day + ((weekday - weekdayOf(day) + 7) % 7);
}

/** Memorial Day: 30 May at first, the last Monday of May since. */
function memorialDay(year: number): number {
  return year < MONDAY_HOLIDAYS_YEAR ? dayOf(year, 5, 30) : from(dayOf(year, 5, 25), MONDAY);
}

/** The holidays that the original's library knows for the United States, and the first year of each. */
const HOLIDAYS: readonly { since: number; day: (year: number) => number }[] = [
  { since: Number.NEGATIVE_INFINITY, day: (year) => dayOf(year, 1, 1) },
  { since: 1869, day: memorialDay },
  { since: 1776, day: (year) => dayOf(year, 7, 4) },
  { since: 1895, day: (year) => from(dayOf(year, 9, 1), MONDAY) },
  { since: 1938, day: (year) => dayOf(year, 11, 11) },
  { since: 1863, day: (year) => from(dayOf(year, 11, 22), THURSDAY) },
  { since: Number.NEGATIVE_INFINITY, day: (year) => dayOf(year, 12, 25) },
];

/**
 * The holidays of a year as days since 1970-01-01: New Year's Day, Memorial Day, Independence Day, Labor Day, Veterans Day,
 * Thanksgiving and Christmas, each on its own date whatever weekday that is, as far as the library has them for that year.
 */
export function originalHolidays(year: number): number[] {
  return HOLIDAYS.filter(({ since }) => year >= since).map(({ day }) => day(year));
}

/**
 * For each day from 100 years before the start on three bits: whether the day before (4), the day (2) and the day after (1)
 * are a Saturday, a Sunday or a holiday. The last PERIOD_DAYS follow the permanent rules and repeat for ever after the table.
 * Days before the table are never read, since no session is searched for more than 2^31 seconds before the start.
 */
export function compileOriginalDays(startSeconds: number): DayTable {
  const firstDay = Math.floor(startSeconds / DAY_SECONDS) - DAYS_BEFORE;
  const endDay = Math.max(firstDay, dayOf(MONDAY_HOLIDAYS_YEAR, 1, 1)) + PERIOD_DAYS;
  // One day more at each end, for the neighbours.
  const free = new Uint8Array(endDay - firstDay + 2);
  for (let index = 0; index < free.length; index++) {
    const weekday = weekdayOf(firstDay - 1 + index);
    free[index] = weekday === SUNDAY || weekday === SATURDAY ? 1 : 0;
  }
  const yearOf = (day: number) => new Date(day * DAY_MS).getUTCFullYear();
  for (let year = yearOf(firstDay - 1); year <= yearOf(endDay); year++) {
    // An index outside of the table is nowhere.
    for (const day of originalHolidays(year)) free[day - firstDay + 1] = 1;
  }
  const around = (index: number) => ((free[index] as number) << 2) | ((free[index + 1] as number) << 1);
  return {
    free: Uint8Array.from({ length: endDay - firstDay }, (_, index) => around(index) | (free[index + 2] as number)),
    startDay: DAYS_BEFORE,
  };
}
