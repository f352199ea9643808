// xxHash32 with seed 0 of a block, the checksum of LZ4 frames: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
// The four accumulators are the lanes of a vector. Each stripe of 16 bytes waits for the one before it, some ten cycles. So
// sequences.ts adds complete stripes while it writes the next sequences, and only the last ones remain for the end.
import { EMITTER_BLOCK, EMITTER_CHECKSUM, EMITTER_SUMMED, EMITTER_SUMS } from "../layout/emission";

const PRIME_1: u32 = 0x9e3779b1;
const PRIME_2: u32 = 0x85ebca77;
const PRIME_3: u32 = 0xc2b2ae3d;
const PRIME_4: u32 = 0x27d4eb2f;
const PRIME_5: u32 = 0x165667b1;
export const STRIPE_BYTES: usize = 16;

/** Begins the checksum of the block that will be at `out`. */
export function beginChecksum(emitter: usize, out: usize): void {
  store<u32>(emitter, <u32>out, EMITTER_BLOCK);
  store<u32>(emitter, <u32>out, EMITTER_SUMMED);
  v128.store(emitter, i32x4(<i32>(PRIME_1 + PRIME_2), <i32>PRIME_2, 0, <i32>(0 - PRIME_1)), EMITTER_SUMS);
}

/** The accumulators after one more stripe. */
// @ts-ignore: decorator
@inline
export function addStripe(sums: v128, stripe: usize): v128 {
  const next = i32x4.add(sums, i32x4.mul(v128.load(stripe), i32x4.splat(<i32>PRIME_2)));
  return i32x4.mul(v128.or(i32x4.shl(next, 13), i32x4.shr_u(next, 19)), i32x4.splat(<i32>PRIME_1));
}

/** The accumulators merged into one number, after all stripes up to `end`. */
function sumStripes(emitter: usize, end: usize): u32 {
  let sums = v128.load(emitter, EMITTER_SUMS);
  for (let at = <usize>load<u32>(emitter, EMITTER_SUMMED); at < end; at += STRIPE_BYTES) sums = addStripe(sums, at);
  const a = rotl<u32>(<u32>i32x4.extract_lane(sums, 0), 1);
  const b = rotl<u32>(<u32>i32x4.extract_lane(sums, 1), 7);
  const c = rotl<u32>(<u32>i32x4.extract_lane(sums, 2), 12);
  return a + b + c + rotl<u32>(<u32>i32x4.extract_lane(sums, 3), 18);
}

/** Ends the checksum of the block, which ends at `end`. */
export function endChecksum(emitter: usize, end: usize): void {
  const begin = <usize>load<u32>(emitter, EMITTER_BLOCK);
  const length = end - begin;
  let at = begin + (length & ~(STRIPE_BYTES - 1));
  let sum = (length >= STRIPE_BYTES ? sumStripes(emitter, at) : PRIME_5) + <u32>length;
  for (; at + 4 <= end; at += 4) sum = rotl<u32>(sum + load<u32>(at) * PRIME_3, 17) * PRIME_4;
  for (; at < end; at++) sum = rotl<u32>(sum + <u32>load<u8>(at) * PRIME_5, 11) * PRIME_1;
  sum = (sum ^ (sum >>> 15)) * PRIME_2;
  sum = (sum ^ (sum >>> 13)) * PRIME_3;
  store<u32>(emitter, sum ^ (sum >>> 16), EMITTER_CHECKSUM);
}
