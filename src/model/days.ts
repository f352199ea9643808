import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DAY_MS, DAY_SECONDS, modulo } from "../system/day.ts";
import { UsageError } from "../system/errors.ts";
import { packageRoot } from "../system/root.ts";

/** The years that data/holidays-us.tsv covers. */
const TABLE_COUNTRY = "US";
const TABLE_FIRST_YEAR = 1900;
const TABLE_LAST_YEAR = 2150;

function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

/** The table that data/build/holidays.mjs made of the package below, which takes 0.2 s to load. */
function fromTable(): Set<number> {
  const lines = readFileSync(join(packageRoot(), "data", "holidays-us.tsv"), "utf8")
    .trimEnd()
    .split("\n")
    .slice(1);
  return new Set(lines.map((line) => dayOf(line.slice(0, 10))));
}

async function fromPackage(country: string, firstYear: number, lastYear: number): Promise<Set<number>> {
  const { default: Holidays } = await import("date-holidays");
  const calendar = new Holidays(country, { types: ["public"] });
  if (!Object.hasOwn(calendar.getCountries(), country)) {
    throw new UsageError(
      `holidays: "${country}" is not a country this program knows; give a two-letter code such as US or DE, or none`,
    );
  }
  // Some calendars are not defined for every year.
  const holidaysIn = (year: number) => {
    try {
      return calendar.getHolidays(year);
    } catch {
      return [];
    }
  };
  const days = new Set<number>();
  for (let year = firstYear; year <= lastYear; year++) {
    for (const { date, type, substitute } of holidaysIn(year)) {
      if (type === "public" && !substitute) days.add(dayOf(date.slice(0, 10)));
    }
  }
  return days;
}

/**
 * The public holidays of a country, without substitute days, as days since 1970-01-01; none for "none".
 * At least those of the years from `firstYear` to `lastYear`.
 */
export async function holidaysOf(country: string, firstYear: number, lastYear: number): Promise<Set<number>> {
  if (country === "none") return new Set();
  const isInTable = country === TABLE_COUNTRY && firstYear >= TABLE_FIRST_YEAR && lastYear <= TABLE_LAST_YEAR;
  return isInTable ? fromTable() : fromPackage(country, firstYear, lastYear);
}

/** Ten years: twice the longest lead that a first session may have. */
const DAYS_BEFORE = 3660;
const DAYS_AFTER = 2;
const SUNDAY = 0;
const SATURDAY = 6;
/** 1970-01-01 was a Thursday. */
const EPOCH_WEEKDAY = 4;

export interface DayTable {
  /** For each day, 1 if it is a Saturday, a Sunday or a holiday, else 0. */
  free: Uint8Array;
  /** Index of the window's first day. */
  startDay: number;
}

function isWeekend(day: number): boolean {
  const weekday = modulo(day + EPOCH_WEEKDAY, 7);
  return weekday === SUNDAY || weekday === SATURDAY;
}

/** The days from ten years before the window to its end. */
export async function compileDays(startSeconds: number, windowSeconds: number, country: string): Promise<DayTable> {
  const firstDay = Math.floor(startSeconds / DAY_SECONDS) - DAYS_BEFORE;
  const lastDay = Math.floor((startSeconds + windowSeconds) / DAY_SECONDS) + DAYS_AFTER;
  const yearOf = (day: number) => new Date(day * DAY_MS).getUTCFullYear();
  const holidays = await holidaysOf(country, yearOf(firstDay), yearOf(lastDay));
  const isFree = (day: number) => isWeekend(day) || holidays.has(day);
  return {
    free: Uint8Array.from({ length: lastDay - firstDay + 1 }, (_, index) => (isFree(firstDay + index) ? 1 : 0)),
    startDay: DAYS_BEFORE,
  };
}
