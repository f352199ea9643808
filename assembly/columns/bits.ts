// Bit-packed values as Parquet has them (Encodings.md, "RLE / Bit-Packing Hybrid"): streams of runs, which can be concatenated.
//
//   varint(groups << 1 | 1)   groups * width bytes: eights of values, each value's lowest bit first
//   varint(length << 1)       one value in whole bytes, which stands for `length` values
//
// Padding is possible only at a page's end, so values after the last whole eight are written as runs of one value.

const EIGHT: u32 = 8;
/** The widest values that a multiplication of signed 16-bit numbers puts beside each other. */
const WIDEST_HALF: u32 = 14;

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
 * Packs eight u16 of up to 14 bits: neighbours beside each other by multiplication, then pairs of them, then the two halves. Up to 15
 * bytes after the end are overwritten.
 *
 *   v   a  b  c  d  e  f  g  h      16 bits each
 *   d   ba    dc    fe    hg        2 * width bits in 32
 *   e   dcba        hgfe            4 * width bits in 64
 */
// @ts-ignore: decorator
@inline
function packEight(values: v128, width: u32, factors: v128, out: usize): void {
  const pairs = i32x4.dot_i16x8_s(values, factors);
  const low = v128.and(pairs, i64x2.splat(0xffffffff));
  const fours = v128.or(low, i64x2.shl(i64x2.shr_u(pairs, 32), <i32>(width << 1)));
  const first = <u64>i64x2.extract_lane(fours, 0);
  const second = <u64>i64x2.extract_lane(fours, 1);
  const bits = <u64>width << 2;
  store<u64>(out, first | (second << bits));
  store<u64>(out, second >> (64 - bits), 8);
}

/** Writes what is before a run of bit-packed eights. */
// @ts-ignore: decorator
@inline
function writeRunHeader(groups: u32, out: usize): usize {
  return writeVarint(out, (<u64>groups << 1) | 1);
}

/** Packs eights of u32 that have up to 14 bits. */
function packNarrowWords(values: usize, groups: u32, width: u32, out: usize): usize {
  const factors = i32x4.splat(1 | (1 << (width + 16)));
  let from = values;
  let at = out;
  for (let group: u32 = 0; group < groups; group++, from += 32, at += <usize>width)
    packEight(i16x8.narrow_i32x4_u(v128.load(from), v128.load(from, 16)), width, factors, at);
  return at;
}

/** Writes a run of bit-packed eights of u16 that have up to 14 bits, or nothing for none. */
function packNarrowHalves(values: usize, groups: u32, width: u32, out: usize): usize {
  if (groups == 0) return out;
  const factors = i32x4.splat(1 | (1 << (width + 16)));
  let from = values;
  let at = writeRunHeader(groups, out);
  for (let group: u32 = 0; group < groups; group++, from += 16, at += <usize>width)
    packEight(v128.load(from), width, factors, at);
  return at;
}

/** Two u32 beside each other, in 2 * width bits. */
// @ts-ignore: decorator
@inline
function pairAt(values: usize, width: u64): u64 {
  const two = load<u64>(values);
  return (two & 0xffffffff) | ((two >> 32) << width);
}

/** Packs eights of u32 of 15 to 28 bits: four at a time, of which the second four may begin in the middle of a byte. */
function packWideWords(values: usize, groups: u32, width: u32, out: usize): usize {
  const bits = <u64>width;
  const two = bits << 1;
  const half = <usize>(width >> 1);
  const shift: u64 = (bits << 2) & 7;
  let from = values;
  let at = out;
  for (let group: u32 = 0; group < groups; group++, from += 32, at += <usize>width) {
    const p0 = pairAt(from, bits);
    const p1 = pairAt(from + 8, bits);
    const p2 = pairAt(from + 16, bits);
    const p3 = pairAt(from + 24, bits);
    const low = p2 | (p3 << two);
    const high = p3 >> (64 - two);
    const before = p1 >> (64 - two);
    store<u64>(at, p0 | (p1 << two));
    store<u64>(at, before, 8);
    const rest = <u64>load<u8>(at + half) & ((1 << shift) - 1);
    store<u64>(at + half, rest | (low << shift));
    store<u64>(at + half, (high << shift) | ((low >> 60) & ((1 << shift) - 1)), 8);
  }
  return at;
}

/** Writes values after the last whole eight, as runs of one. */
function packRest(values: usize, valueBytes: usize, count: u32, width: u32, out: usize): usize {
  const bytes = <usize>(width + 7) >> 3;
  let at = out;
  for (let index: u32 = 0; index < count; index++) {
    const value = valueBytes == 2 ? <u32>load<u16>(values + (<usize>index << 1)) : load<u32>(values + (<usize>index << 2));
    store<u8>(at, 2);
    store<u32>(at, value, 1);
    at += 1 + bytes;
  }
  return at;
}

/**
 * Writes 32-bit values, each below 2^width, as runs; returns the address after them. Up to 15 bytes after it may be overwritten.
 * @param width 0 to 28; 0 if all values are 0
 */
export function packRuns(values: usize, count: u32, width: u32, out: usize): usize {
  if (width == 0) return count == 0 ? out : writeVarint(out, <u64>count << 1);
  const groups = count / EIGHT;
  let at = out;
  if (groups > 0) {
    const start = writeRunHeader(groups, at);
    at =
      width <= WIDEST_HALF
        ? packNarrowWords(values, groups, width, start)
        : packWideWords(values, groups, width, start);
  }
  return packRest(values + (<usize>groups << 5), 4, count & 7, width, at);
}

function widen(values: usize, count: u32, out: usize): void {
  for (let index: usize = 0; index < <usize>count; index++) store<u32>(out + (index << 2), <u32>load<u16>(values + (index << 1)));
}

/** The same for 16-bit values. @param wide room for as many 32-bit ones */
export function packHalfRuns(values: usize, count: u32, width: u32, out: usize, wide: usize): usize {
  if (width == 0 || width > WIDEST_HALF) {
    widen(values, count, wide);
    return packRuns(wide, count, width, out);
  }
  const groups = count / EIGHT;
  return packRest(values + (<usize>groups << 4), 2, count & 7, width, packNarrowHalves(values, groups, width, out));
}

/** Eights of equal values that are worth a run of their own: it has 2 or 3 bytes, and so has the header of what follows. */
const WORTH_A_RUN: u32 = 4;

/** The number of eights from this one on, of the same value. */
function equalEights(values: usize, end: usize): u32 {
  const value = i16x8.splat(load<i16>(values));
  let at = values;
  while (at < end && i16x8.all_true(i16x8.eq(v128.load(at), value))) at += 16;
  return <u32>((at - values) >> 4);
}

/** The same for values that seldom change, with a run for each long repetition. @param width 1 to 14 */
export function packSteadyRuns(values: usize, count: u32, width: u32, out: usize): usize {
  const end = values + (<usize>(count / EIGHT) << 4);
  let packed = values;
  let at = out;
  for (let from = values; from < end; ) {
    const equal = equalEights(from, end);
    const next = from + (<usize>max<u32>(equal, 1) << 4);
    if (equal >= WORTH_A_RUN) {
      at = packNarrowHalves(packed, <u32>((from - packed) >> 4), width, at);
      at = writeVarint(at, <u64>equal << 4);
      store<u16>(at, load<u16>(from));
      at += <usize>(width + 7) >> 3;
      packed = next;
    }
    from = next;
  }
  at = packNarrowHalves(packed, <u32>((end - packed) >> 4), width, at);
  return packRest(end, 2, count & 7, width, at);
}
