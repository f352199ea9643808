// Making users: when they arrive, what a person is like, and in which state a user begins. docs/reference/engine.md, "Population".

import {
  LIST_AUTHS,
  LIST_FIRST_NAMES,
  LIST_LAST_NAMES,
  LIST_LEVELS,
  LIST_LOCATIONS,
  LIST_USER_AGENTS,
} from "../layout/model";
import {
  P_ALPHA,
  P_ATTRITION,
  P_BETA,
  P_FIRST_SECOND,
  P_GROWTH,
  P_HORIZON,
  P_INITIAL_USERS,
  P_LEAVE_TIMES,
  P_LEVELS,
  P_USER_TABLE,
  P_NEW_USER_PAIR,
  P_NEXT_TIMES,
  P_ORIGIN,
  P_USER_OFFSET,
  P_USER_STRIDE,
  P_USERS,
  P_WINDOW,
  PARAMETERS,
} from "../layout/run";
import {
  FAR,
  NEVER_AGAIN,
  NEVER_BEFORE,
  USER_AGENT,
  USER_ALPHA,
  USER_BETA,
  USER_BYTES,
  USER_FAR,
  USER_FIRST_NAME,
  USER_GAMMA,
  USER_ITEM,
  USER_LAST_NAME,
  USER_LOCATION,
  USER_POSITION,
  USER_SESSION,
  USER_SONG_END,
} from "../layout/user";
import { exp, exponential, ln } from "../random/functions";
import {
  high,
  low,
  mix,
  PURPOSE_ARRIVAL,
  PURPOSE_BEHAVIOUR,
  PURPOSE_PERSON,
  streamGamma,
  streamKey,
  streamStart,
} from "../random/stream";
import { pickIndex, pickValue } from "../random/weighted";
import { warmUp } from "./advance";
import { NEVER, pickTime, toSeconds } from "./calendar";
import { hasFault } from "./pages";
import { setRegistration } from "./registration";
import { beginSession, listAt, startSession } from "./session";

const YEAR_SECONDS: f64 = 31557600;
const FIVE_YEARS_SECONDS: i32 = 157788000;

// @ts-ignore: decorator
@inline
function userAt(userIndex: u32): usize {
  return <usize>load<u32>(PARAMETERS, P_USER_TABLE) + <usize>userIndex * USER_BYTES;
}

// @ts-ignore: decorator
@inline
function cellOf(userIndex: u32): usize {
  return <usize>load<u32>(PARAMETERS, P_NEXT_TIMES) + (<usize>userIndex << 2);
}

/** Notes when a user arrives; `time` is in seconds since the origin. */
function setArrival(userIndex: u32, time: f64): void {
  const isFar = time >= <f64>load<i32>(PARAMETERS, P_HORIZON);
  if (isFar) store<i64>(userAt(userIndex), <i64>time, USER_FAR);
  store<i32>(cellOf(userIndex), isFar ? FAR : <i32>time);
}

/**
 * Follows the arrivals from user `first` (the number of initial users) on. Returns the number of users at the end of the
 * window, and writes the start times of those that have room into the column of next times.
 */
export function planArrivals(first: u32, limit: u32, write: bool): u32 {
  const growth = load<f64>(PARAMETERS, P_GROWTH);
  const window = <f64>load<i64>(PARAMETERS, P_WINDOW);
  const offset = load<u32>(PARAMETERS, P_USER_OFFSET);
  const stride = load<u32>(PARAMETERS, P_USER_STRIDE);
  const users = load<u32>(PARAMETERS, P_USERS);
  let index = first;
  let current: f64 = 0;
  while (index < limit) {
    const key = streamKey(PURPOSE_ARRIVAL, index);
    const draw = mix(streamStart(key) + streamGamma(key));
    current += exponential(high(draw)) * (YEAR_SECONDS / (<f64>index * growth));
    if (current >= window) break;
    if (write && index >= offset && (index - offset) % stride == 0) {
      const userIndex = (index - offset) / stride;
      if (userIndex < users) setArrival(userIndex, current);
    }
    index++;
  }
  return index;
}

/** When a user has joined, in seconds since the window's start. */
function registration(r: u32, start: i32, isInitial: bool): i64 {
  if (!isInitial) return <i64>load<f64>(PARAMETERS, P_ORIGIN) + <i64>start;
  const growth = load<f64>(PARAMETERS, P_GROWTH);
  if (growth > 0) return -(<i64>min<f64>(exponential(r) * (growth * YEAR_SECONDS), <f64>FIVE_YEARS_SECONDS));
  return -(<i64>((<u64>r * <u64>FIVE_YEARS_SECONDS) >>> 32));
}

function leaveTime(r: u32, start: i32): i32 {
  const attrition = load<f64>(PARAMETERS, P_ATTRITION);
  const kept = 1 - attrition;
  if (kept <= 0) return start;
  if (kept >= 1) return NEVER_AGAIN;
  return start + toSeconds(exponential(r) * (YEAR_SECONDS / -ln(kept)));
}

/** Writes a person into the user's entry; returns the (auth, level) pair. */
function makePerson(user: usize, userIndex: u32, index: u32, start: i32): u32 {
  const key = streamKey(PURPOSE_PERSON, index);
  const gamma = streamGamma(key);
  let position = streamStart(key);
  let draw: u64, a: f64, b: f64, q: f64;
  do {
    position += gamma;
    draw = mix(position);
    a = <f64>(<i64>(((<u64>high(draw)) << 1) | 1)) * (1.0 / 4294967296.0) - 1;
    b = <f64>(<i64>(((<u64>low(draw)) << 1) | 1)) * (1.0 / 4294967296.0) - 1;
    q = a * a + b * b;
  } while (q >= 1);
  const f = sqrt<f64>((-2 * ln(q)) / q);
  store<f64>(user, load<f64>(PARAMETERS, P_ALPHA) * exp(a * f - 0.5), USER_ALPHA);
  store<f64>(user, load<f64>(PARAMETERS, P_BETA) * exp(b * f - 0.5), USER_BETA);

  const isInitial = index < load<u32>(PARAMETERS, P_INITIAL_USERS);
  draw = mix((position += gamma));
  let pair =
    pickValue(listAt(LIST_AUTHS), high(draw)) * load<u32>(PARAMETERS, P_LEVELS) +
    pickValue(listAt(LIST_LEVELS), low(draw));
  if (!isInitial) pair = load<u32>(PARAMETERS, P_NEW_USER_PAIR);
  draw = mix((position += gamma));
  setRegistration(user, registration(high(draw), start, isInitial));
  store<u16>(user, <u16>pickIndex(listAt(LIST_FIRST_NAMES), low(draw)), USER_FIRST_NAME);
  draw = mix((position += gamma));
  store<u16>(user, <u16>pickIndex(listAt(LIST_LOCATIONS), high(draw)), USER_LOCATION);
  store<u16>(user, <u16>pickIndex(listAt(LIST_LAST_NAMES), low(draw)), USER_LAST_NAME);
  draw = mix((position += gamma));
  store<u16>(user, <u16>pickIndex(listAt(LIST_USER_AGENTS), high(draw)), USER_AGENT);
  const leaveTimes = <usize>load<u32>(PARAMETERS, P_LEAVE_TIMES);
  if (leaveTimes != 0) store<i32>(leaveTimes + ((<usize>userIndex) << 2), leaveTime(low(draw), start));
  return pair;
}

/** The start of an initial user's first session: the first one from `beta` seconds before the window on. */
function firstSessionTime(user: usize, start: i64): i64 {
  const lead = <i64>min<f64>(load<f64>(user, USER_BETA), <f64>FIVE_YEARS_SECONDS);
  let time = pickTime(user, start - 2 * lead);
  while (time < start - lead) time = pickTime(user, time);
  return time;
}

/** Makes the user at an index of the table; `index` is the user's place in the whole population. */
function makeUser(userIndex: u32): void {
  const index = load<u32>(PARAMETERS, P_USER_OFFSET) + userIndex * load<u32>(PARAMETERS, P_USER_STRIDE);
  const user = userAt(userIndex);
  const cell = cellOf(userIndex);
  const start = load<i32>(cell);
  if (start == FAR) return;
  const pair = makePerson(user, userIndex, index, start);
  const key = streamKey(PURPOSE_BEHAVIOUR, index);
  store<u64>(user, streamStart(key), USER_POSITION);
  store<u64>(user, streamGamma(key), USER_GAMMA);
  store<u32>(user, 0, USER_SESSION);
  const first = index < load<u32>(PARAMETERS, P_INITIAL_USERS) ? firstSessionTime(user, start) : <i64>start;
  store<i32>(cell, first == NEVER ? NEVER_AGAIN : beginSession(user, pair, first));
  warmUp(user, userIndex, cell, max<i32>(start, load<i32>(PARAMETERS, P_FIRST_SECOND)));
}

/**
 * Makes the users from one index up to another one, which is excluded. Their start times are in the column of next times and
 * are replaced by the times of their first events. A fault ends it: a user whose session does not end takes a second, and there
 * may be millions of them.
 */
export function makeUsers(first: u32, end: u32): void {
  for (let userIndex = first; userIndex < end && !hasFault(); userIndex++) makeUser(userIndex);
}

/** What is far may have come near: the arrival of a user who is not made yet, or a session. Returns whether the user was made. */
function approach(userIndex: u32, bySeconds: i64): bool {
  const user = userAt(userIndex);
  const time = load<i64>(user, USER_FAR) - bySeconds;
  store<i64>(user, time, USER_FAR);
  if (time >= <i64>load<i32>(PARAMETERS, P_HORIZON)) return false;
  store<i32>(cellOf(userIndex), <i32>time);
  // The step of a stream is odd.
  if (load<u64>(user, USER_GAMMA) == 0) {
    makeUser(userIndex);
    return true;
  }
  startSession(user, load<u32>(user, USER_ITEM), <i32>time);
  return false;
}

function moveLeaveTime(userIndex: u32, bySeconds: i64): void {
  const leaveTimes = <usize>load<u32>(PARAMETERS, P_LEAVE_TIMES);
  if (leaveTimes == 0) return;
  const cell = leaveTimes + (<usize>userIndex << 2);
  const leaves = load<i32>(cell);
  if (leaves != NEVER_AGAIN) store<i32>(cell, <i32>max<i64>(<i64>leaves - bySeconds, <i64>NEVER_BEFORE));
}

/**
 * The origin has moved by some seconds, so that the times of these users are as many less; those who have reached neither the
 * horizon nor the first second that is written are simulated up to it. Returns the number of users who were made: their arrival was far.
 */
export function moveUsers(first: u32, end: u32, bySeconds: i32): u32 {
  const by = <i64>bySeconds;
  let made: u32 = 0;
  for (let userIndex = first; userIndex < end && !hasFault(); userIndex++) {
    const cell = cellOf(userIndex);
    const time = load<i32>(cell);
    if (time == NEVER_AGAIN) continue;
    moveLeaveTime(userIndex, by);
    const user = userAt(userIndex);
    if (time == FAR) {
      if (approach(userIndex, by)) made++;
    } else {
      store<i32>(cell, time - bySeconds);
      const songEnd = <i64>load<i32>(user, USER_SONG_END) - by;
      store<i32>(user, <i32>max<i64>(songEnd, <i64>NEVER_BEFORE), USER_SONG_END);
    }
    warmUp(user, userIndex, cell, load<i32>(PARAMETERS, P_FIRST_SECOND));
  }
  return made;
}
