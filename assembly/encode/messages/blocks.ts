// Turns records into blocks of LZ4 that contain messages. The counterpart of records.ts; the steps of an event are those of lz4/blocks.ts.
//
// What is between two events (the end of one, headers, and the opening of the next record) is literals. They wait until some events are
// complete, so both lengths are written into them as soon as the event's end is known.
import { beginBlock, emitterOf, emptyPen, endBlock, isFull, resume, writeWaiting } from "../../compress/emitter";
import { literalsOf } from "../../compress/pen";
import { EMITTER_END } from "../../layout/emission";
import { MESSAGES_HEADERS_BYTES, MESSAGES_MOST_RECORD_BYTES } from "../../layout/messages";
import { STATE_SHOWN } from "../../layout/model";
import {
  RECORD_BYTES,
  RECORD_STATE,
  RECORD_TIME,
  SCRATCH_HEAD,
  SCRATCH_MESSAGES,
} from "../../layout/record";
import { stateAt } from "../../simulate/session";
import { EmittingFormat } from "../format";
import { RUN, scratchOf } from "../fragment";
import { emitEvent, touchValues } from "../lz4/event";
import { idTextOf, personOf } from "../lz4/person-values";
import { writeEvent } from "../plain/event";
import {
  LENGTH_BYTES,
  MOST_LENGTH,
  messagesOf,
  mostBytesBefore,
  writeHeaders,
  writeLengths,
  writeOpening,
  writePrefix,
} from "./message";
import { writeMessage } from "./records";

/** The size of an event without what parts it from the next one; writes it to `out`. For messages whose lengths vary in width. */
function measure<F extends EmittingFormat>(
  out: usize,
  record: usize,
  head: usize,
  headLength: usize,
  context: u32,
): u32 {
  const end = writeEvent<F>(out, record, head, headLength, context, 0, 0);
  return <u32>(end - out - changetype<F>(0).separatorBytes);
}

/** A message as matches and literals; stores its end. @param isWide whether a length may take more than LENGTH_BYTES */
// @ts-ignore: decorator
@inline
function emitMessage<F extends EmittingFormat>(
  pen: u64,
  emitter: usize,
  scratch: usize,
  messages: usize,
  record: usize,
  first: usize,
  index: u32,
  headLength: u32,
  context: u32,
  position: u32,
  isWide: bool,
): u64 {
  const format = changetype<F>(0);
  const shown = load<u32>(stateAt(load<u32>(record, RECORD_STATE)), STATE_SHOWN) != 0;
  const headersBytes = load<u32>(messages, MESSAGES_HEADERS_BYTES);
  const start = literalsOf(pen);
  const eventBytes = isWide ? measure<F>(start, record, scratch + SCRATCH_HEAD, <usize>headLength, context) : 0;
  const lengthAt = writeOpening(
    start + LENGTH_BYTES,
    messages,
    record,
    first,
    index,
    shown,
    idTextOf(record, personOf(record)),
  );
  const value = lengthAt + LENGTH_BYTES;
  const prefixEnd = writePrefix(value, messages);
  const prefixBytes = <u32>(prefixEnd - value);
  const event = isWide ? writeLengths(start, lengthAt, prefixEnd, prefixBytes + eventBytes, headersBytes) : prefixEnd;
  const begin = position + <u32>(event - start);
  const emitted = pen + <u64>(event - start);
  const next = emitEvent<F>(emitted, emitter, scratch, record, headLength, 0, context, begin, false);
  const eventEnd = load<u32>(emitter, EMITTER_END);
  const out = literalsOf(next);
  const valueEnd = format.writeEnd(out) - format.separatorBytes;
  const closing = <u32>(writeHeaders(valueEnd, messages) - out);
  store<u32>(emitter, eventEnd + closing, EMITTER_END);
  if (!isWide) {
    const valueBytes = prefixBytes + (eventEnd - begin) + <u32>(valueEnd - out);
    writeLengths(start, lengthAt, event, valueBytes, headersBytes);
  }
  return next + <u64>closing;
}

/** The last message of a block, plain; returns the address after it. Not inlined: the loop stays small. */
function writeLast<F extends EmittingFormat>(
  out: usize,
  messages: usize,
  record: usize,
  first: usize,
  index: u32,
  head: usize,
  headLength: usize,
  context: u32,
): usize {
  return writeMessage<F>(out, messages, record, first, index, head, headLength, context, 0, 0);
}

/**
 * Writes the messages of encodeMessages to `out` as one block of LZ4; returns the address after it. `mostBytes` bounds them before
 * compression. messagesWritten, blockRawBytes and blockChecksum then tell of them what they tell of others; for the rest see encodeBlock.
 */
// @ts-ignore: decorator
@inline
export function encodeMessageBlock<F extends EmittingFormat>(
  worker: u32,
  first: usize,
  count: u32,
  out: usize,
  mostBytes: u32,
): usize {
  const scratch = scratchOf(worker);
  const emitter = emitterOf(worker);
  const format = changetype<F>(0);
  const head = scratch + SCRATCH_HEAD;
  const context = format.contextOf();
  const messages = messagesOf();
  const isWide = load<u32>(messages, MESSAGES_MOST_RECORD_BYTES) > MOST_LENGTH;
  const before = mostBytesBefore(messages, mostBytes);
  const start = beginBlock(emitter, out);
  let pen = emptyPen(emitter);
  let record = first;
  let last = record + <usize>(count - 1) * RECORD_BYTES;
  let index: u32 = 0;
  let position = start;
  let at = out;
  let headTime = load<u32>(record, RECORD_TIME);
  let headLength = format.writeHead(head, headTime);
  while (record < last) {
    let runEnd = min<usize>(record + RUN * RECORD_BYTES, last);
    touchValues(scratch, record, runEnd);
    for (; record < runEnd; record += RECORD_BYTES) {
      if (<i32>(position - start) > before) {
        last = record;
        break;
      }
      const time = load<u32>(record, RECORD_TIME);
      if (time != headTime) {
        headLength = format.writeHead(head, time);
        headTime = time;
      }
      pen = emitMessage<F>(
        pen,
        emitter,
        scratch,
        messages,
        record,
        first,
        index,
        <u32>headLength,
        context,
        position,
        isWide,
      );
      index++;
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
  if (time != headTime) headLength = format.writeHead(head, time);
  store<u32>(scratch, index + 1, SCRATCH_MESSAGES);
  const literals = literalsOf(pen);
  const end = writeLast<F>(literals, messages, record, first, index, head, headLength, context);
  return endBlock(emitter, pen + <u64>(end - literals), position + <u32>(end - literals), at);
}
