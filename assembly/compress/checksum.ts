// xxHash32 with seed 0, the checksum of LZ4 frames: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
// Four accumulators as scalars: their multiplications overlap, where a vector's would wait for each other.
const PRIME_1: u32 = 0x9e3779b1;
const PRIME_2: u32 = 0x85ebca77;
const PRIME_3: u32 = 0xc2b2ae3d;
const PRIME_4: u32 = 0x27d4eb2f;
const PRIME_5: u32 = 0x165667b1;

// @ts-ignore: decorator
@inline
function round(sum: u32, word: u32): u32 {
  return rotl<u32>(sum + word * PRIME_2, 13) * PRIME_1;
}

/** The sum over whole stripes of 16 bytes, of which there is at least one. */
function sumStripes(address: usize, end: usize): u32 {
  let a: u32 = PRIME_1 + PRIME_2;
  let b: u32 = PRIME_2;
  let c: u32 = 0;
  let d: u32 = 0 - PRIME_1;
  for (let at = address; at < end; at += 16) {
    a = round(a, load<u32>(at));
    b = round(b, load<u32>(at, 4));
    c = round(c, load<u32>(at, 8));
    d = round(d, load<u32>(at, 12));
  }
  return rotl<u32>(a, 1) + rotl<u32>(b, 7) + rotl<u32>(c, 12) + rotl<u32>(d, 18);
}

/** The checksum of bytes anywhere in the memory. */
export function blockChecksum(address: usize, length: u32): u32 {
  const end = address + <usize>length;
  let at = address + <usize>(length & ~15);
  let sum = (length >= 16 ? sumStripes(address, at) : PRIME_5) + length;
  for (; at + 4 <= end; at += 4) sum = rotl<u32>(sum + load<u32>(at) * PRIME_3, 17) * PRIME_4;
  for (; at < end; at++) sum = rotl<u32>(sum + <u32>load<u8>(at) * PRIME_5, 11) * PRIME_1;
  sum = (sum ^ (sum >>> 15)) * PRIME_2;
  sum = (sum ^ (sum >>> 13)) * PRIME_3;
  return sum ^ (sum >>> 16);
}
