// MessagePack's integers: each as the smallest type that holds it (the specification's "int format family").
// The highest byte comes first, so every store of more than one byte swaps them.

const UINT_8: u32 = 0xcc;
const UINT_16: u32 = 0xcd;
const UINT_32: u8 = 0xce;
const UINT_64: u8 = 0xcf;
const INT_8: u8 = 0xd0;
const INT_16: u8 = 0xd1;
const INT_32: u8 = 0xd2;
const INT_64: u8 = 0xd3;

function writePositive(out: usize, value: u64): usize {
  if (value < 0x80) {
    store<u8>(out, <u8>value);
    return out + 1;
  }
  if (value < 0x100) {
    store<u8>(out, <u8>UINT_8);
    store<u8>(out, <u8>value, 1);
    return out + 2;
  }
  if (value < 0x10000) {
    store<u8>(out, <u8>UINT_16);
    store<u16>(out, bswap<u16>(<u16>value), 1);
    return out + 3;
  }
  return writeWide(out, value);
}

function writeNegative(out: usize, value: i64): usize {
  if (value >= -32) {
    store<i8>(out, <i8>value);
    return out + 1;
  }
  if (value >= -0x80) {
    store<u8>(out, INT_8);
    store<i8>(out, <i8>value, 1);
    return out + 2;
  }
  if (value >= -0x8000) {
    store<u8>(out, INT_16);
    store<u16>(out, bswap<u16>(<u16>value), 1);
    return out + 3;
  }
  const isLong = value < -0x80000000;
  store<u8>(out, isLong ? INT_64 : INT_32);
  store<u64>(out, bswap<u64>(isLong ? <u64>value : <u64>value << 32), 1);
  return out + (isLong ? 9 : 5);
}

/** Writes any integer. Up to 9 bytes are overwritten. */
export function writeInteger(out: usize, value: i64): usize {
  return value < 0 ? writeNegative(out, value) : writePositive(out, <u64>value);
}

/** Writes a number of at least 65536, as four bytes or eight, without a branch between them. */
// @ts-ignore: decorator
@inline
export function writeWide(out: usize, value: u64): usize {
  const isLong = value >> 32 != 0;
  store<u8>(out, isLong ? UINT_64 : UINT_32);
  store<u64>(out, bswap<u64>(isLong ? value : value << 32), 1);
  return out + (isLong ? 9 : 5);
}

/** Writes a number that is nearly always below 65536: one byte, two or three, without a branch between them. */
// @ts-ignore: decorator
@inline
export function writeSmallInteger(out: usize, value: u32): usize {
  if (value >= 0x10000) return writePositive(out, value);
  const isByte = value < 0x80;
  const isWord = value >= 0x100;
  const typed = isWord ? UINT_16 | (<u32>bswap<u16>(<u16>value) << 8) : UINT_8 | (value << 8);
  store<u32>(out, isByte ? value : typed);
  return out + (isByte ? 1 : isWord ? 3 : 2);
}
