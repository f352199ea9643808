import { DAY_SECONDS } from "../../system/day.ts";
import { UNIT_SECONDS } from "../../system/values.ts";
import { INSTANT_EXAMPLES, parseInstant } from "../time.ts";

/** Farther offsets leave the years 1000 to 9999 whatever the time is now. */
const MOST_YEARS = 9000;
const MOST_SECONDS = MOST_YEARS * 366 * DAY_SECONDS;

const RELATIVE = /^(?:now)?(?:[+-]\d{1,18}(?:s|m|min|h|d|w))+$|^now$/i;
const TERM = /([+-])(\d+)([a-z]+)/gi;

/**
 * Reads `now`, or a time before or after it: `+1d`, `-2h`, `now+90m`, `-1d+6h`. Returns the seconds after now;
 * undefined for anything else, and for more than 9000 years.
 */
export function parseOffsetSeconds(text: string): number | undefined {
  if (!RELATIVE.test(text)) return undefined;
  let seconds = 0;
  for (const [, sign, digits, unit] of text.replace(/^now/i, "").matchAll(TERM)) {
    const size = Number(digits) * (UNIT_SECONDS[(unit as string).toLowerCase()] as number);
    seconds += sign === "-" ? -size : size;
    if (Math.abs(seconds) > MOST_SECONDS) return undefined;
  }
  return seconds;
}

/** Returns what is wrong with an instant, as "must be ..." continues; undefined if it is one. */
export function problemOfInstant(text: string): string | undefined {
  if (parseInstant(text) !== undefined || parseOffsetSeconds(text) !== undefined) return undefined;
  return RELATIVE.test(text) ? `at most ${MOST_YEARS} years from now` : INSTANT_EXAMPLES;
}
