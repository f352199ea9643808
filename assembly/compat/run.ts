// The original's main loop: the event of the user who is next, then that user's next event is queued; all in one thread.

import {
  COMPAT_ENDED,
  COMPAT_TOUCHED,
  STOP_ALL_GONE,
  STOP_FAR,
  STOP_ITEMS,
  STOP_NO_SONG,
  STOP_UNKNOWN_AUTH,
} from "../layout/compat";
import { ITEM_LIMIT } from "../layout/control";
import {
  GUIDE_END,
  GUIDE_SPLIT,
  KIND_REDIRECT,
  KIND_SONG,
  KIND_UNKNOWN_AUTH,
  LONG_SPLIT_BYTES,
  LONG_SPLIT_DEST,
  LONG_SPLIT_LAST,
  STATE_KIND,
  STATE_PAIR,
  STATE_SPLITS,
} from "../layout/model";
import {
  RECORD_BYTES,
  RECORD_ITEM,
  RECORD_SESSION,
  RECORD_SONG,
  RECORD_STATE,
  RECORD_TIME,
  RECORD_USER,
} from "../layout/record";
import { P_GUIDE, P_HEAP, P_USER_TABLE, P_NO_SONG, P_USERS, P_WINDOW, PARAMETERS } from "../layout/run";
import {
  NO_SONG,
  USER_ALPHA,
  USER_BYTES,
  USER_ITEM,
  USER_SESSION,
  USER_SONG,
  USER_SONG_END,
  USER_STATE,
} from "../layout/user";
import { orderedAt } from "../simulate/place";
import { stateAt } from "../simulate/session";
import { drawSeconds } from "./draws";
import { nodeOf, popNode, pushNode, userIndexOf, TIME_NEVER, timeOf } from "./heap";
import { endSession, playNext } from "./session";
import { stop } from "./stop";
import { compatBlock, drawUnits } from "./twister";

const LATEST_RECORD: i64 = 0xffffffff;
const FINE_BITS: u64 = 44;

/**
 * The destination whose range holds the draw, in units of 2^-52, or GUIDE_END. The top byte decides, unless a range ends
 * within its 256th; then the remaining bits are compared with the ends.
 */
// @ts-ignore: decorator
@inline
function destination(index: u32, state: usize, units: u64): u32 {
  const row = <usize>load<u32>(PARAMETERS, P_GUIDE) + (<usize>index << 9);
  const entry = <u32>load<u16>(row + (<usize>(units >>> FINE_BITS) << 1));
  if (entry < GUIDE_SPLIT) return entry;
  const fine = units & ((1 << FINE_BITS) - 1);
  let split = <usize>load<u32>(state, STATE_SPLITS) + <usize>(entry - GUIDE_SPLIT) * LONG_SPLIT_BYTES;
  while (fine > load<u64>(split, LONG_SPLIT_LAST)) split += LONG_SPLIT_BYTES;
  return load<u32>(split, LONG_SPLIT_DEST);
}

/** Moves the user to its next event; returns the time of that event, or TIME_NEVER if there is none. */
// @ts-ignore: decorator
@inline
function advance(block: usize, user: usize, time: i64): i64 {
  const index = <u32>load<u16>(user, USER_STATE);
  const state = stateAt(index);
  const next = destination(index, state, drawUnits(block));
  if (next == GUIDE_END) return endSession(block, user, state, time);
  const item = load<u32>(user, USER_ITEM) + 1;
  if (item == ITEM_LIMIT) stop(block, STOP_ITEMS, 0);
  store<u32>(user, item, USER_ITEM);
  store<u16>(user, <u16>next, USER_STATE);
  const kind = load<u32>(stateAt(next), STATE_KIND);
  if (kind & KIND_REDIRECT) return time + 1;
  const alpha = load<f64>(user, USER_ALPHA);
  if (!(kind & KIND_SONG)) return time + <i64>drawSeconds(block, alpha);
  const songEnd = <i64>load<i32>(user, USER_SONG_END);
  const after = time < songEnd ? songEnd : time + <i64>drawSeconds(block, alpha);
  playNext(block, user, after);
  return after;
}

/** Stops the run if the event cannot be written; returns whether it did. */
function refuses(block: usize, state: usize, kind: u32, song: u32, time: i64): bool {
  if (kind & KIND_UNKNOWN_AUTH) stop(block, STOP_UNKNOWN_AUTH, load<u32>(state, STATE_PAIR));
  else if (kind & KIND_SONG && song == NO_SONG) stop(block, STOP_NO_SONG, load<u32>(state, STATE_PAIR));
  else if (time > LATEST_RECORD) stop(block, STOP_FAR, 0);
  else return false;
  return true;
}

/** Writes the user's event, if it can be written; returns the end of the output. */
// @ts-ignore: decorator
@inline
function emit(block: usize, user: usize, userIndex: u32, time: i64, out: usize): usize {
  const index = <u32>load<u16>(user, USER_STATE);
  const state = stateAt(index);
  const kind = load<u32>(state, STATE_KIND);
  const song = load<u32>(user, USER_SONG);
  if (kind >= KIND_SONG || time > LATEST_RECORD) {
    if (refuses(block, state, kind, song, time)) return out;
  }
  store<u32>(out, <u32>time, RECORD_TIME);
  store<u32>(out, userIndex, RECORD_USER);
  store<u32>(out, load<u32>(user, USER_SESSION), RECORD_SESSION);
  store<u32>(out, load<u32>(user, USER_ITEM), RECORD_ITEM);
  store<u32>(out, kind & KIND_SONG ? song : load<u32>(PARAMETERS, P_NO_SONG), RECORD_SONG);
  store<u32>(out, index, RECORD_STATE);
  return out + RECORD_BYTES;
}

/**
 * Appends records to the ordered buffer from index `first` on, until it holds `limit` of them, or the next one is at `end` or
 * later and that is before the end of the window, or the run has ended. Returns the number of records in the buffer. The first
 * event at or after the end of the window is the last one. Events at the start or before it happen, but are not written.
 */
export function simulateCompat(buffer: u32, first: u32, limit: u32, end: i32): u32 {
  const block = compatBlock();
  const heap = <usize>load<u32>(PARAMETERS, P_HEAP);
  const table = <usize>load<u32>(PARAMETERS, P_USER_TABLE);
  const users = load<u32>(PARAMETERS, P_USERS);
  const window = load<i64>(PARAMETERS, P_WINDOW);
  const pause = <i64>end < window ? <i64>end : TIME_NEVER;
  const ordered = orderedAt(buffer);
  const full = ordered + <usize>limit * RECORD_BYTES;
  let out = ordered + <usize>first * RECORD_BYTES;
  let touched: u64 = 0;
  if (window <= 0) store<u32>(block, 1, COMPAT_ENDED);
  while (out < full && load<u32>(block, COMPAT_ENDED) == 0) {
    const node = load<i64>(heap, 8);
    const time = timeOf(node);
    if (time == TIME_NEVER) {
      stop(block, STOP_ALL_GONE, 0);
      break;
    }
    if (time >= pause) break;
    const userIndex = userIndexOf(node);
    const user = table + <usize>userIndex * USER_BYTES;
    if (time > 0) out = emit(block, user, userIndex, time, out);
    if (time >= window) store<u32>(block, 1, COMPAT_ENDED);
    if (load<u32>(block, COMPAT_ENDED) != 0) break;
    popNode(heap, users);
    // The user who is first now is probably next: the cache miss overlaps with the work for this event.
    if (users > 1) touched += load<u64>(table + <usize>userIndexOf(load<i64>(heap, 8)) * USER_BYTES, USER_ALPHA);
    pushNode(heap, users, nodeOf(advance(block, user, time), userIndex));
  }
  store<u64>(block, touched, COMPAT_TOUCHED);
  return <u32>((out - ordered) / RECORD_BYTES);
}
