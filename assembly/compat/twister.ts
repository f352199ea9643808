// The original's generator, MT19937 (Matsumoto and Nishimura 1998), and its uniform draws. One block of 624 outputs at a
// time, four lanes at once:
//
//   words     x[0] ... x[623] | x[0..3] again, so that the last lanes find their successors
//   outputs   the same, tempered, from which draws are taken one after the other
import { COMPAT_HAS_GAUSSIAN, COMPAT_OUTPUTS, COMPAT_POSITION, COMPAT_WORDS, TWISTER_WORDS } from "../layout/compat";
import { P_COMPAT, P_SEED, PARAMETERS } from "../layout/run";

const BYTES: usize = <usize>TWISTER_WORDS << 2;
/** Distance in bytes to the word that a word is mixed with: 397 words ahead or, past the end, 227 back. */
const AHEAD: usize = 397 << 2;
const BACK: usize = 227 << 2;
/** Groups of four lanes before this word find their partners ahead, counting the copied first words. */
const TURN: usize = 228 << 2;

// @ts-ignore: decorator
@inline
export function compatBlock(): usize {
  return <usize>load<u32>(PARAMETERS, P_COMPAT);
}

function seedByNumber(words: usize, seed: u32): void {
  let word = seed;
  store<u32>(words, word);
  for (let i: u32 = 1; i < TWISTER_WORDS; i++) {
    word = 1812433253 * (word ^ (word >>> 30)) + i;
    store<u32>(words + (<usize>i << 2), word);
  }
}

/** One step of seeding by an array: mixes the word at `i` with the one before it, adds `addend`, returns the next index. */
// @ts-ignore: decorator
@inline
function mixWord(words: usize, i: u32, factor: u32, addend: u32): u32 {
  const at = words + (<usize>i << 2);
  const before = load<u32>(at - 4);
  store<u32>(at, (load<u32>(at) ^ ((before ^ (before >>> 30)) * factor)) + addend);
  if (i + 1 < TWISTER_WORDS) return i + 1;
  store<u32>(words, load<u32>(words + BYTES - 4));
  return 1;
}

/** Seeds the generator with the two halves of the seed, the upper one first. */
export function seedTwister(block: usize): void {
  const words = block + COMPAT_WORDS;
  const seed = load<u64>(PARAMETERS, P_SEED);
  seedByNumber(words, 19650218);
  let i: u32 = 1;
  for (let k: u32 = 0; k < TWISTER_WORDS; k++) {
    const half = k & 1;
    i = mixWord(words, i, 1664525, (half ? <u32>seed : <u32>(seed >>> 32)) + half);
  }
  for (let k: u32 = 1; k < TWISTER_WORDS; k++) i = mixWord(words, i, 1566083941, 0 - i);
  store<u32>(words, 0x80000000);
  store<u32>(block, <u32>(block + COMPAT_OUTPUTS + BYTES), COMPAT_POSITION);
  store<u32>(block, 0, COMPAT_HAS_GAUSSIAN);
}

/** Four new words from those at `at`, their successors and the words that they are mixed with. */
// @ts-ignore: decorator
@inline
function twist(at: usize, mixed: usize): v128 {
  const upper = v128.and(v128.load(at), i32x4.splat(<i32>0x80000000));
  const both = v128.or(upper, v128.and(v128.load(at, 4), i32x4.splat(0x7fffffff)));
  const odd = i32x4.neg(v128.and(both, i32x4.splat(1)));
  const matrix = v128.and(odd, i32x4.splat(<i32>0x9908b0df));
  return v128.xor(v128.xor(v128.load(mixed), i32x4.shr_u(both, 1)), matrix);
}

// @ts-ignore: decorator
@inline
function temper(words: v128): v128 {
  let y = v128.xor(words, i32x4.shr_u(words, 11));
  y = v128.xor(y, v128.and(i32x4.shl(y, 7), i32x4.splat(<i32>0x9d2c5680)));
  y = v128.xor(y, v128.and(i32x4.shl(y, 15), i32x4.splat(<i32>0xefc60000)));
  return v128.xor(y, i32x4.shr_u(y, 18));
}

/** Makes the next 624 outputs; returns the address of the first one. */
function refill(block: usize): usize {
  const words = block + COMPAT_WORDS;
  const outputs = block + COMPAT_OUTPUTS;
  for (let i: usize = 0; i < BYTES; i += 16) {
    const at = words + i;
    const next = twist(at, i < TURN ? at + AHEAD : at - BACK);
    v128.store(at, next);
    if (i == 0) v128.store(words + BYTES, next);
    v128.store(outputs + i, temper(next));
  }
  return outputs;
}

/** The next 32 bits. */
// @ts-ignore: decorator
@inline
export function drawBits(block: usize): u32 {
  let at = <usize>load<u32>(block, COMPAT_POSITION);
  if (at == block + COMPAT_OUTPUTS + BYTES) at = refill(block);
  store<u32>(block, <u32>(at + 4), COMPAT_POSITION);
  return load<u32>(at);
}

/** A double made of two outputs, as an integer in units of 2^-52: the upper 26 bits of each output. */
// @ts-ignore: decorator
@inline
export function drawUnits(block: usize): u64 {
  const high = drawBits(block) >>> 6;
  return (<u64>high << 26) | <u64>(drawBits(block) >>> 6);
}

/** A double from 0 (inclusive) to 1 (exclusive). */
// @ts-ignore: decorator
@inline
export function drawDouble(block: usize): f64 {
  return <f64>(<i64>drawUnits(block)) * (1.0 / 4503599627370496.0);
}
