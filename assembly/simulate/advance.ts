// The hot loop: runs one user, in registers, from event to event until the user leaves the slice. docs/reference/engine.md, "Events".

import { FAULT_ITEMS, FAULT_SESSIONS, ITEM_LIMIT, SESSION_LIMIT } from "../layout/control";
import {
  GUIDE_END,
  GUIDE_SPLIT,
  KIND_PAGE,
  KIND_SONG,
  SPLIT_BYTES,
  SPLIT_DEST,
  SPLIT_LAST,
  STATE_KIND,
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
import { P_GUIDE, P_NO_SONG, PARAMETERS } from "../layout/run";
import {
  NEVER_AGAIN,
  USER_ALPHA,
  USER_GAMMA,
  USER_ITEM,
  USER_POSITION,
  USER_SESSION,
  USER_SONG,
  USER_SONG_END,
  USER_STATE,
} from "../layout/user";
import { exponential } from "../random/functions";
import { high, low, mix } from "../random/stream";
import { toSeconds } from "./calendar";
import { hasFault, isPageFull, nextPage, recordFault } from "./pages";
import { durationOf, nextSession, pickSong, stateAt } from "./session";

/**
 * The destination that the draw's upper 40 bits select, or GUIDE_END. The top byte alone decides, unless the range of a
 * transition ends within its 256th; then the next 32 bits are compared with the ends.
 */
// @ts-ignore: decorator
@inline
function destination(state: u32, draw: u64): u32 {
  const row = <usize>load<u32>(PARAMETERS, P_GUIDE) + (<usize>state << 9);
  const entry = <u32>load<u16>(row + (<usize>(draw >>> 56) << 1));
  if (entry < GUIDE_SPLIT) return entry;
  const fine = <u32>(draw >>> 24);
  let split = <usize>load<u32>(stateAt(state), STATE_SPLITS) + <usize>(entry - GUIDE_SPLIT) * SPLIT_BYTES;
  while (fine > load<u32>(split, SPLIT_LAST)) split += SPLIT_BYTES;
  return load<u32>(split, SPLIT_DEST);
}

// @ts-ignore: decorator
@inline
function writeRecord(out: usize, time: i32, userIndex: u32, session: u32, item: u32, song: u32, state: u32): void {
  store<i32>(out, time, RECORD_TIME);
  store<u32>(out, userIndex, RECORD_USER);
  store<u32>(out, session, RECORD_SESSION);
  store<u32>(out, item, RECORD_ITEM);
  store<u32>(out, song, RECORD_SONG);
  store<u32>(out, state, RECORD_STATE);
}

// @ts-ignore: decorator
@inline
function count(counts: usize, time: i32): void {
  const cell = counts + (<usize>time << 2);
  store<u32>(cell, load<u32>(cell) + 1);
}

/** For the two callers below only. Each passes a constant `emit`, so that only one of the branches is compiled. */
// @ts-ignore: decorator
@inline
function run(user: usize, userIndex: u32, cell: usize, limit: i32, output: usize, counts: usize, emit: bool): usize {
  let out = output;
  let time = load<i32>(cell);
  let position = load<u64>(user, USER_POSITION);
  const gamma = load<u64>(user, USER_GAMMA);
  const alpha = load<f64>(user, USER_ALPHA);
  let songEnd = load<i32>(user, USER_SONG_END);
  let song = load<u32>(user, USER_SONG);
  let session = load<u32>(user, USER_SESSION);
  let item = load<u32>(user, USER_ITEM);
  let state = <u32>load<u16>(user, USER_STATE);
  let kind = load<u32>(stateAt(state), STATE_KIND);
  const noSong = load<u32>(PARAMETERS, P_NO_SONG);

  while (time < limit) {
    if (emit) {
      if (isPageFull(out)) {
        if (hasFault()) break;
        out = nextPage(out);
      }
      writeRecord(out, time, userIndex, session, item, kind == KIND_SONG ? song : noSong, state);
      out += RECORD_BYTES;
      count(counts, time);
    }
    position += gamma;
    const next = destination(state, mix(position));
    if (next == GUIDE_END) {
      store<u64>(user, position, USER_POSITION);
      store<u16>(user, <u16>state, USER_STATE);
      time = nextSession(user, userIndex, time);
      position = load<u64>(user, USER_POSITION);
      songEnd = load<i32>(user, USER_SONG_END);
      song = load<u32>(user, USER_SONG);
      session = load<u32>(user, USER_SESSION);
      item = load<u32>(user, USER_ITEM);
      state = <u32>load<u16>(user, USER_STATE);
      kind = load<u32>(stateAt(state), STATE_KIND);
      if (session >= SESSION_LIMIT) {
        recordFault(FAULT_SESSIONS);
        time = NEVER_AGAIN;
      }
      continue;
    }
    item++;
    if (item == ITEM_LIMIT) {
      recordFault(FAULT_ITEMS);
      time = NEVER_AGAIN;
      break;
    }
    position += gamma;
    const draw = mix(position);
    kind = load<u32>(stateAt(next), STATE_KIND);
    const after = time + toSeconds(exponential(high(draw)) * alpha);
    // A song is drawn for a page too, and not used: whether the next event is a song cannot be predicted.
    const isSong = kind == KIND_SONG;
    const drawn = pickSong(song, low(draw));
    const played = select<i32>(songEnd, after, time < songEnd);
    time = select<i32>(played, select<i32>(after, time + 1, kind == KIND_PAGE), isSong);
    song = select<u32>(drawn, song, isSong);
    songEnd = select<i32>(time + durationOf(drawn), songEnd, isSong);
    state = next;
  }

  store<i32>(cell, time);
  store<u64>(user, position, USER_POSITION);
  store<i32>(user, songEnd, USER_SONG_END);
  store<u32>(user, song, USER_SONG);
  store<u32>(user, session, USER_SESSION);
  store<u32>(user, item, USER_ITEM);
  store<u16>(user, <u16>state, USER_STATE);
  return out;
}

/**
 * Runs the user until its next event is at `limit` or later, and appends a record for each event before.
 * `cell` holds the time of the next event; `counts` is the address that second 0 of the window would have. Returns the new
 * end of the output.
 */
export function runUser(user: usize, userIndex: u32, cell: usize, limit: i32, out: usize, counts: usize): usize {
  return run(user, userIndex, cell, limit, out, counts, true);
}

/** The same, without records: what a user did before the first second that is written. */
export function warmUp(user: usize, userIndex: u32, cell: usize, limit: i32): void {
  run(user, userIndex, cell, limit, 0, 0, false);
}
