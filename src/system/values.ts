import { DAY_SECONDS } from "./day.ts";
import { nearest } from "./nearest.ts";

// Values as people write them in options, addresses and programs.

/** An invalid argument of an option. It takes the value's place, so that all invalid arguments are reported together. */
export class Unfit {
  constructor(
    readonly text: string,
    /** A sentence. */
    readonly advice: string,
  ) {}
}

export function unfit(text: string, wants: string): Unfit {
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

/** Reads a number of bytes, with the suffixes of coreutils: K is 1024, KB 1000. */
export function byteCount(text: string): number | Unfit {
  const [, digits, letter, base] = /^(\d{1,15})(?:([KMGT])(i?B)?|B)?$/i.exec(text) ?? [];
  const factor = base?.toUpperCase() === "B" ? 1000 : 1024;
  const value = Number(digits) * (letter === undefined ? 1 : factor ** ("KMGT".indexOf(letter.toUpperCase()) + 1));
  if (value >= 1 && Number.isSafeInteger(value)) return value;
  return unfit(text, "a number of bytes, such as 500M, 1G or 1000000");
}

/** `m` and `min` are minutes. */
export const UNIT_SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  min: 60,
  h: 3600,
  d: DAY_SECONDS,
  w: 7 * DAY_SECONDS,
};

export function durationSeconds(text: string): number | Unfit {
  const [, digits, unit = "s"] = /^(\d{1,10})\s*(s|m|min|h|d|w)?$/.exec(text) ?? [];
  const value = Number(digits) * (UNIT_SECONDS[unit] as number);
  if (value >= 1 && value < 2 ** 31) return value;
  return unfit(text, "a duration, such as 90s, 15min, 1h, 1d or 1w");
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
