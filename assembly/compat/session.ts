// The original's sessions: where one starts, what plays, and where it ends.

import { COMPAT_SESSIONS, STOP_NO_START, STOP_SESSIONS, STOP_UNHEARD } from "../layout/compat";
import {
  KIND_SONG,
  LIST_BYTES,
  LIST_ENDS,
  LIST_SONGS,
  LIST_STARTS,
  LIST_TOTAL,
  STATE_CHURNED,
  STATE_KIND,
  STATE_PAIR,
} from "../layout/model";
import { P_ATTRITION_CHANCE, P_SIMILAR_LISTS, PARAMETERS } from "../layout/run";
import {
  NEVER_BEFORE,
  NO_SONG,
  USER_BETA,
  USER_ITEM,
  USER_SESSION,
  USER_SONG,
  USER_SONG_END,
  USER_STATE,
} from "../layout/user";
import { durationOf, listAt, stateAt } from "../simulate/session";
import { pickTime } from "./calendar";
import { drawEntry } from "./draws";
import { TIME_NEVER } from "./heap";
import { stop } from "./stop";
import { drawDouble } from "./twister";

/** Plays one song of the list from `time` on. A song's end matters only within the window, where it fits 32 bits. */
// @ts-ignore: decorator
@inline
function play(block: usize, user: usize, list: usize, time: i64): void {
  const song = drawEntry(block, list);
  store<u32>(user, song, USER_SONG);
  store<i32>(user, <i32>time + durationOf(song), USER_SONG_END);
}

/** Plays the next song of a session: one similar to the last song if similar songs are known, else any. */
export function playNext(block: usize, user: usize, time: i64): void {
  let list = listAt(LIST_SONGS);
  const similar = <usize>load<u32>(PARAMETERS, P_SIMILAR_LISTS);
  const last = load<u32>(user, USER_SONG);
  if (similar != 0 && last != NO_SONG) {
    const like = similar + <usize>last * LIST_BYTES;
    if (load<u32>(like, LIST_ENDS) != 0) list = like;
  }
  if (load<u32>(list, LIST_TOTAL) == 0) stop(block, STOP_UNHEARD, 0);
  else play(block, user, list, time);
}

/** Starts a session at `time`, in a state for this auth and level. Takes the next id. */
export function startSession(block: usize, user: usize, pair: u32, time: i64): void {
  const id = load<u32>(block, COMPAT_SESSIONS) + 1;
  if (id == 0) return stop(block, STOP_SESSIONS, 0);
  store<u32>(block, id, COMPAT_SESSIONS);
  const starts = listAt(LIST_STARTS + pair);
  if (load<u32>(starts, LIST_TOTAL) == 0) return stop(block, STOP_NO_START, pair);
  const state = drawEntry(block, starts);
  store<u32>(user, id, USER_SESSION);
  store<u32>(user, 0, USER_ITEM);
  store<u16>(user, <u16>state, USER_STATE);
  store<u32>(user, NO_SONG, USER_SONG);
  store<i32>(user, NEVER_BEFORE, USER_SONG_END);
  if (load<u32>(stateAt(state), STATE_KIND) & KIND_SONG) play(block, user, listAt(LIST_SONGS), time);
}

/** Ends the session at `time` and starts the next one; returns its time, or TIME_NEVER if the user has left for good. */
export function endSession(block: usize, user: usize, state: usize, time: i64): i64 {
  const leaves = drawDouble(block) < load<f64>(PARAMETERS, P_ATTRITION_CHANCE);
  if (leaves || load<u32>(state, STATE_CHURNED)) return TIME_NEVER;
  const next = pickTime(block, time, load<f64>(user, USER_BETA));
  startSession(block, user, load<u32>(state, STATE_PAIR), next);
  return next;
}
