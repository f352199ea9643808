// When sessions start: the day curve, weekends and holidays. docs/reference/engine.md, "Sessions".

import {
  DAY_CURVE,
  P_DAY_COUNT,
  P_DAYS,
  P_SESSION_GAP,
  P_START_DAY,
  P_START_SECOND_OF_DAY,
  P_START_SECONDS,
  P_WEEKEND_DAMPING,
  P_WEEKEND_OFFSET_SECONDS,
  P_WEEKEND_SCALE_MINUTES,
  P_WEEKEND_SCALE_SECONDS,
  P_WINDOW,
  PARAMETERS,
} from "../layout/run";
import { SECONDS_LIMIT, USER_BETA, USER_GAMMA, USER_POSITION } from "../layout/user";
import { exponential } from "../random/functions";
import { high, low, mix } from "../random/stream";

const DAY: i64 = 86400;
/** 1970-01-01. */
const THURSDAY: i64 = 4;
/** A session that does not happen. */
export const NEVER: i64 = i64.MAX_VALUE;

/** Whole seconds of a positive duration, at most SECONDS_LIMIT. */
// @ts-ignore: decorator
@inline
export function toSeconds(x: f64): i32 {
  // The vector conversion never traps, so it needs no comparisons and no branches; numbers that are too large become the largest.
  const seconds = i32x4.extract_lane(i32x4.trunc_sat_f64x2_s_zero(f64x2.splat(x)), 0);
  return min<i32>(seconds, SECONDS_LIMIT);
}

// @ts-ignore: decorator
@inline
function floorDivide(value: i64, divisor: i64): i64 {
  const quotient = value / divisor;
  return quotient * divisor > value ? quotient - 1 : quotient;
}

/** Moves a time (seconds since the origin) along the day curve. */
function warp(time: i64): i64 {
  const clock = time + <i64>load<i32>(PARAMETERS, P_START_SECOND_OF_DAY);
  const second = clock - floorDivide(clock, DAY) * DAY;
  return time + <i64>load<i32>(DAY_CURVE + (<usize>second << 2));
}

/** 1 for a Saturday or a Sunday; `day` counts from the first day of the table. */
function isWeekend(day: i64): u32 {
  const origin = floorDivide(load<i64>(PARAMETERS, P_START_SECONDS), DAY);
  const days = origin + day - <i64>load<i32>(PARAMETERS, P_START_DAY) + THURSDAY;
  const weekday = days - floorDivide(days, 7) * 7;
  return weekday == 0 || weekday == 6 ? 1 : 0;
}

/** 1 for a Saturday, a Sunday or a holiday; `day` counts from the first day of the table. After the table, holidays are unknown. */
function isFree(day: i64): u32 {
  if (day < 0 || day >= <i64>load<u32>(PARAMETERS, P_DAY_COUNT)) return isWeekend(day);
  return <u32>load<u8>(<usize>load<u32>(PARAMETERS, P_DAYS) + <usize>day);
}

function ramp(seconds: i32): f64 {
  const damped = load<f64>(PARAMETERS, P_WEEKEND_DAMPING) * <f64>seconds;
  return damped / 60 / load<f64>(PARAMETERS, P_WEEKEND_SCALE_MINUTES);
}

/** Share of the sessions that do not happen at this time: eight cases, by whether yesterday, today and tomorrow are free. */
export function weekendDamping(time: i64): f64 {
  const clock = time + <i64>load<i32>(PARAMETERS, P_START_SECOND_OF_DAY);
  const days = floorDivide(clock, DAY);
  const today = days + <i64>load<i32>(PARAMETERS, P_START_DAY);
  const full = load<f64>(PARAMETERS, P_WEEKEND_DAMPING);
  const offset = load<i32>(PARAMETERS, P_WEEKEND_OFFSET_SECONDS);
  const scale = load<i32>(PARAMETERS, P_WEEKEND_SCALE_SECONDS);
  const sinceMidnight = <i32>(clock - days * DAY);
  const toMidnight = <i32>DAY - sinceMidnight;
  const rising = sinceMidnight + offset; // seconds since the ramp up began
  const falling = toMidnight + offset; // seconds until the ramp down ends

  switch ((isFree(today - 1) << 2) | (isFree(today) << 1) | isFree(today + 1)) {
    case 0:
      return 0;
    case 1:
      return toMidnight > offset ? 0 : ramp(offset - toMidnight);
    case 2:
      return rising < scale ? ramp(rising) : falling < scale ? ramp(falling) : full;
    case 3:
      return rising < scale ? ramp(rising) : full;
    case 4:
      return sinceMidnight > offset ? 0 : ramp(offset - sinceMidnight);
    case 5:
      if (sinceMidnight < offset) return ramp(offset - sinceMidnight);
      return toMidnight < offset ? ramp(offset - toMidnight) : 0;
    case 6:
      return falling < scale ? ramp(falling) : full;
    default:
      return full;
  }
}

/** The start of the user's next session after `last` (seconds), or NEVER where that is past the window. */
export function pickTime(user: usize, last: i64): i64 {
  const gamma = load<u64>(user, USER_GAMMA);
  const beta = load<f64>(user, USER_BETA);
  const sessionGap = <i64>load<i32>(PARAMETERS, P_SESSION_GAP);
  const window = load<i64>(PARAMETERS, P_WINDOW);
  let position = load<u64>(user, USER_POSITION);
  let from = last;
  let next: i64;
  while (true) {
    position += gamma;
    const draw = mix(position);
    next = warp(from + <i64>toSeconds(exponential(high(draw)) * beta) + sessionGap);
    if (next >= window) {
      next = NEVER;
      break;
    }
    if (next < from + sessionGap) {
      from += sessionGap;
      continue;
    }
    const damped = weekendDamping(next);
    if (damped <= 0 || <f64>low(draw) * (1.0 / 4294967296.0) < 1 - damped) break;
    from = next;
  }
  store<u64>(user, position, USER_POSITION);
  return next;
}
