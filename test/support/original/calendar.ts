import type { Random } from "./random.ts";
import { Crash, toInt, wrapInt } from "./random.ts";
import type { Site } from "./read-site.ts";

const DAY = 86_400;
const NANOSECONDS = 1_000_000_000n;
const EPOCH_WEEKDAY = 4;
const MONDAY = 1;
const THURSDAY = 4;

/** Instants are whole seconds since 1970 of UTC; the run's fraction of a second belongs to all of them. */
export class Calendar {
  constructor(
    private readonly site: Site,
    private readonly fractionNanoseconds: number,
    private readonly random: Random,
  ) {}

  /** Moves an instant along the day. */
  #warp(t: number): number {
    const second = ((t % DAY) + DAY) % DAY;
    return t + toInt(this.site.damping * DAY * Math.sin(((second - 10_800) * 2 * Math.PI) / DAY));
  }

  /** The start of a session after an instant. */
  pick(last: number, beta: number): number {
    for (let from = last; ; ) {
      const gap = wrapInt(this.random.seconds(beta) + this.site.sessionGap);
      const next = this.#warp(from + gap);
      if (gap <= 0) throw new Crash("a gap that is not above 0");
      if (next < from) {
        from += this.site.sessionGap;
        continue;
      }
      const damping = this.#weekendDamping(next);
      if (!(damping > 0) || this.random.double() < 1 - damping) return next;
      from = next;
    }
  }

  pickFirst(start: number, beta: number): number {
    const lead = toInt(beta);
    let t = this.pick(start - wrapInt(lead * 2), beta);
    while (t < start - lead) t = this.pick(t, beta);
    return t;
  }

  #weekendDamping(t: number): number {
    const { weekendDamping: full, offsetMinutes, scaleMinutes } = this.site;
    const day = Math.floor(t / DAY);
    const free = [day - 1, day, day + 1].map((each) => (isFree(each) ? 1 : 0)).join("");
    // Of most days no moment need be known.
    if (free === "000") return 0;
    if (free === "111") return full;
    const at = BigInt(t) * NANOSECONDS + BigInt(this.fractionNanoseconds);
    const minutes = (count: number) => BigInt(count) * 60n * NANOSECONDS;
    const [offset, scale] = [minutes(offsetMinutes), minutes(scaleMinutes)];
    const m0 = BigInt(day * DAY) * NANOSECONDS;
    const m1 = m0 + BigInt(DAY) * NANOSECONDS;
    // Whole milliseconds from one instant to the other, which is never the earlier one.
    const ramp = (from: bigint, to: bigint) => (full * Number((to - from) / 1_000_000n)) / 60_000 / scaleMinutes;
    switch (free) {
      case "001":
        return at < m1 - offset ? 0 : ramp(m1 - offset, at);
      case "100":
        return at > m0 + offset ? 0 : ramp(at, m0 + offset);
      case "010":
        if (at < m0 - offset + scale) return ramp(m0 - offset, at);
        return at > m1 + offset - scale ? ramp(at, m1 + offset) : full;
      case "011":
        return at < m0 - offset + scale ? ramp(m0 - offset, at) : full;
      case "101":
        if (at < m0 + offset) return ramp(at, m0 + offset);
        return at > m1 - offset ? ramp(m1 - offset, at) : 0;
      default:
        return at > m1 + offset - scale ? ramp(at, m1 + offset) : full;
    }
  }
}

const freeDays = new Map<number, boolean>();

/** A Saturday, a Sunday or a holiday; days count from 1970-01-01. */
function isFree(day: number): boolean {
  let free = freeDays.get(day);
  if (free === undefined) {
    const weekday = (((day + EPOCH_WEEKDAY) % 7) + 7) % 7;
    free = weekday === 0 || weekday === 6 || isHoliday(new Date(day * DAY * 1000), weekday);
    freeDays.set(day, free);
  }
  return free;
}

/** The days that the original's library knows for the United States, as far as it has them for that year. */
export function isHoliday(date: Date, weekday: number): boolean {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  const nthWeek = Math.ceil(day / 7);
  const isMonday = weekday === MONDAY;
  switch (month) {
    case 1:
      return day === 1;
    case 5:
      return year < 1968 ? year >= 1869 && day === 30 : isMonday && day > 24;
    case 7:
      return year >= 1776 && day === 4;
    case 9:
      return year >= 1895 && isMonday && nthWeek === 1;
    case 11:
      return (year >= 1938 && day === 11) || (year >= 1863 && weekday === THURSDAY && nthWeek === 4);
    default:
      return month === 12 && day === 25;
  }
}
