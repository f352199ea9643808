// When the original's sessions start. Times are seconds relative to the start; all share its fraction of a second.

import { STOP_GAP } from "../layout/compat";
import {
  DAY_CURVE,
  P_DAY_COUNT,
  P_DAYS,
  P_HAS_FRACTION,
  P_MILLISECONDS_DOWN,
  P_MILLISECONDS_UP,
  P_SESSION_GAP,
  P_START_DAY,
  P_START_SECOND_OF_DAY,
  P_WEEKEND_DAMPING,
  P_WEEKEND_OFFSET_SECONDS,
  P_WEEKEND_SCALE_MINUTES,
  P_WEEKEND_SCALE_SECONDS,
  PARAMETERS,
  PERIOD_DAYS,
} from "../layout/run";
import { drawSeconds } from "./draws";
import { hasStopped, stop } from "./stop";
import { toInt } from "./functions";
import { drawDouble } from "./twister";

const DAY: i64 = 86400;
const PERIOD: i64 = <i64>PERIOD_DAYS;
const FREE_YESTERDAY: u32 = 4;
const FREE_TODAY: u32 = 2;
const FREE_TOMORROW: u32 = 1;

// @ts-ignore: decorator
@inline
function floorDivide(value: i64, divisor: i64): i64 {
  const quotient = value / divisor;
  return quotient * divisor > value ? quotient - 1 : quotient;
}

/** The time on a clock that shows 0 at the midnight before the start. */
// @ts-ignore: decorator
@inline
function clockOf(time: i64): i64 {
  return time + <i64>load<i32>(PARAMETERS, P_START_SECOND_OF_DAY);
}

// @ts-ignore: decorator
@inline
function warp(time: i64): i64 {
  const clock = clockOf(time);
  const second = clock - floorDivide(clock, DAY) * DAY;
  return time + <i64>load<i32>(DAY_CURVE + (<usize>second << 2));
}

/** Which of yesterday, today and tomorrow are free. After the end of the table its last 400 years repeat. */
function freeDaysAround(day: i64): u32 {
  const count = <i64>load<u32>(PARAMETERS, P_DAY_COUNT);
  let index = day + <i64>load<i32>(PARAMETERS, P_START_DAY);
  if (<u64>index >= <u64>count) index -= (floorDivide(index - count, PERIOD) + 1) * PERIOD;
  return <u32>load<u8>(<usize>load<u32>(PARAMETERS, P_DAYS) + <usize>index);
}

// @ts-ignore: decorator
@inline
function ramp(milliseconds: i64): f64 {
  const damped = load<f64>(PARAMETERS, P_WEEKEND_DAMPING) * <f64>milliseconds;
  return damped / 60000 / load<f64>(PARAMETERS, P_WEEKEND_SCALE_MINUTES);
}

/** The ramp that began this number of whole seconds (and the fraction) ago; milliseconds are truncated. */
function rising(seconds: i64): f64 {
  return ramp(seconds * 1000 + <i64>load<i32>(PARAMETERS, P_MILLISECONDS_DOWN));
}

/** The ramp that ends in this number of whole seconds (less the fraction). */
function falling(seconds: i64): f64 {
  return ramp(seconds * 1000 - <i64>load<i32>(PARAMETERS, P_MILLISECONDS_UP));
}

/**
 * Share of the sessions that do not happen at this time. `past` and `left` are the seconds since this midnight and until the
 * next one; an instant is after another one even by its fraction alone, but before it only by whole seconds.
 */
function weekendDamping(time: i64): f64 {
  const clock = clockOf(time);
  const day = floorDivide(clock, DAY);
  const free = freeDaysAround(day);
  if (free == 0) return 0;
  const full = load<f64>(PARAMETERS, P_WEEKEND_DAMPING);
  if (free == (FREE_YESTERDAY | FREE_TODAY | FREE_TOMORROW)) return full;
  const past = clock - day * DAY;
  const left = DAY - past;
  const offset = <i64>load<i32>(PARAMETERS, P_WEEKEND_OFFSET_SECONDS);
  const scale = <i64>load<i32>(PARAMETERS, P_WEEKEND_SCALE_SECONDS);
  const fraction = <i64>load<u32>(PARAMETERS, P_HAS_FRACTION);
  if (free & FREE_TODAY) {
    if (!(free & FREE_YESTERDAY) && past < scale - offset) return rising(past + offset);
    if (!(free & FREE_TOMORROW) && left - fraction < scale - offset) return falling(left + offset);
    return full;
  }
  if (free == FREE_TOMORROW) return left > offset ? 0 : rising(offset - left);
  if (free == FREE_YESTERDAY) return past + fraction > offset ? 0 : falling(offset - past);
  if (past < offset) return falling(offset - past);
  return left - fraction < offset ? rising(offset - left) : 0;
}

/** The start of a session after `last`. */
export function pickTime(block: usize, last: i64, beta: f64): i64 {
  const sessionGap = load<i32>(PARAMETERS, P_SESSION_GAP);
  let from = last;
  while (true) {
    const gap = drawSeconds(block, beta) + sessionGap;
    if (gap <= 0) {
      stop(block, STOP_GAP, 0);
      return from;
    }
    const next = warp(from + <i64>gap);
    if (next < from) {
      from += <i64>sessionGap;
      continue;
    }
    const damped = weekendDamping(next);
    if (!(damped > 0) || drawDouble(block) < 1 - damped) return next;
    from = next;
  }
}

/** The start of the first session of a user who arrives at `start`. */
export function pickFirstTime(block: usize, start: i64, beta: f64): i64 {
  const lead = toInt(beta);
  // Twice a large int wraps.
  let time = pickTime(block, start - <i64>(lead * 2), beta);
  while (time < start - <i64>lead && !hasStopped(block)) time = pickTime(block, time, beta);
  return time;
}
