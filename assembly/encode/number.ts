// Decimal digits from a table of 4-digit groups, eight at a time; leading zeros are shifted out, not branched on.
import { DIGIT_GROUPS } from "../layout";

const ALL_ZEROS: u64 = 0x3030303030303030;
const EIGHT_DIGITS: u32 = 100000000;
const MINUS: u8 = 0x2d;

/** Fills the table: entry n holds the four ASCII digits of n, the first one lowest. */
export function prepareDigits(): void {
  for (let n: u32 = 0; n < 10000; n++) {
    const digits = 0x30303030 | (n / 1000) | (((n / 100) % 10) << 8) | (((n / 10) % 10) << 16) | ((n % 10) << 24);
    store<u32>(DIGIT_GROUPS + (<usize>n << 2), digits);
  }
}

// @ts-ignore: decorator
@inline
function group(n: u32): u32 {
  return load<u32>(DIGIT_GROUPS + (<usize>n << 2));
}

/** The eight digits of n < 10^8 with leading zeros, the first one in the lowest byte. */
// @ts-ignore: decorator
@inline
function eightDigits(n: u32): u64 {
  const upper = n / 10000;
  return <u64>group(upper) | (<u64>group(n - upper * 10000) << 32);
}

/** Writes n < 10^8. Gives the address after it; up to 8 bytes are overwritten. */
// @ts-ignore: decorator
@inline
export function writeSmall(out: usize, n: u32): usize {
  const digits = eightDigits(n);
  // The last digit stays even if it is 0.
  const zeros = ctz((digits ^ ALL_ZEROS) | 0x8000000000000000) >> 3;
  store<u64>(out, digits >>> (zeros << 3));
  return out + 8 - <usize>zeros;
}

/** Writes upper * 10^8 + lower, both below 10^8. */
// @ts-ignore: decorator
@inline
export function writePair(out: usize, upper: u32, lower: u32): usize {
  if (upper == 0) return writeSmall(out, lower);
  const after = writeSmall(out, upper);
  store<u64>(after, eightDigits(lower));
  return after + 8;
}

// @ts-ignore: decorator
@inline
export function writeUnsigned(out: usize, n: u32): usize {
  const upper = n / EIGHT_DIGITS;
  return writePair(out, upper, n - upper * EIGHT_DIGITS);
}

/** Writes a time stamp: seconds * 1000 + milliseconds, for seconds of either sign and 0 <= milliseconds < 1000. */
// @ts-ignore: decorator
@inline
export function writeTimestamp(out: usize, seconds: i64, milliseconds: u32): usize {
  if (<u64>(seconds - 1) >= 0xfffffffe) return writeRareTimestamp(out, seconds, milliseconds);
  const after = writeUnsigned(out, <u32>seconds);
  store<u32>(after, group(milliseconds) >>> 8);
  return after + 3;
}

/** The same before 1970-01-01T00:00:01 and after 2106-02-07T06:28:14. */
function writeRareTimestamp(out: usize, seconds: i64, milliseconds: u32): usize {
  const value = seconds * 1000 + <i64>milliseconds;
  let start = out;
  if (value < 0) {
    store<u8>(out, MINUS);
    start++;
  }
  const positive = <u64>(value < 0 ? -value : value);
  return writePair(start, <u32>(positive / EIGHT_DIGITS), <u32>(positive % EIGHT_DIGITS));
}
