// Turns records into blocks of LZ4 that contain lines of JSON or maps of MessagePack. The counterpart of plain.ts.
import { beginBlock, emitterOf, emptyPen, endBlock, isFull, resume, writeWaiting } from "../compress/emitter";
import { literalsOf } from "../compress/pen";
import { EMITTER_LINE_END } from "../layout/emitter";
import { RECORD_BYTES, RECORD_TIME, SCRATCH_HEAD } from "../layout/record";
import { orderedAt } from "../simulate/place";
import { touchValues } from "./emit";
import { RUN, scratchOf } from "./fragment";
import { emitLine, prepareHead, writeLastLine } from "./json-lz4";
import { tagKeys, writeEvent, writeHead } from "./msgpack";
import { emitEvent } from "./msgpack-lz4";

/** Prepares the text before the user id for a new time stamp; returns its length. */
// @ts-ignore: decorator
@inline
function headFor(head: usize, time: u32, json: bool): usize {
  return json ? prepareHead(head, time) : writeHead(head, time);
}

/** @param json a constant at compile time, so that each format has a loop of its own */
// @ts-ignore: decorator
@inline
function encode(worker: u32, buffer: u32, first: u32, count: u32, out: usize, json: bool): usize {
  const scratch = scratchOf(worker);
  const emitter = emitterOf(worker);
  const head = scratch + SCRATCH_HEAD;
  const tags = json ? 0 : tagKeys();
  const start = beginBlock(emitter, out);
  let pen = emptyPen(emitter);
  let record = orderedAt(buffer) + <usize>first * RECORD_BYTES;
  const last = record + <usize>(count - 1) * RECORD_BYTES;
  let position = start;
  let at = out;
  let headTime = load<u32>(record, RECORD_TIME);
  let headLength = headFor(head, headTime, json);
  while (record < last) {
    const runEnd = min<usize>(record + RUN * RECORD_BYTES, last);
    touchValues(scratch, record, runEnd);
    for (; record < runEnd; record += RECORD_BYTES) {
      const time = load<u32>(record, RECORD_TIME);
      if (time != headTime) {
        headLength = headFor(head, time, json);
        headTime = time;
      }
      pen = json
        ? emitLine(pen, emitter, scratch, record, <u32>headLength, time, position, position == start)
        : emitEvent(pen, emitter, scratch, record, <u32>headLength, tags, position);
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
  if (time != headTime) headLength = headFor(head, time, json);
  // The last event is written plain: the last bytes of a block must be literals.
  const before = literalsOf(pen);
  const after = json
    ? writeLastLine(before, head, headLength, record, position == start)
    : writeEvent(before, record, head, headLength, tags, 0, 0);
  return endBlock(emitter, pen + <u64>(after - before), position + <u32>(after - before), at);
}

/**
 * Writes the lines of `count` records, at least one, from the `first`-th of the ordered buffer on to `out`, as one block of
 * LZ4; returns the address after it. blockRawBytes then returns the size of the lines, blockChecksum the checksum of the block.
 * The bytes depend on the records and the model alone. Up to FRAGMENT_PADDING bytes after the block may be overwritten;
 * compress/sequences.ts bounds its size.
 */
export function encodeJsonLz4(worker: u32, buffer: u32, first: u32, count: u32, out: usize): usize {
  return encode(worker, buffer, first, count, out, true);
}

/** The same as MessagePack. */
export function encodeMsgpackLz4(worker: u32, buffer: u32, first: u32, count: u32, out: usize): usize {
  return encode(worker, buffer, first, count, out, false);
}
