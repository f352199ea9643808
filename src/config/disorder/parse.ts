import { durationSeconds, type Parser, Unfit, unfit } from "../../system/values.ts";
import { parseInstant } from "../time.ts";
import type { Shift, WantedShare } from "./settings.ts";

// Disorder as people write it, on the command line and in programs.

const SHARE = "a share of the events, such as 2% or 0.02";
const LATE = "a share of the events and their mean delay, such as 2%:30s";
const DUPLICATE = "a share of the events, such as 0.1%, and perhaps the mean delay of their copies, such as 0.1%:10s";
const OUTAGE = "a time of the day in UTC, or an instant, and a duration, such as 10:00/15min or 2026-01-31T10:00/15min";
const BURST =
  "a time of the day in UTC, or an instant, a duration and a factor, such as 12:00/5min:10x or 2026-01-31T12:00/5min:10x";
const MOST_FACTOR = 1000;

/** `2%` or `0.02`. A bare 1 may be meant as 1 %, so that all of them are `100%`. */
function shareOf(text: string): number | undefined {
  const [, digits, percent] = /^(\d{1,3}(?:\.\d{1,15})?|\.\d{1,15})(%)?$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  if (percent === undefined) return Number(digits) > 0 && Number(digits) < 1 ? Number(digits) : undefined;
  // A single conversion from decimal digits: 0.07 / 100 is not 0.0007.
  const share = Number(`${digits}e-2`);
  return share > 0 && share <= 1 ? share : undefined;
}

function seconds(text: string): number | undefined {
  const value = durationSeconds(text);
  return value instanceof Unfit ? undefined : value;
}

export const lose: Parser<number> = (text) => shareOf(text) ?? unfit(text, SHARE);

export const late: Parser<WantedShare> = (text) => {
  const [first = "", mean, ...others] = text.split(":");
  const share = shareOf(first);
  const meanSeconds = seconds(mean ?? "");
  if (share === undefined || meanSeconds === undefined || others.length > 0) return unfit(text, LATE);
  return { share, meanSeconds };
};

export const duplicate: Parser<WantedShare> = (text) => {
  const [first = "", mean, ...others] = text.split(":");
  const share = shareOf(first);
  const meanSeconds = mean === undefined ? undefined : seconds(mean);
  const isWhole = share !== undefined && others.length === 0 && (mean === undefined || meanSeconds !== undefined);
  if (!isWhole) return unfit(text, DUPLICATE);
  return { share, ...(meanSeconds === undefined ? {} : { meanSeconds }) };
};

/** A time of the day, or an instant. Those with a fraction of a second are refused: shifts begin with whole seconds. */
function startOf(text: string): Pick<Shift, "at" | "isDaily"> | undefined {
  const [, hours, minutes, rest = "0"] = /^(\d\d):(\d\d)(?::(\d\d))?$/.exec(text) ?? [];
  if (hours !== undefined) {
    const [hour, minute, second] = [Number(hours), Number(minutes), Number(rest)];
    if (hour > 23 || minute > 59 || second > 59) return undefined;
    return { at: (hour * 60 + minute) * 60 + second, isDaily: true };
  }
  const instant = parseInstant(text);
  return instant === undefined || instant.nanoseconds > 0 ? undefined : { at: instant.seconds, isDaily: false };
}

function outageOf(text: string): Shift | undefined {
  const [, start = "", duration = ""] = /^([^/]+)\/([^/]+)$/.exec(text) ?? [];
  const at = startOf(start);
  const length = seconds(duration);
  return at === undefined || length === undefined ? undefined : { kind: "outage", ...at, seconds: length };
}

function burstOf(text: string): Shift | undefined {
  const [, start = "", duration = "", digits] = /^([^/]+)\/([^/:]+):(\d{1,4}(?:\.\d{1,3})?)x$/.exec(text) ?? [];
  const at = startOf(start);
  const length = seconds(duration);
  const factor = Number(digits);
  if (at === undefined || length === undefined || !(factor > 1 && factor <= MOST_FACTOR)) return undefined;
  return { kind: "burst", ...at, seconds: length, factor };
}

/** Reads the argument of an option that may be repeated; the first wrong one takes the place of all. */
function repeated(parse: (text: string) => Shift | undefined, wants: string) {
  return (text: string, before: readonly Shift[] | Unfit = []): readonly Shift[] | Unfit => {
    if (before instanceof Unfit) return before;
    const shift = parse(text);
    return shift === undefined ? unfit(text, wants) : [...before, shift];
  };
}

export const outage = repeated(outageOf, OUTAGE);
export const burst = repeated(burstOf, BURST);
