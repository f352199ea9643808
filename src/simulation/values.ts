import { INSTANT_EXAMPLES, parseInstant } from "../config/time.ts";
import { NumberSet } from "../output/names/number-set.ts";
import type { Share } from "../output/names/share.ts";
import { nearest } from "../system/nearest.ts";

// Values of options, as people write them on the command line and in programs.

/** An invalid argument of an option. It takes the value's place, so that all invalid arguments are reported together. */
export class Unfit {
  constructor(
    readonly text: string,
    /** A sentence. */
    readonly advice: string,
  ) {}
}

function unfit(text: string, wants: string): Unfit {
  return new Unfit(text, `It must be ${wants}.`);
}

const SUFFIX_EXPONENTS: Readonly<Record<string, number>> = { "": 0, k: 3, m: 6, g: 9 };

/**
 * Reads a count: `1000000`, `1M`, `1.5k`, `1e6`. k, M and G are powers of 1000, in either case. Undefined for anything
 * else, for numbers that are not whole, and for those that a double cannot represent exactly.
 */
export function parseCount(text: string): number | undefined {
  const [, whole, fraction = "", exponent, suffix = ""] =
    /^([+-]?\d+)(?:\.(\d+))?(?:e\+?(\d{1,3}))?([kmg])?$/i.exec(text) ?? [];
  if (whole === undefined) return undefined;
  // "1.0" may be meant as a thousand, as in much of Europe.
  if (fraction !== "" && exponent === undefined && suffix === "") return undefined;
  const scale = Number(exponent ?? 0) + (SUFFIX_EXPONENTS[suffix.toLowerCase()] as number);
  // A single conversion from decimal digits, so that 1.1M is not 1100000.0000000002.
  const value = Number(`${whole}.${fraction}e${scale}`);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** From this value on, the message shows how to write large numbers. */
const LARGE_COUNT = 4_000_000;

/** Reads the argument of an option. */
export type Parser<T> = (text: string) => T | Unfit;

export function whole(least: number, most: number): Parser<number> {
  return (text) => {
    const value = parseCount(text);
    if (value !== undefined && value >= least && value <= most) return value;
    const examples = most >= LARGE_COUNT ? ", such as 1000000, 1M or 1e6" : "";
    return unfit(text, `a whole number from ${least} to ${most}${examples}`);
  };
}

export function share(most: number): Parser<number> {
  return (text) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (value >= 0 && value <= most) return value;
    const wants = most === 1 ? "a number from 0 to 1" : "a number >= 0";
    return unfit(text, `${wants}, such as 0.1 for a tenth`);
  };
}

export function seed(text: string): bigint | Unfit {
  const value = /^[+-]?\d+$/.test(text) ? BigInt(text.replace("+", "")) : undefined;
  if (value !== undefined && value === BigInt.asIntN(64, value)) return value;
  return unfit(text, "a whole number of at most 64 bits");
}

/** Reads a number of bytes, with the suffixes of coreutils: K is 1024, KB 1000. */
export function byteCount(text: string): number | Unfit {
  const [, digits, letter, base] = /^(\d{1,15})(?:([KMGT])(i?B)?|B)?$/i.exec(text) ?? [];
  const factor = base?.toUpperCase() === "B" ? 1000 : 1024;
  const value = Number(digits) * (letter === undefined ? 1 : factor ** ("KMGT".indexOf(letter.toUpperCase()) + 1));
  if (value >= 1 && Number.isSafeInteger(value)) return value;
  return unfit(text, "a number of bytes, such as 500M, 1G or 1000000");
}

const UNIT_SECONDS: Record<string, number> = { s: 1, min: 60, h: 3600, d: 86_400, w: 604_800 };

export function durationSeconds(text: string): number | Unfit {
  const [, digits, unit = "s"] = /^(\d{1,10})\s*(s|min|h|d|w)?$/.exec(text) ?? [];
  const value = Number(digits) * (UNIT_SECONDS[unit] as number);
  if (value >= 1 && value < 2 ** 31) return value;
  return unfit(text, "a duration, such as 90s, 15min, 1h, 1d or 1w");
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
  return parseInstant(text) === undefined ? unfit(text, INSTANT_EXAMPLES) : text;
}

/** @param others other names that people use for a choice, in lower case; the message suggests the choice */
export function oneOf<T extends string>(choices: readonly T[], others: Readonly<Record<string, T>> = {}): Parser<T> {
  return (text) => {
    const meant = Object.hasOwn(others, text.toLowerCase()) ? others[text.toLowerCase()] : nearest(text, choices);
    const advice = `Allowed choices are ${choices.join(", ")}.`;
    const unfit = new Unfit(text, meant === undefined ? advice : `Did you mean ${meant}? ${advice}`);
    return choices.find((choice) => choice === text) ?? unfit;
  };
}

/** For an option that may be repeated: its arguments, in order. */
export function collect(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

/** A text that may be empty. */
export function anyText(text: string): string {
  return text;
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
