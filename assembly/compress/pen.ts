// What a line is made of, for LZ4: literals, which are copied to where they wait for their sequence, and matches, which
// are noted as (start, end, offset). Both wait until some lines are complete; sequences.ts then writes them in one loop.
//
// The pen is where the next match and the next literal go: the address for a match in the upper half of 64 bits, that for
// a literal in the lower. So it stays in a register, and adding to it moves it.
//
//   position:  100            109      114                  131
//   text:       ,"location":"  Paris    ,"userAgent":"Mozil   la/5...
//   matches:   (100, 109, 471)         (114, 131, 942)
//   literals:                  Paris
import { MATCH_BYTES, MATCH_END, MATCH_START } from "../layout";

const MATCH_STEP: u64 = (<u64>MATCH_BYTES) << 32;

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

/** Copies any number of bytes, usually no more than 32, and something behind them. */
// @ts-ignore: decorator
@inline
export function literal(pen: u64, text: usize, length: u32): u64 {
  const out = literalsOf(pen);
  v128.store(out, v128.load(text));
  v128.store(out, v128.load(text, 16), 16);
  if (length > 32) {
    for (let at: usize = 32; at < <usize>length; at += 16) v128.store(out + at, v128.load(text + at));
  }
  return pen + <u64>length;
}

/** End and offset of the match that was noted last. */
// @ts-ignore: decorator
@inline
export function lastMatch(pen: u64): u64 {
  return load<u64>(matchesOf(pen) - MATCH_BYTES, MATCH_END);
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

/** Notes a match behind literals. */
// @ts-ignore: decorator
@inline
export function match(pen: u64, start: u32, end: u32, offset: u32): u64 {
  return matchIf(pen, start, end, offset, true);
}

/** Notes a match behind literals, or nothing, without a branch. */
// @ts-ignore: decorator
@inline
export function matchIf(pen: u64, start: u32, end: u32, offset: u32, isUsed: bool): u64 {
  const target = matchesOf(pen);
  store<u32>(target, start, MATCH_START);
  store<u64>(target, <u64>end | (<u64>offset << 32), MATCH_END);
  return pen + (isUsed ? MATCH_STEP : 0);
}

/** Notes a match that may follow `last` directly; if its text does so too where it comes from, both are one. */
// @ts-ignore: decorator
@inline
export function matchAfter(pen: u64, last: u64, start: u32, end: u32, offset: u32): u64 {
  const joins = last == (<u64>start | (<u64>offset << 32));
  const target = matchesOf(pen);
  store<u32>(target, start, MATCH_START); // means nothing where they are one
  store<u64>(joins ? target - MATCH_BYTES : target, <u64>end | (<u64>offset << 32), MATCH_END);
  return pen + (joins ? 0 : MATCH_STEP);
}

// @ts-ignore: decorator
@inline
export function matchOn(pen: u64, start: u32, end: u32, offset: u32): u64 {
  return matchAfter(pen, lastMatch(pen), start, end, offset);
}
