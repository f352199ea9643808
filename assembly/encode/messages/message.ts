// A record of a batch of Kafka that holds one event: https://kafka.apache.org/documentation/#record
//
//   length | attributes, 0 | time delta | offset delta | key's length | key | value's length | prefix | event | headers
//   \__2__/                                                          \__2__/
//
// Both lengths take two bytes where they are from 64 to 8191, as nearly all are. So that room is left, and the rest of the record is
// moved where a length takes another number of bytes.
import { copy16 } from "../../copy";
import {
  MESSAGES_EVENT_TIMES,
  MESSAGES_HEADERS,
  MESSAGES_HEADERS_BYTES,
  MESSAGES_KEY,
  MESSAGES_MOST_RECORD_BYTES,
  MESSAGES_PREFIX,
  MESSAGES_PREFIX_BYTES,
} from "../../layout/messages";
import { RECORD_TIME } from "../../layout/record";
import { P_MESSAGES, PARAMETERS } from "../../layout/run";
import { writeExactVarint, writeLong } from "../varint";
import { writeKey } from "./key";

/** Bytes of a length for which room is left. */
export const LENGTH_BYTES: usize = 2;
const LEAST_LENGTH: u32 = 64;
export const MOST_LENGTH: u32 = 8191;
const SECOND_MILLISECONDS: i64 = 1000;

/** The block of the messages, MESSAGES_... */
// @ts-ignore: decorator
@inline
export function messagesOf(): usize {
  return <usize>load<u32>(PARAMETERS, P_MESSAGES);
}

/**
 * The most bytes that may be before a record that is not the last of its batch: after it, there is room for another. That can be known
 * before the record is written, as LZ4 requires. -1 where a batch has room for one record only.
 */
export function mostBytesBefore(messages: usize, mostBytes: u32): i32 {
  const both = <u64>load<u32>(messages, MESSAGES_MOST_RECORD_BYTES) << 1;
  return both > <u64>mostBytes ? -1 : <i32>(mostBytes - <u32>both);
}

/**
 * What is between the lengths: attributes, deltas and key. The first record of the batch is `first`, and this one is the `index`-th.
 * Returns the address of the value's length.
 */
// @ts-ignore: decorator
@inline
export function writeOpening(out: usize, messages: usize, record: usize, first: usize, index: u32, shown: bool, text: u64): usize {
  store<u16>(out, 0);
  let at = out + 2;
  if (load<u32>(messages, MESSAGES_EVENT_TIMES) != 0) {
    const seconds = <i64>load<u32>(record, RECORD_TIME) - <i64>load<u32>(first, RECORD_TIME);
    at = writeLong(out + 1, seconds * SECOND_MILLISECONDS);
  }
  return writeKey(writeLong(at, <i64>index), record, load<u32>(messages, MESSAGES_KEY), shown, text);
}

// @ts-ignore: decorator
@inline
export function writePrefix(out: usize, messages: usize): usize {
  return copy16(out, <usize>load<u32>(messages, MESSAGES_PREFIX), <usize>load<u32>(messages, MESSAGES_PREFIX_BYTES));
}

// @ts-ignore: decorator
@inline
export function writeHeaders(out: usize, messages: usize): usize {
  return copy16(out, <usize>load<u32>(messages, MESSAGES_HEADERS), <usize>load<u32>(messages, MESSAGES_HEADERS_BYTES));
}

/** Writes a length of two bytes. */
// @ts-ignore: decorator
@inline
function storeLength(out: usize, length: u32): void {
  const zigzag = length << 1;
  store<u16>(out, <u16>((zigzag & 0x7f) | 0x80 | ((zigzag & 0x3f80) << 1)));
}

/** The bytes that a length takes. */
function widthOf(length: u32): usize {
  let width: usize = 1;
  for (let rest = length >>> 6; rest != 0; rest >>>= 7) width++;
  return width;
}

/** Writes lengths of other widths, and moves what is between them, and what follows them up to `end`; returns the new end. */
function moveRecord(out: usize, lengthAt: usize, end: usize, valueBytes: u32, headersBytes: u32): usize {
  const width = widthOf(valueBytes);
  memory.copy(lengthAt + width, lengthAt + LENGTH_BYTES, end - lengthAt - LENGTH_BYTES);
  writeExactVarint(lengthAt, <u64>valueBytes << 1);
  const opening = out + LENGTH_BYTES;
  const recordBytes = <u32>(lengthAt + width - opening) + valueBytes + headersBytes;
  const start = out + widthOf(recordBytes);
  memory.copy(start, opening, end + width - LENGTH_BYTES - opening);
  writeExactVarint(out, <u64>recordBytes << 1);
  return end + width - LENGTH_BYTES + (start - opening);
}

/**
 * Writes both lengths of the record at `out`, whose value's length is at `lengthAt`. `end` is the address up to which the record is
 * there, and may be anywhere after the lengths; returns the same after both have their width.
 */
// @ts-ignore: decorator
@inline
export function writeLengths(out: usize, lengthAt: usize, end: usize, valueBytes: u32, headersBytes: u32): usize {
  const recordBytes = <u32>(lengthAt - out) + valueBytes + headersBytes;
  if (valueBytes < LEAST_LENGTH || recordBytes > MOST_LENGTH) {
    return moveRecord(out, lengthAt, end, valueBytes, headersBytes);
  }
  storeLength(out, recordBytes);
  storeLength(lengthAt, valueBytes);
  return end;
}
