// Decimal digits, eight at a time, by multiplications in the lanes of one 64-bit word. Leading zeros are shifted out without a
// branch. There is no table: it would push records and fragments out of the first-level cache.
import { PARAMETERS, P_MILLISECOND_DIGITS } from "../layout/run";

const ALL_ZEROS: u64 = 0x3030303030303030;
const LAST_DIGIT: u64 = 0x8000000000000000;
const EIGHT_DIGITS: u32 = 100000000;
const TEN_DIGITS: i64 = 1000000000;
const TWO_32: i64 = 4294967296;
const MINUS: u8 = 0x2d;

/**
 * The eight digits of n < 10^8 as numbers, the first one in the lowest byte:
 * lanes of 32 bits hold 4 digits each, then lanes of 16 bits 2 each, then bytes one each.
 * 10486 / 2^20 and 103 / 2^10 divide by 100 below 10000 and by 10 below 100.
 */
// @ts-ignore: decorator
@inline
function digitsOf(n: u32): u64 {
  const upper = n / 10000;
  let lanes = <u64>upper | (<u64>(n - upper * 10000) << 32);
  const hundreds = ((lanes * 10486) >>> 20) & 0x0000007f0000007f;
  lanes = hundreds | ((lanes - hundreds * 100) << 16);
  const tens = ((lanes * 103) >>> 10) & 0x000f000f000f000f;
  return tens | ((lanes - tens * 10) << 8);
}

/** The number of leading zeros among the eight digits; the last digit does not count, even if it is 0. */
// @ts-ignore: decorator
@inline
function leadingZeros(digits: u64): u64 {
  return ctz(digits | LAST_DIGIT) >> 3;
}

/** The text of n < 10^8 without leading zeros, the first digit in the lowest byte; bytes after the last digit are 0. */
// @ts-ignore: decorator
@inline
export function smallText(n: u32): u64 {
  const digits = digitsOf(n);
  return (digits + ALL_ZEROS) >>> (leadingZeros(digits) << 3);
}

/** The number of digits in a `smallText`. */
// @ts-ignore: decorator
@inline
export function smallLength(text: u64): usize {
  return 8 - <usize>(clz(text) >> 3);
}

/** Writes n < 10^8; returns the address after it. Up to 8 bytes are overwritten. */
// @ts-ignore: decorator
@inline
export function writeSmall(out: usize, n: u32): usize {
  const text = smallText(n);
  store<u64>(out, text);
  return out + smallLength(text);
}

/** The four digits of n < 10^4 as numbers, the first one in the lowest byte; with half the work of eight. */
// @ts-ignore: decorator
@inline
function fourDigitsOf(n: u32): u32 {
  const hundreds = (n * 5243) >>> 19;
  const pairs = hundreds | ((n - hundreds * 100) << 16);
  const tens = ((pairs * 103) >>> 10) & 0x000f000f;
  return tens | ((pairs - tens * 10) << 8);
}

/** Writes any n; nearly always it is below 10^4. */
// @ts-ignore: decorator
@inline
export function writeCount(out: usize, n: u32): usize {
  if (n >= 10000) return writeUnsigned(out, n);
  const digits = fourDigitsOf(n);
  const zeros = ctz(digits | 0x80000000) & 24;
  store<u32>(out, (digits + 0x30303030) >>> zeros);
  return out + 4 - <usize>(zeros >>> 3);
}

/** Writes upper * 10^8 + lower, both below 10^8. */
// @ts-ignore: decorator
@inline
export function writePair(out: usize, upper: u32, lower: u32): usize {
  if (upper == 0) return writeSmall(out, lower);
  const after = writeSmall(out, upper);
  store<u64>(after, digitsOf(lower) + ALL_ZEROS);
  return after + 8;
}

// @ts-ignore: decorator
@inline
export function writeUnsigned(out: usize, n: u32): usize {
  const upper = n / EIGHT_DIGITS;
  return writePair(out, upper, n - upper * EIGHT_DIGITS);
}

/** Writes a 32-bit int of the original, which may be negative. */
export function writeInt(out: usize, bits: u32): usize {
  const value = <i32>bits;
  if (value >= 0) return writeUnsigned(out, bits);
  store<u8>(out, MINUS);
  return writeUnsigned(out + 1, 0 - bits);
}

/** Writes a number below 10^6 with its leading zeros, six digits; nearly always it is below 10^4. */
// @ts-ignore: decorator
@inline
export function writeSixDigits(out: usize, n: u32): usize {
  const digits = n >= 10000 ? digitsOf(n) >>> 16 : <u64>fourDigitsOf(n) << 16;
  store<u64>(out, digits + ALL_ZEROS);
  return out + 6;
}

/** Whether the time is before 2001-09-09T01:46:40 or after 2106-02-07T06:28:15, where the seconds do not have ten digits or 32 bits. */
// @ts-ignore: decorator
@inline
export function isRareTime(seconds: i64): bool {
  return <u64>(seconds - TEN_DIGITS) >= <u64>(TWO_32 - TEN_DIGITS);
}

/** Writes a time stamp in milliseconds, for whole seconds since 1970 of either sign and the run's fraction of a second. */
// @ts-ignore: decorator
@inline
export function writeTimestamp(out: usize, seconds: i64): usize {
  if (isRareTime(seconds)) return writeRareTimestamp(out, seconds);
  const upper = <u32>seconds / EIGHT_DIGITS;
  const tens = (upper * 103) >>> 10;
  store<u16>(out, <u16>(0x3030 | tens | ((upper - tens * 10) << 8)));
  store<u64>(out, digitsOf(<u32>seconds - upper * EIGHT_DIGITS) + ALL_ZEROS, 2);
  store<u32>(out, load<u32>(PARAMETERS, P_MILLISECOND_DIGITS), 10);
  return out + 13;
}

/** The same for a rare time. */
function writeRareTimestamp(out: usize, seconds: i64): usize {
  const digits = load<u32>(PARAMETERS, P_MILLISECOND_DIGITS);
  const milliseconds = (digits & 15) * 100 + ((digits >> 8) & 15) * 10 + ((digits >> 16) & 15);
  const value = seconds * 1000 + <i64>milliseconds;
  let start = out;
  if (value < 0) {
    store<u8>(out, MINUS);
    start++;
  }
  const positive = <u64>(value < 0 ? -value : value);
  return writePair(start, <u32>(positive / EIGHT_DIGITS), <u32>(positive % EIGHT_DIGITS));
}
