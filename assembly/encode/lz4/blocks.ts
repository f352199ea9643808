// Turns records into blocks of LZ4 that contain events. The counterpart of plain/records.ts.
import { beginBlock, emitterOf, emptyPen, endBlock, isFull, resume, writeWaiting } from "../../compress/emitter";
import { literalsOf } from "../../compress/pen";
import { EMITTER_END } from "../../layout/emission";
import { RECORD_BYTES, RECORD_TIME, SCRATCH_HEAD } from "../../layout/record";
import { orderedAt } from "../../simulate/place";
import { EmittingFormat } from "../format";
import { RUN, scratchOf } from "../fragment";
import { writeEvent } from "../plain/event";
import { emitEvent, touchValues } from "./event";

/** Prepares the end of an event and the text of the next one up to the user id; returns their length. */
// @ts-ignore: decorator
@inline
function prepareHead<F extends EmittingFormat>(head: usize, time: u32): usize {
  const format = changetype<F>(0);
  return format.writeHead(format.writeEnd(head), time) + format.endBytes;
}

/** The last event of a block, plain, after the end of the one before it; returns the address after it. Not inlined: the loop stays small. */
function writeLast<F extends EmittingFormat>(
  out: usize,
  record: usize,
  head: usize,
  headLength: usize,
  context: u32,
  isOnly: bool,
): usize {
  const format = changetype<F>(0);
  const end = format.endBytes;
  const after = format.writeEnd(out);
  return writeEvent<F>(isOnly ? out : after, record, head + end, headLength - end, context, 0, 0);
}

/**
 * Writes `count` records, at least one, from the `first`-th of the ordered buffer on to `out`, as one block of LZ4; returns the
 * address after it. blockRawBytes then returns the size of the events, blockChecksum the checksum of the block. The bytes depend
 * on the records and the model alone. Up to FRAGMENT_PADDING bytes after the block may be overwritten; compress/sequences.ts
 * bounds its size.
 */
// @ts-ignore: decorator
@inline
export function encodeBlock<F extends EmittingFormat>(worker: u32, buffer: u32, first: u32, count: u32, out: usize): usize {
  const scratch = scratchOf(worker);
  const emitter = emitterOf(worker);
  const head = scratch + SCRATCH_HEAD;
  const format = changetype<F>(0);
  const context = format.contextOf();
  const endBytes = <u32>format.endBytes;
  const start = beginBlock(emitter, out);
  let pen = emptyPen(emitter);
  let record = orderedAt(buffer) + <usize>first * RECORD_BYTES;
  const last = record + <usize>(count - 1) * RECORD_BYTES;
  let position = start;
  let at = out;
  let headTime = load<u32>(record, RECORD_TIME);
  let headLength = prepareHead<F>(head, headTime);
  while (record < last) {
    const runEnd = min<usize>(record + RUN * RECORD_BYTES, last);
    touchValues(scratch, record, runEnd);
    for (; record < runEnd; record += RECORD_BYTES) {
      const time = load<u32>(record, RECORD_TIME);
      if (time != headTime) {
        headLength = prepareHead<F>(head, time);
        headTime = time;
      }
      const isFirst = position == start;
      pen = emitEvent<F>(pen, emitter, scratch, record, <u32>headLength, endBytes, context, position, isFirst);
      position = load<u32>(emitter, EMITTER_END);
      if (isFull(emitter, pen)) {
        at = writeWaiting(emitter, pen, at);
        pen = resume(emitter, pen, position);
      }
    }
  }
  at = writeWaiting(emitter, pen, at);
  pen = resume(emitter, pen, position);
  const time = load<u32>(record, RECORD_TIME);
  if (time != headTime) headLength = prepareHead<F>(head, time);
  // The last event is written plain: the last bytes of a block must be literals.
  const before = literalsOf(pen);
  const after = writeLast<F>(before, record, head, headLength, context, position == start);
  return endBlock(emitter, pen + <u64>(after - before), position + <u32>(after - before), at);
}
