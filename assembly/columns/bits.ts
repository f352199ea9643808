// Bit-packed values as Parquet has them (Encodings.md, "RLE / Bit-Packing Hybrid"): streams of runs, which can be concatenated.
//
//   varint(groups << 1 | 1)   groups * width bytes: eights of values, each value's lowest bit first
//   varint(length << 1)       one value in whole bytes, which stands for `length` values
//
// Padding is possible only at a page's end, so values after the last whole eight are written as runs of one value.

const EIGHT: u32 = 8;

/** Writes an unsigned LEB128 number; returns the address after it. */
export function writeVarint(out: usize, value: u64): usize {
  let rest = value;
  while (rest > 127) {
    store<u8>(out++, <u8>(rest | 128));
    rest >>= 7;
  }
  store<u8>(out, <u8>rest);
  return out + 1;
}

/** The bits of a value: 0 for 0. */
// @ts-ignore: decorator
@inline
export function bitsOf(value: u64): u32 {
  return 64 - <u32>clz<u64>(value);
}

/**
 * Packs an even number of 32-bit values, each below 2^width, two at a time. @param width 1 to 28: a pair and the bits before it
 * fit into 64 bits. Writes whole words of 8 bytes, so up to 7 bytes after the end are overwritten; returns the end.
 */
// @ts-ignore: decorator
@inline
export function packPairs(values: usize, count: u32, width: u32, out: usize): usize {
  const end = values + (<usize>count << 2);
  const shift = <u64>width;
  let waiting: u64 = 0;
  let bits: u64 = 0;
  let at = out;
  for (let from = values; from < end; from += 8) {
    const two = load<u64>(from);
    waiting |= ((two & 0xffffffff) | ((two >> 32) << shift)) << bits;
    store<u64>(at, waiting);
    bits += shift << 1;
    at += <usize>(bits >> 3);
    waiting >>= bits & 56;
    bits &= 7;
  }
  return at;
}

/**
 * Writes 32-bit values, each below 2^width, as runs; returns the address after them. Up to 7 bytes after it may be overwritten.
 * @param width 0 to 28; 0 if all values are 0
 */
export function packRuns(values: usize, count: u32, width: u32, out: usize): usize {
  if (width == 0) return count == 0 ? out : writeVarint(out, <u64>count << 1);
  const groups = count / EIGHT;
  let at = out;
  if (groups > 0) at = packPairs(values, groups * EIGHT, width, writeVarint(at, (<u64>groups << 1) | 1));
  const valueBytes = <usize>(width + 7) >> 3;
  for (let index = groups * EIGHT; index < count; index++) {
    store<u8>(at, 2);
    store<u32>(at, load<u32>(values + (<usize>index << 2)), 1);
    at += 1 + valueBytes;
  }
  return at;
}
