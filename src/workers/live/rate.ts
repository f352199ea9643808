import type { ByRate, RateShape } from "./settings.ts";

const MILLISECONDS = 1000;
/** Halvings of a period until its parts are shorter than a microsecond, even if it lasts a year. */
const HALVINGS = 48;
/** The levels of `steps`, as a share of the way from least to most: up in five parts of the period, and down in five. */
const LEVELS = [0, 0.25, 0.5, 0.75, 1, 1, 0.75, 0.5, 0.25, 0] as const;

/** Below this angle, the difference of an angle and its sine is computed as a series. */
const SMALL_ANGLE = 0.5;

/** Returns x - sin(x), also where both are nearly equal: where a sine begins, few events make a long time. */
function minusSine(x: number): number {
  if (Math.abs(x) > SMALL_ANGLE) return x - Math.sin(x);
  const square = x * x;
  let sum = 1;
  for (const divisor of [12 * 13, 10 * 11, 8 * 9, 6 * 7, 4 * 5]) sum = 1 - (square / divisor) * sum;
  return (x * square * sum) / 6;
}

/** A period that goes from 0 to 1. */
interface Shape {
  /** Returns the height, 0 to 1, at a share of the period. */
  height(share: number): number;
  /** Returns the area below the height up to a share of the period; half of it in all. */
  area(share: number): number;
}

/**
 * ```
 * ramp      /-----      sine   _/\_/\_      steps    _-_-
 *          /                                        -   -
 * ```
 */
const SHAPES: Readonly<Record<RateShape, Shape>> = {
  ramp: { height: (share) => share, area: (share) => (share * share) / 2 },
  sine: {
    height: (share) => (1 - Math.cos(2 * Math.PI * share)) / 2,
    area: (share) => minusSine(2 * Math.PI * share) / (4 * Math.PI),
  },
  steps: {
    height: (share) => LEVELS[Math.min(LEVELS.length - 1, Math.floor(share * LEVELS.length))] as number,
    area: (share) => {
      const part = Math.min(LEVELS.length - 1, Math.floor(share * LEVELS.length));
      const whole = LEVELS.slice(0, part).reduce((sum: number, level) => sum + level, 0);
      return (whole + (share * LEVELS.length - part) * (LEVELS[part] as number)) / LEVELS.length;
    },
  },
};

/** Events in the first `share` of a period. */
function eventsOfShare({ least, most, periodSeconds, shape }: ByRate, share: number): number {
  return periodSeconds * (least * share + (most - least) * SHAPES[shape].area(share));
}

function isConstant({ least, most, periodSeconds }: ByRate): boolean {
  return least === most || !(periodSeconds > 0);
}

/** Returns the rate, in events a second, that many seconds after the first event. */
export function rateAt(rate: ByRate, seconds: number): number {
  const { least, most, periodSeconds, shape } = rate;
  if (isConstant(rate)) return most;
  const periods = Math.max(0, seconds) / periodSeconds;
  const share = shape === "ramp" ? Math.min(1, periods) : periods % 1;
  return least + (most - least) * SHAPES[shape].height(share);
}

/** Returns the first second, from the first event on, at which the integral of the rate reaches `events`. */
export function secondsUntil(rate: ByRate, events: number): number {
  if (isConstant(rate)) return events / rate.most;
  const { periodSeconds } = rate;
  const wholePeriod = eventsOfShare(rate, 1);
  if (rate.shape === "ramp" && events > wholePeriod) return periodSeconds + (events - wholePeriod) / rate.most;
  const periods = Math.max(0, Math.ceil(events / wholePeriod) - 1);
  return (periods + shareUntil(rate, events - periods * wholePeriod)) * periodSeconds;
}

/** Returns the first share of a period that has that many events. */
function shareUntil(rate: ByRate, events: number): number {
  if (events <= 0) return 0;
  const others = eventsOfShare(rate, 1) - events;
  // The second half of a sine is the first one, seen from the end.
  if (rate.shape === "sine" && others < events) return 1 - shareUntil(rate, others);
  let low = 0;
  let high = 1;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (eventsOfShare(rate, middle) < events) low = middle;
    else high = middle;
  }
  return high;
}

/** Returns when an event is due, by its number from 0 among those that this run sends, in milliseconds since 1970. */
export function dueOfEvent(rate: ByRate, event: number): number {
  return rate.atMs + secondsUntil(rate, (rate.sentEvents ?? 0) + event) * MILLISECONDS;
}
