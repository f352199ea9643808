// The start and the end of a session. docs/reference/engine.md, "Sessions" and "Events".

import {
  KIND_SONG,
  LIST_BYTES,
  LIST_SONGS,
  LIST_STARTS,
  LIST_TOTAL,
  STATE_BYTES,
  STATE_CHURNED,
  STATE_KIND,
  STATE_PAIR,
} from "../layout/model";
import { P_DURATIONS, P_HORIZON, P_LEAVE_TIMES, P_LISTS, P_SIMILAR_LISTS, P_STATES, PARAMETERS } from "../layout/run";
import {
  FAR,
  NEVER_AGAIN,
  NEVER_BEFORE,
  NO_SONG,
  USER_FAR,
  USER_GAMMA,
  USER_ITEM,
  USER_POSITION,
  USER_SESSION,
  USER_SONG,
  USER_SONG_END,
  USER_STATE,
} from "../layout/user";
import { high, low, mix } from "../random/stream";
import { pickIndex, pickValue } from "../random/weighted";
import { NEVER, pickTime } from "./calendar";

// @ts-ignore: decorator
@inline
export function listAt(index: u32): usize {
  return <usize>load<u32>(PARAMETERS, P_LISTS) + <usize>index * LIST_BYTES;
}

// @ts-ignore: decorator
@inline
export function stateAt(state: u32): usize {
  return <usize>load<u32>(PARAMETERS, P_STATES) + <usize>state * STATE_BYTES;
}

// @ts-ignore: decorator
@inline
export function durationOf(song: u32): i32 {
  return load<i32>(<usize>load<u32>(PARAMETERS, P_DURATIONS) + (<usize>song << 2));
}

/** The next song of a session: one similar to the last song if similar songs are known, else any. */
// @ts-ignore: decorator
@inline
export function pickSong(last: u32, r: u32): u32 {
  const similar = <usize>load<u32>(PARAMETERS, P_SIMILAR_LISTS);
  if (similar != 0 && last != NO_SONG) {
    const list = similar + <usize>last * LIST_BYTES;
    if (load<u32>(list, LIST_TOTAL) != 0) return pickValue(list, r);
  }
  return pickIndex(listAt(LIST_SONGS), r);
}

/** Puts the user into the first state of a new session that starts at `time`. */
export function startSession(user: usize, pair: u32, time: i32): void {
  const position = load<u64>(user, USER_POSITION) + load<u64>(user, USER_GAMMA);
  const draw = mix(position);
  const state = pickValue(listAt(LIST_STARTS + pair), high(draw));
  let song = NO_SONG;
  let songEnd = NEVER_BEFORE;
  if (load<u32>(stateAt(state), STATE_KIND) == KIND_SONG) {
    song = pickSong(NO_SONG, low(draw));
    songEnd = time + durationOf(song);
  }
  store<u64>(user, position, USER_POSITION);
  store<u32>(user, song, USER_SONG);
  store<i32>(user, songEnd, USER_SONG_END);
  store<u32>(user, load<u32>(user, USER_SESSION) + 1, USER_SESSION);
  store<u32>(user, 0, USER_ITEM);
  store<u16>(user, <u16>state, USER_STATE);
}

/**
 * The user's next session is at `time`, with this (auth, level): puts the user into its first state, unless it is far. Returns
 * what the column of next times has then.
 */
export function beginSession(user: usize, pair: u32, time: i64): i32 {
  if (time >= <i64>load<i32>(PARAMETERS, P_HORIZON)) {
    store<i64>(user, time, USER_FAR);
    store<u32>(user, pair, USER_ITEM);
    return FAR;
  }
  startSession(user, pair, <i32>time);
  return <i32>time;
}

/** Whether a user has left for good at `time`. */
function hasLeft(userIndex: u32, time: i64): bool {
  const leaveTimes = <usize>load<u32>(PARAMETERS, P_LEAVE_TIMES);
  if (leaveTimes == 0) return false;
  const leaves = load<i32>(leaveTimes + (<usize>userIndex << 2));
  return leaves != NEVER_AGAIN && time >= <i64>leaves;
}

/** Ends the session at `time`; returns the time of the next one as the column of next times has it. */
export function nextSession(user: usize, userIndex: u32, time: i32): i32 {
  const state = stateAt(<u32>load<u16>(user, USER_STATE));
  if (load<u32>(state, STATE_CHURNED)) return NEVER_AGAIN;
  const next = pickTime(user, time);
  if (next == NEVER || hasLeft(userIndex, next)) return NEVER_AGAIN;
  return beginSession(user, load<u32>(state, STATE_PAIR), next);
}
