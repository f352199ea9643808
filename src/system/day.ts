// Days of UTC, which all have the same length: no time of a run counts leap seconds.

export const DAY_SECONDS = 86_400;
export const DAY_MS = 1000 * DAY_SECONDS;
/** The year of rates: 365.25 days. */
export const YEAR_SECONDS = 31_557_600;

/** Returns the remainder of a value that may be negative: 0 or more, and less than the divisor. */
export function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

/** Returns the second of the day, from 0, of seconds that may be negative or more than a day. */
export function secondOfDay(seconds: number): number {
  return modulo(seconds, DAY_SECONDS);
}
