// Orders that do not depend on a locale, and names of days.

import { DAY_MS } from "../../system/day.ts";
import { dayOfWeek } from "../collect/days.ts";

/** Compares by Unicode code points, as UTF-8 sorts and SQL does; JavaScript compares units of UTF-16. */
export function compareTexts(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) {
    const [left, right] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (left === right) continue;
    // Surrogates are above all other units.
    const isSurrogate = (unit: number) => unit >= 0xd800 && unit < 0xe000;
    if (isSurrogate(left) !== isSurrogate(right)) return isSurrogate(left) ? 1 : -1;
    return left - right;
  }
  return one.length - other.length;
}

/** `2026-01-31`; years outside of 0 to 9999 have a sign and six digits. */
export function dayName(day: number): string {
  return new Date(day * DAY_MS).toISOString().replace(/T.*$/, "");
}

/** The week's Monday. */
export const weekName = (week: number): string => dayName(dayOfWeek(week));

export function hourName(day: number, hour: number): string {
  return `${dayName(day)}T${String(hour).padStart(2, "0")}`;
}

/** `2026-01-31T18:30:00.123Z`, without a fraction of zero. */
export function instantName(ts: number): string {
  return new Date(ts).toISOString().replace(".000Z", "Z");
}
