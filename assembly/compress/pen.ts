// What a line is made of, for LZ4: literals, which are copied to where they wait for their sequence, and matches, which
// are noted as (start, end, offset). Both wait until some lines are complete; sequences.ts then writes them in one loop.
//
// The pen is where the last match and the next literal are: the address of the match that was noted last in the upper half
// of 64 bits, that for a literal in the lower. So it stays in a register, and adding to it moves it.
//
//   position:  100            109      114                  131
//   text:       ,"location":"  Paris    ,"userAgent":"Mozil   la/5...
//   matches:   (100, 109, 471)         (114, 131, 942)
//   literals:                  Paris
import { MATCH_BYTES, MATCH_END, MATCH_START } from "../layout";

const MATCH_SHIFT: u64 = 35;
const MATCH_STEP: u64 = 1 << MATCH_SHIFT;
const UPPER: u64 = 0xffffffff00000000;

// @ts-ignore: decorator
@inline
export function penAt(matches: usize, literals: usize): u64 {
  return ((<u64>matches) << 32) | <u64>literals;
}

// @ts-ignore: decorator
@inline
export function matchesOf(pen: u64): usize {
  return <usize>(pen >> 32);
}

// @ts-ignore: decorator
@inline
export function literalsOf(pen: u64): usize {
  return <usize>(<u32>pen);
}

/** Copies up to 16 bytes, and something behind them. */
// @ts-ignore: decorator
@inline
export function literal16(pen: u64, text: usize, length: u32): u64 {
  v128.store(literalsOf(pen), v128.load(text));
  return pen + <u64>length;
}

/** What is behind the first 32 bytes of a long literal. */
function copyRest(out: usize, text: usize, length: u32): void {
  for (let at: usize = 32; at < <usize>length; at += 16) v128.store(out + at, v128.load(text + at));
}

/** Copies any number of bytes, usually no more than 32, and something behind them. */
// @ts-ignore: decorator
@inline
export function literal(pen: u64, text: usize, length: u32): u64 {
  const out = literalsOf(pen);
  v128.store(out, v128.load(text));
  v128.store(out, v128.load(text, 16), 16);
  if (length > 32) copyRest(out, text, length);
  return pen + <u64>length;
}

/** End and offset of the match that was noted last: the end in the lower half of 64 bits, the offset in the upper one. */
// @ts-ignore: decorator
@inline
export function lastMatch(pen: u64): u64 {
  return load<u64>(matchesOf(pen), MATCH_END);
}

// @ts-ignore: decorator
@inline
export function endOf(match: u64): u32 {
  return <u32>match;
}

// @ts-ignore: decorator
@inline
export function offsetOf(match: u64): u32 {
  return <u32>(match >> 32);
}

/** Moves the end of the match that was noted last. */
// @ts-ignore: decorator
@inline
export function extendLast(pen: u64, last: u64, byteLength: u32): void {
  // Both halves, or the next lastMatch would wait until the store has left the processor's buffer.
  store<u64>(matchesOf(pen), last + <u64>byteLength, MATCH_END);
}

/** Notes a match behind literals. */
// @ts-ignore: decorator
@inline
export function match(pen: u64, start: u32, end: u32, offset: u32): u64 {
  return matchIf(pen, start, <u64>end | (<u64>offset << 32), 1);
}

/** Notes a match behind literals if `isUsed` is 1, nothing if it is 0, without a branch. */
// @ts-ignore: decorator
@inline
export function matchIf(pen: u64, start: u32, endAndOffset: u64, isUsed: u32): u64 {
  const target = matchesOf(pen);
  store<u32>(target, start, MATCH_BYTES + MATCH_START);
  store<u64>(target, endAndOffset, MATCH_BYTES + MATCH_END);
  return pen + (<u64>isUsed << MATCH_SHIFT);
}

/** Notes a match that may follow `last` directly; if its text does so too where it comes from, both are one. */
// @ts-ignore: decorator
@inline
export function matchAfter(pen: u64, last: u64, start: u32, endAndOffset: u64): u64 {
  const before = (endAndOffset & UPPER) | <u64>start;
  store<u32>(matchesOf(pen), start, MATCH_BYTES + MATCH_START); // means nothing where they are one
  const next = select<u64>(pen, pen + MATCH_STEP, before == last);
  store<u64>(matchesOf(next), endAndOffset, MATCH_END);
  return next;
}

// @ts-ignore: decorator
@inline
export function matchOn(pen: u64, start: u32, end: u32, offset: u32): u64 {
  return matchAfter(pen, lastMatch(pen), start, <u64>end | (<u64>offset << 32));
}
