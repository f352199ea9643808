// Time stamps of records as a page of DELTA_BINARY_PACKED (Encodings.md, "Delta Encoding"): the first value, then blocks of 128
// differences in 4 miniblocks, each with a width of its own. Where records are in the order of time, the least difference of every
// block may be stated as 0; where they leave in another order, it is looked for, and subtracted.
//
//   varint(128) varint(4) varint(count) zigzag(first)   { zigzag(least) width[4] 32 * width bits, ... } ...
import { RECORD_BYTES, RECORD_TIME } from "../layout/record";
import { P_DISORDER, PARAMETERS } from "../layout/run";
import { bitsOf, writeVarint } from "./bits";

const BLOCK: u32 = 128;
const MINIBLOCKS: u32 = 4;
const MINIBLOCK: u32 = 32;

// @ts-ignore: decorator
@inline
function zigzag(value: i64): u64 {
  return <u64>((value << 1) ^ (value >> 63));
}

// @ts-ignore: decorator
@inline
function secondsAt(record: usize): i64 {
  return <i64>load<u32>(record, RECORD_TIME) - <i64>load<u32>(record - RECORD_BYTES, RECORD_TIME);
}

/** The difference between a record's time and that of the one before it, above the least one, in units of `unitsPerSecond`. */
// @ts-ignore: decorator
@inline
function differenceAt(record: usize, unitsPerSecond: u64, leastSeconds: i64): u64 {
  return <u64>(secondsAt(record) - leastSeconds) * unitsPerSecond;
}

/** The least difference of a block, at most 0. */
function leastOf(record: usize, count: u32): i64 {
  if (load<u32>(PARAMETERS, P_DISORDER) == 0) return 0;
  let least: i64 = 0;
  for (let index: u32 = 0; index < count; index++) least = min<i64>(least, secondsAt(record + <usize>index * RECORD_BYTES));
  return least;
}

/** Packs one miniblock of `count` differences; the values after them are 0. Returns its end. */
// @ts-ignore: decorator
@inline
function packMiniblock(record: usize, count: u32, unitsPerSecond: u64, leastSeconds: i64, width: u32, out: usize): usize {
  // A difference has up to 52 bits: 2^31 seconds of 10^6 units. With up to 7 bits before it, it fits into 64.
  let waiting: u64 = 0;
  let bits: u64 = 0;
  let at = out;
  for (let index: u32 = 0; index < MINIBLOCK; index++) {
    if (index < count) waiting |= differenceAt(record + <usize>index * RECORD_BYTES, unitsPerSecond, leastSeconds) << bits;
    store<u64>(at, waiting);
    bits += <u64>width;
    at += <usize>(bits >> 3);
    waiting >>= bits & 56;
    bits &= 7;
  }
  return at;
}

/**
 * Writes the times of `count` records, at least one, as a page's values; returns the address after them. Up to 7 bytes after it may be
 * overwritten.
 * @param first address of the first record
 * @param start the time of a record whose seconds are 0, in units since 1970
 * @param unitsPerSecond 1,000 for milliseconds, 1,000,000 for microseconds
 */
export function packTimes(first: usize, count: u32, start: i64, unitsPerSecond: u32, out: usize): usize {
  const units = <u64>unitsPerSecond;
  let at = writeVarint(writeVarint(writeVarint(out, BLOCK), MINIBLOCKS), count);
  at = writeVarint(at, zigzag(start + <i64>(<u64>load<u32>(first, RECORD_TIME) * units)));
  let record = first + RECORD_BYTES;
  let left = count - 1;
  while (left > 0) {
    const leastSeconds = leastOf(record, min<u32>(BLOCK, left));
    const widths = writeVarint(at, zigzag(leastSeconds * <i64>units));
    store<u32>(widths, 0);
    at = widths + <usize>MINIBLOCKS;
    for (let index: usize = 0; index < <usize>MINIBLOCKS && left > 0; index++) {
      const inMiniblock = min<u32>(MINIBLOCK, left);
      let all: u64 = 0;
      for (let each: u32 = 0; each < inMiniblock; each++)
        all |= differenceAt(record + <usize>each * RECORD_BYTES, units, leastSeconds);
      const width = bitsOf(all);
      store<u8>(widths + index, <u8>width);
      if (width > 0) at = packMiniblock(record, inMiniblock, units, leastSeconds, width, at);
      record += <usize>inMiniblock * RECORD_BYTES;
      left -= inMiniblock;
    }
  }
  return at;
}
