// xxHash64 with seed 0, the checksum of Zstandard frames: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
const PRIME_1: u64 = 0x9e3779b185ebca87;
const PRIME_2: u64 = 0xc2b2ae3d27d4eb4f;
const PRIME_3: u64 = 0x165667b19e3779f9;
const PRIME_4: u64 = 0x85ebca77c2b2ae63;
const PRIME_5: u64 = 0x27d4eb2f165667c5;
const LANE_BYTES: usize = 8;
const STRIPE_BYTES: usize = 32;

// @ts-ignore: decorator
@inline
function round(lane: u64, input: u64): u64 {
  return rotl<u64>(lane + input * PRIME_2, 31) * PRIME_1;
}

// @ts-ignore: decorator
@inline
function merge(sum: u64, lane: u64): u64 {
  return (sum ^ round(0, lane)) * PRIME_1 + PRIME_4;
}

/** The four lanes over all whole stripes, as one number. No lane waits for another one, so the processor runs them side by side. */
function sumStripes(begin: usize, end: usize): u64 {
  let a = PRIME_1 + PRIME_2;
  let b = PRIME_2;
  let c: u64 = 0;
  let d = -PRIME_1;
  for (let at = begin; at < end; at += STRIPE_BYTES) {
    a = round(a, load<u64>(at));
    b = round(b, load<u64>(at, LANE_BYTES));
    c = round(c, load<u64>(at, 2 * LANE_BYTES));
    d = round(d, load<u64>(at, 3 * LANE_BYTES));
  }
  const sum = rotl<u64>(a, 1) + rotl<u64>(b, 7) + rotl<u64>(c, 12) + rotl<u64>(d, 18);
  return merge(merge(merge(merge(sum, a), b), c), d);
}

/** Adds what is left after the last whole stripe: lanes, then half a lane, then bytes. */
function addRest(start: u64, begin: usize, end: usize): u64 {
  let sum = start;
  let at = begin;
  for (; at + 8 <= end; at += 8) sum = rotl<u64>(sum ^ round(0, load<u64>(at)), 27) * PRIME_1 + PRIME_4;
  if (at + 4 <= end) {
    sum = rotl<u64>(sum ^ (<u64>load<u32>(at) * PRIME_1), 23) * PRIME_2 + PRIME_3;
    at += 4;
  }
  for (; at < end; at++) sum = rotl<u64>(sum ^ (<u64>load<u8>(at) * PRIME_5), 11) * PRIME_1;
  return sum;
}

/** The low half of the hash of `byteLength` bytes at `address`, which is what a frame contains (RFC 8878, 3.1.1). */
export function contentChecksum(address: usize, byteLength: u32): u32 {
  const length = <usize>byteLength;
  const end = address + length;
  const whole = address + (length & ~(STRIPE_BYTES - 1));
  const start = length >= STRIPE_BYTES ? sumStripes(address, whole) : PRIME_5;
  let sum = addRest(start + <u64>length, whole, end);
  sum = (sum ^ (sum >>> 33)) * PRIME_2;
  sum = (sum ^ (sum >>> 29)) * PRIME_3;
  return <u32>(sum ^ (sum >>> 32));
}
