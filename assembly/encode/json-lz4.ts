// Records to one block of LZ4 that holds the lines of JSON. The shape of a line is that of json.ts, written once more: the
// two share no steps, since one copies texts of known length and the other decides for each what to refer to.
import { beginBlock, emitterOf, emptyPen, endBlock, isFull, resume, writeWaiting } from "../compress/emitter";
import { literal, literalsOf } from "../compress/pen";
import {
  EMITTER_LINE_END,
  RECORD_BYTES,
  RECORD_ITEM,
  RECORD_SONG,
  RECORD_STATE,
  RECORD_TIME,
  SCRATCH_HEAD,
  STATE_SHOWN,
} from "../layout";
import { orderedAt } from "../simulate/place";
import { stateAt } from "../simulate/session";
import { emitSong, hasSong, touchValues } from "./emit";
import { emitDetails, emitHidden } from "./emit-details";
import { emitHead, emitSession } from "./emit-json";
import { RUN, scratchOf } from "./fragment";
import { writeHead, writeLine } from "./json";
import { writeCount } from "./number";

const LINE_END: u16 = 0x0a7d; // }\n
const LINE_END_LENGTH: u32 = 2;

/** A line without its end, behind the end of the line before; notes where it ends. */
// @ts-ignore: decorator
@inline
function emitLine(pen: u64, emitter: usize, scratch: usize, record: usize, position: u32): u64 {
  const state = stateAt(load<u32>(record, RECORD_STATE));
  const shown = load<u32>(state, STATE_SHOWN) != 0;
  const song = hasSong(record);
  let next = emitSession(pen, emitter, record, shown, position);
  let at = load<u32>(emitter, EMITTER_LINE_END);
  const out = literalsOf(next);
  const digits = <u32>(writeCount(out, load<u32>(record, RECORD_ITEM)) - out);
  next += <u64>digits;
  at += digits;
  next = shown ? emitDetails(next, emitter, scratch, record, song, at) : emitHidden(next, emitter, song, at);
  if (!song) return next;
  at = load<u32>(emitter, EMITTER_LINE_END);
  return emitSong(next, emitter, load<u32>(record, RECORD_SONG), at, true);
}

/** The last line as it is: the last bytes of a block must be literals. */
function writeLastLine(pen: u64, head: usize, headLength: usize, record: usize, isOnly: bool): u64 {
  const out = literalsOf(pen);
  store<u16>(out, LINE_END);
  const start = out + (isOnly ? 0 : LINE_END_LENGTH);
  return pen + <u64>(writeLine(start, record, head + LINE_END_LENGTH, headLength - LINE_END_LENGTH, 0, 0) - out);
}

/** Prepares the end of a line and the next one's text up to the user id; gives their length. */
// @ts-ignore: decorator
@inline
function prepareHead(head: usize, time: u32): usize {
  store<u16>(head, LINE_END);
  return writeHead(head + LINE_END_LENGTH, time) + LINE_END_LENGTH;
}

/**
 * Writes the lines of `count` records, at least one, from the `first`-th of the ordered buffer on to `out`, as one block of
 * LZ4; gives the address after it. blockRawBytes then tells the size of the lines. The bytes depend on the records and the
 * model alone. Up to FRAGMENT_PADDING bytes behind it may be overwritten; its size is bounded in compress/sequences.ts.
 */
export function encodeJsonLz4(worker: u32, buffer: u32, first: u32, count: u32, out: usize): usize {
  const scratch = scratchOf(worker);
  const emitter = emitterOf(worker);
  const head = scratch + SCRATCH_HEAD;
  const start = beginBlock(emitter);
  let pen = emptyPen(emitter);
  let record = orderedAt(buffer) + <usize>first * RECORD_BYTES;
  const last = record + <usize>(count - 1) * RECORD_BYTES;
  let position = start;
  let at = out;
  let headTime = load<u32>(record, RECORD_TIME);
  let headLength = prepareHead(head, headTime);
  while (record < last) {
    const runEnd = min<usize>(record + RUN * RECORD_BYTES, last);
    touchValues(scratch, record, runEnd);
    for (; record < runEnd; record += RECORD_BYTES) {
      const time = load<u32>(record, RECORD_TIME);
      if (time != headTime) {
        headLength = prepareHead(head, time);
        headTime = time;
      }
      if (position == start) {
        pen = literal(pen, head + LINE_END_LENGTH, <u32>headLength - LINE_END_LENGTH);
        position += <u32>headLength - LINE_END_LENGTH;
      } else {
        pen = emitHead(pen, emitter, head, <u32>headLength, time, position);
        position += <u32>headLength;
      }
      pen = emitLine(pen, emitter, scratch, record, position);
      position = load<u32>(emitter, EMITTER_LINE_END);
      if (isFull(emitter, pen)) {
        at = writeWaiting(emitter, pen, at);
        pen = resume(emitter, pen, position);
      }
    }
  }
  at = writeWaiting(emitter, pen, at);
  pen = resume(emitter, pen, position);
  const time = load<u32>(record, RECORD_TIME);
  if (time != headTime) headLength = prepareHead(head, time);
  const before = literalsOf(pen);
  pen = writeLastLine(pen, head, headLength, record, position == start);
  return endBlock(emitter, pen, position + <u32>(literalsOf(pen) - before), at);
}
