import type { DayTable } from "./days.ts";

const DAY_SECONDS = 86400;
/** The calendar's period, 400 years: a whole number of weeks. */
export const PERIOD_DAYS = 146097;
/** The table begins 100 years before the start, so that sessions are seldom looked for outside of it. */
const DAYS_BEFORE = 36524;
const SUNDAY = 0;
const MONDAY = 1;
const THURSDAY = 4;
const SATURDAY = 6;
/** 1970-01-01 was a Thursday. */
const EPOCH_WEEKDAY = 4;

function weekdayOf(day: number): number {
  return (((day + EPOCH_WEEKDAY) % 7) + 7) % 7;
}

function dayOf(year: number, month: number, date: number): number {
  const instant = new Date(0);
  instant.setUTCFullYear(year, month - 1, date);
  return instant.getTime() / (DAY_SECONDS * 1000);
}

/** The first such weekday at a day or after it. */
function from(day: number, weekday: number): number {
  return day + ((weekday - weekdayOf(day) + 7) % 7);
}

/**
 * The holidays of a year that the original's library knows for the United States, as days since 1970-01-01: New Year's Day, Memorial
 * Day, Independence Day, Labor Day, Veterans Day, Thanksgiving and Christmas, each on its own date whatever weekday that is.
 */
export function originalHolidays(year: number): number[] {
  return [
    dayOf(year, 1, 1),
    from(dayOf(year, 5, 25), MONDAY),
    dayOf(year, 7, 4),
    from(dayOf(year, 9, 1), MONDAY),
    dayOf(year, 11, 11),
    from(dayOf(year, 11, 22), THURSDAY),
    dayOf(year, 12, 25),
  ];
}

/**
 * For each day of one period of the calendar three bits that tell whether the day before (4), the day (2) and the day after (1) are
 * a Saturday, a Sunday or a holiday. Before and behind the table everything repeats.
 */
export function compileOriginalDays(startSeconds: number): DayTable {
  const firstDay = Math.floor(startSeconds / DAY_SECONDS) - DAYS_BEFORE;
  const firstYear = new Date(firstDay * DAY_SECONDS * 1000).getUTCFullYear();
  const free = new Uint8Array(PERIOD_DAYS);
  for (let index = 0; index < PERIOD_DAYS; index++) {
    const weekday = weekdayOf(firstDay + index);
    free[index] = weekday === SUNDAY || weekday === SATURDAY ? 1 : 0;
  }
  for (let year = firstYear; year < firstYear + 400; year++) {
    for (const day of originalHolidays(year)) free[(day - firstDay + PERIOD_DAYS) % PERIOD_DAYS] = 1;
  }
  const isFree = (index: number) => free[(index + PERIOD_DAYS) % PERIOD_DAYS] as number;
  return {
    free: free.map((today, index) => (isFree(index - 1) << 2) | (today << 1) | isFree(index + 1)),
    startDay: DAYS_BEFORE,
  };
}
