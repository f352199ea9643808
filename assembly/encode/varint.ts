// Integers as Avro and Kafka write them: zigzag, then seven bits a byte, the lowest first
// (https://avro.apache.org/docs/1.12.0/specification/#primitive-types-1, https://kafka.apache.org/documentation/#messageformat).
const CONTINUES: u64 = 0x8080808080808080;
/** Zigzag numbers up to here take at most eight bytes. */
const EIGHT_BYTES: u64 = 0x0100000000000000;

/** Up to ten bytes; no byte after them is touched. */
export function writeExactVarint(out: usize, value: u64): usize {
  let at = out;
  let rest = value;
  for (; rest >= 0x80; rest >>= 7) store<u8>(at++, <u8>rest | 0x80);
  store<u8>(at, <u8>rest);
  return at + 1;
}

/** Spreads the number's groups of seven bits over the bytes of a word, by halves. Up to 10 bytes are overwritten. */
// @ts-ignore: decorator
@inline
function writeVarint(out: usize, value: u64): usize {
  if (value >= EIGHT_BYTES) return writeExactVarint(out, value);
  let lanes = (value & 0x0fffffff) | ((value & 0x00fffffff0000000) << 4);
  lanes = (lanes & 0x00003fff00003fff) | ((lanes & 0x0fffc0000fffc000) << 2);
  lanes = (lanes & 0x007f007f007f007f) | ((lanes & 0x3f803f803f803f80) << 1);
  // The last byte is the highest one that is not 0; a number 0 has one byte.
  const last = (63 - clz(lanes | 1)) >> 3;
  store<u64>(out, lanes | (CONTINUES & ((<u64>1 << (last << 3)) - 1)));
  return out + <usize>last + 1;
}

/** Writes any long. Up to 10 bytes are overwritten. */
// @ts-ignore: decorator
@inline
export function writeLong(out: usize, value: i64): usize {
  return writeVarint(out, <u64>((value << 1) ^ (value >> 63)));
}

/** Writes a number that is nearly always below 64. */
// @ts-ignore: decorator
@inline
export function writeCount(out: usize, value: u32): usize {
  if (value >= 64) return writeVarint(out, <u64>value << 1);
  store<u8>(out, <u8>(value << 1));
  return out + 1;
}
