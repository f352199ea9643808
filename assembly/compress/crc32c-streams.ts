// CRC-32C of sixteen streams at the same time, each a lane of vectors; the streams follow each other in memory. What a byte makes of a state
// is linear, so it is the sum of what the halves of the byte make of it, which are looked up in tables of sixteen bytes. All but the first
// stream begin from 0:
//
//   state after A and B = state after A and as many zeros as B has bytes ^ state after B, from 0 on
import { CRC_PLANES, CRC_SHIFT, CRC_TABLES } from "../layout/run";

const STREAMS: usize = 16;
const STREAM_BYTES: usize = 512;
export const STREAMS_BYTES: usize = STREAMS * STREAM_BYTES;
const TABLE_BYTES: usize = 1024;

/** The number of a table: which byte of a state results, the lowest one first, and from which half of a byte, the lower one first. */
// @ts-ignore: decorator
@inline
function planeAt(plane: usize, half: usize): usize {
  return CRC_PLANES + (plane << 5) + (half << 4);
}

/** Fills the tables, after those of crc32c.ts. */
export function prepareStreams(): void {
  for (let plane: usize = 0; plane < 4; plane++) {
    for (let value: usize = 0; value < 16; value++) {
      store<u8>(planeAt(plane, 0) + value, load<u8>(CRC_TABLES + plane + (value << 2)));
      store<u8>(planeAt(plane, 1) + value, load<u8>(CRC_TABLES + plane + (value << 6)));
    }
  }
  for (let bit: u32 = 0; bit < 32; bit++) {
    let crc: u32 = 1 << bit;
    for (let zeros: usize = 0; zeros < STREAM_BYTES; zeros++) {
      crc = (crc >>> 8) ^ load<u32>(CRC_TABLES + (<usize>(crc & 255) << 2));
    }
    // All values of a byte whose highest bit is this one, by those of the bits below it.
    const first = CRC_SHIFT + <usize>(bit >>> 3) * TABLE_BYTES;
    const count: usize = 4 << (bit & 7);
    for (let at: usize = 0; at < count; at += 4) store<u32>(first + count + at, load<u32>(first + at) ^ crc);
  }
}

/** A state after the zeros of a stream. */
// @ts-ignore: decorator
@inline
function shift(crc: u32): u32 {
  const low = load<u32>(CRC_SHIFT + ((crc & 255) << 2)) ^ load<u32>(CRC_SHIFT + (((crc >>> 8) & 255) << 2), 1024);
  const high = load<u32>(CRC_SHIFT + (((crc >>> 16) & 255) << 2), 2048) ^ load<u32>(CRC_SHIFT + ((crc >>> 24) << 2), 3072);
  return low ^ high;
}

/** The lower eight bytes of two vectors in turn. */
// @ts-ignore: decorator
@inline
function lower(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

/** The upper eight. */
// @ts-ignore: decorator
@inline
function upper(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/** Four bytes of each of the streams `stream`, + 4, + 8 and + 12: the first byte of each, then the second ... */
// @ts-ignore: decorator
@inline
function fourAt(at: usize, stream: usize): v128 {
  const first = at + stream * STREAM_BYTES;
  return lower(
    lower(v128.load32_zero(first), v128.load32_zero(first + 8 * STREAM_BYTES)),
    lower(v128.load32_zero(first + 4 * STREAM_BYTES), v128.load32_zero(first + 12 * STREAM_BYTES)),
  );
}

// @ts-ignore: decorator
@inline
function lowerHalf(bytes: v128): v128 {
  return v128.and(bytes, i8x16.splat(15));
}

// @ts-ignore: decorator
@inline
function upperHalf(bytes: v128): v128 {
  return v128.and(i16x8.shr_u(bytes, 4), i8x16.splat(15));
}

/** A byte of the states, after what the halves of the lowest byte contribute to it. */
// @ts-ignore: decorator
@inline
function next(state: v128, lowTable: v128, low: v128, highTable: v128, high: v128): v128 {
  return v128.xor(v128.xor(state, i8x16.swizzle(lowTable, low)), i8x16.swizzle(highTable, high));
}

// @ts-ignore: decorator
@inline
function firstLane(byte: u32): v128 {
  return i8x16.replace_lane(i8x16.splat(0), 0, <i8>byte);
}

/** A state after those of four streams. */
// @ts-ignore: decorator
@inline
function addStates(crc: u32, states: v128): u32 {
  let state = shift(crc) ^ i32x4.extract_lane(states, 0);
  state = shift(state) ^ i32x4.extract_lane(states, 1);
  state = shift(state) ^ i32x4.extract_lane(states, 2);
  return shift(state) ^ i32x4.extract_lane(states, 3);
}

/** A state after those of all streams, whose bytes are in `a` (the lowest) to `d`. */
function addAll(a: v128, b: v128, c: v128, d: v128): u32 {
  const low = lower(a, b);
  const lowAfter = upper(a, b);
  const high = lower(c, d);
  const highAfter = upper(c, d);
  let state = addStates(0, v128.shuffle<u16>(low, high, 0, 8, 1, 9, 2, 10, 3, 11));
  state = addStates(state, v128.shuffle<u16>(low, high, 4, 12, 5, 13, 6, 14, 7, 15));
  state = addStates(state, v128.shuffle<u16>(lowAfter, highAfter, 0, 8, 1, 9, 2, 10, 3, 11));
  return addStates(state, v128.shuffle<u16>(lowAfter, highAfter, 4, 12, 5, 13, 6, 14, 7, 15));
}

/** A state after the STREAMS_BYTES from an address on. */
export function addStreams(crc: u32, address: usize): u32 {
  const lowA = v128.load(planeAt(0, 0));
  const highA = v128.load(planeAt(0, 1));
  const lowB = v128.load(planeAt(1, 0));
  const highB = v128.load(planeAt(1, 1));
  const lowC = v128.load(planeAt(2, 0));
  const highC = v128.load(planeAt(2, 1));
  const lowD = v128.load(planeAt(3, 0));
  const highD = v128.load(planeAt(3, 1));
  // The states' bytes, the lowest one first. Each step takes a byte of each stream, and moves the others down.
  let a = firstLane(crc);
  let b = firstLane(crc >>> 8);
  let c = firstLane(crc >>> 16);
  let d = firstLane(crc >>> 24);
  for (let at = address; at < address + STREAM_BYTES; at += 4) {
    const even = fourAt(at, 0);
    const odd = fourAt(at, 1);
    const evenAfter = fourAt(at, 2);
    const oddAfter = fourAt(at, 3);
    const first = lower(even, evenAfter);
    const firstOdd = lower(odd, oddAfter);
    const third = upper(even, evenAfter);
    const thirdOdd = upper(odd, oddAfter);

    let bytes = v128.xor(a, lower(first, firstOdd));
    let low = lowerHalf(bytes);
    let high = upperHalf(bytes);
    a = next(b, lowA, low, highA, high);
    b = next(c, lowB, low, highB, high);
    c = next(d, lowC, low, highC, high);
    d = v128.xor(i8x16.swizzle(lowD, low), i8x16.swizzle(highD, high));

    bytes = v128.xor(a, upper(first, firstOdd));
    low = lowerHalf(bytes);
    high = upperHalf(bytes);
    a = next(b, lowA, low, highA, high);
    b = next(c, lowB, low, highB, high);
    c = next(d, lowC, low, highC, high);
    d = v128.xor(i8x16.swizzle(lowD, low), i8x16.swizzle(highD, high));

    bytes = v128.xor(a, lower(third, thirdOdd));
    low = lowerHalf(bytes);
    high = upperHalf(bytes);
    a = next(b, lowA, low, highA, high);
    b = next(c, lowB, low, highB, high);
    c = next(d, lowC, low, highC, high);
    d = v128.xor(i8x16.swizzle(lowD, low), i8x16.swizzle(highD, high));

    bytes = v128.xor(a, upper(third, thirdOdd));
    low = lowerHalf(bytes);
    high = upperHalf(bytes);
    a = next(b, lowA, low, highA, high);
    b = next(c, lowB, low, highB, high);
    c = next(d, lowC, low, highC, high);
    d = v128.xor(i8x16.swizzle(lowD, low), i8x16.swizzle(highD, high));
  }
  return addAll(a, b, c, d);
}
