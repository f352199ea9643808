import { ABSOLUTE_EXAMPLES, parseInstant } from "../config/time.ts";
import { problemOfInstant } from "../config/window/relative.ts";
import { NumberSet } from "../output/names/number-set.ts";
import type { Share } from "../output/names/share.ts";
import { share, type Unfit, unfit, whole } from "../system/values.ts";

// Values of a simulation's options, on the command line and in programs.

export function seed(text: string): bigint | Unfit {
  const value = /^[+-]?\d+$/.test(text) ? BigInt(text.replace("+", "")) : undefined;
  if (value !== undefined && value === BigInt.asIntN(64, value)) return value;
  return unfit(text, "a whole number of at most 64 bits");
}

export function numberSet(text: string): NumberSet | Unfit {
  return NumberSet.parse(text) ?? unfit(text, "a list of file numbers, such as 17,40-43");
}

export function userShare(text: string): Share | Unfit {
  const [, index, count] = /^(\d{1,9})\/(\d{1,9})$/.exec(text)?.map(Number) ?? [];
  if (index !== undefined && count !== undefined && index >= 1 && index <= count) return { index, count };
  return unfit(text, "a share of the users, such as 2/8 for the second of eight");
}

/** Returns the text if it is an instant. */
export function instant(text: string): string | Unfit {
  const problem = problemOfInstant(text);
  return problem === undefined ? text : unfit(text, problem);
}

/** Returns the text if it is an instant that does not depend on the clock, as the original takes it. */
export function absoluteInstant(text: string): string | Unfit {
  return parseInstant(text) === undefined ? unfit(text, `${ABSOLUTE_EXAMPLES}, with --compat interana`) : text;
}

/** User ids and counts have 32 bits in the kernel. */
const MOST_USERS = 2 ** 32 - 1;

// The same limits hold for the command line and for programs.
export const userCount = whole(1, MOST_USERS);
export const userId = whole(0, MOST_USERS);
export const growthRate = share(1e6);
export const attritionRate = share(1);
export const eventCount = whole(1, Number.MAX_SAFE_INTEGER);
export const workerCount = whole(1, 128);
