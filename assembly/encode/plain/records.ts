// Turns records into plain events, one after the other. The counterpart of lz4/blocks.ts.
import {
  RECORD_BYTES,
  RECORD_SONG,
  RECORD_TIME,
  RECORD_USER,
  SCRATCH_HEAD,
  SCRATCH_TOUCHED,
} from "../../layout/record";
import { PARAMETERS, P_PEOPLE, P_SONG_TEXTS } from "../../layout/run";
import { USER_LOCATION } from "../../layout/user";
import { orderedAt } from "../../simulate/place";
import { Format } from "../format";
import { RUN, scratchOf, userOf } from "../fragment";
import { songTextAt, writeEvent } from "./event";
import { personAt } from "./person";

/** Reads a word of each user's entry, or of each person's texts, and of each song's, so that the cache misses overlap. */
// @ts-ignore: decorator
@inline
export function touchTexts(
  scratch: usize,
  first: usize,
  end: usize,
  people: usize,
  songTexts: usize,
  hasPeople: bool,
): void {
  let sum: u32 = 0;
  for (let record = first; record < end; record += RECORD_BYTES) {
    sum += hasPeople
      ? load<u32>(personAt(people, load<u32>(record, RECORD_USER)))
      : <u32>load<u16>(userOf(record), USER_LOCATION);
    sum += load<u32>(songTextAt(songTexts, load<u32>(record, RECORD_SONG)));
  }
  store<u64>(scratch, <u64>sum, SCRATCH_TOUCHED);
}

/** @param hasPeople a constant at compile time, so that each way has a loop of its own */
// @ts-ignore: decorator
@inline
function encode<F extends Format>(
  scratch: usize,
  first: usize,
  end: usize,
  out: usize,
  people: usize,
  hasPeople: bool,
): usize {
  const format = changetype<F>(0);
  const head = scratch + SCRATCH_HEAD;
  const context = format.contextOf();
  const songTexts = <usize>load<u32>(PARAMETERS, P_SONG_TEXTS);
  let record = first;
  let at = out;
  let headTime = load<u32>(record, RECORD_TIME);
  let headLength = format.writeHead(head, headTime);
  while (record < end) {
    const runEnd = min<usize>(record + RUN * RECORD_BYTES, end);
    touchTexts(scratch, record, runEnd, people, songTexts, hasPeople);
    for (; record < runEnd; record += RECORD_BYTES) {
      const time = load<u32>(record, RECORD_TIME);
      if (time != headTime) {
        headLength = format.writeHead(head, time);
        headTime = time;
      }
      const person = hasPeople ? personAt(people, load<u32>(record, RECORD_USER)) : 0;
      at = writeEvent<F>(at, record, head, headLength, context, person, songTexts);
    }
  }
  return at;
}

/**
 * Writes `count` records from the `first`-th of the ordered buffer on to `out`, as events with nothing between them; returns the
 * address after them. They may be followed by up to FRAGMENT_PADDING meaningless bytes.
 */
// @ts-ignore: decorator
@inline
export function encodeRecords<F extends Format>(worker: u32, buffer: u32, first: u32, count: u32, out: usize): usize {
  const record = orderedAt(buffer) + <usize>first * RECORD_BYTES;
  const end = record + <usize>count * RECORD_BYTES;
  const people = <usize>load<u32>(PARAMETERS, P_PEOPLE);
  if (people == 0) return encode<F>(scratchOf(worker), record, end, out, 0, false);
  return encode<F>(scratchOf(worker), record, end, out, people, true);
}
