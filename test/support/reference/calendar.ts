import { dayCurve } from "./mathematics.ts";
import type { Settings } from "./model.ts";

const DAY_SECONDS = 86400;

type Calendar = Pick<Settings, "startSeconds" | "holidays">;

/** `warp`: moves a time by the day curve, as far as `damping` (a share of a day) says. */
export function warp(t: number, damping: number, startSeconds: number): number {
  const absolute = startSeconds + t;
  const secondOfDay = absolute - Math.floor(absolute / DAY_SECONDS) * DAY_SECONDS;
  return t + Math.trunc(damping * DAY_SECONDS * dayCurve(secondOfDay));
}

/** Whether a day, counted from 1970-01-01 (a Thursday), is a Saturday, a Sunday or a holiday. */
export function isFree(day: number, holidays: ReadonlySet<number>): boolean {
  const weekday = (((day + 4) % 7) + 7) % 7;
  return weekday === 0 || weekday === 6 || holidays.has(day);
}

/** Share of the sessions at time t (seconds from the start) that do not take place because people are off. */
export function weekendDamping(t: number, settings: Calendar & Pick<Settings, "config">): number {
  const { weekendDamping: most, weekendDampingOffsetMinutes, weekendDampingScaleMinutes } = settings.config;
  const now = settings.startSeconds + t;
  const day = Math.floor(now / DAY_SECONDS);
  const before = day * DAY_SECONDS;
  const after = before + DAY_SECONDS;
  const offset = weekendDampingOffsetMinutes * 60;
  const full = weekendDampingScaleMinutes * 60;
  const ramp = (from: number, to: number) => (most * (to - from)) / 60 / weekendDampingScaleMinutes;
  const pattern = [day - 1, day, day + 1].map((each) => (isFree(each, settings.holidays) ? "1" : "0")).join("");
  switch (pattern) {
    case "000":
      return 0;
    case "111":
      return most;
    case "001":
      return now < after - offset ? 0 : ramp(after - offset, now);
    case "100":
      return now > before + offset ? 0 : ramp(now, before + offset);
    case "010":
      if (now < before - offset + full) return ramp(before - offset, now);
      return now > after + offset - full ? ramp(now, after + offset) : most;
    case "011":
      return now < before - offset + full ? ramp(before - offset, now) : most;
    case "101":
      if (now < before + offset) return ramp(now, before + offset);
      return now > after - offset ? ramp(after - offset, now) : 0;
    default:
      return now > after + offset - full ? ramp(now, after + offset) : most;
  }
}
