// What an event consists of, for LZ4: literals, which are copied to a buffer where they wait for their sequence, and matches, which
// are noted as (start, end, offset). Both wait until some events are complete; then sequences.ts writes them in one loop.
//
// The pen points to the last match and to the place of the next literal: 64 bits with the address of the match in the upper half
// and that of the literal in the lower. So it stays in a register, and an addition moves it.
//
//   position:  100            109      114                  131
//   text:       ,"location":"  Paris    ,"userAgent":"Mozil   la/5...
//   matches:   (100, 109, 471)         (114, 131, 942)
//   literals:                  Paris
import { copy32 } from "../copy";
import { MATCH_BYTES, MATCH_END, MATCH_START } from "../layout/emission";

/** Moves the pen to the next match: MATCH_BYTES in the upper half. */
const MATCH_SHIFT: u64 = 35;
const MATCH_STEP: u64 = 1 << MATCH_SHIFT;
/** Masks the offset in a match's end and offset. */
export const UPPER: u64 = 0xffffffff00000000;

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

/** Copies up to 16 bytes; always writes 16. */
// @ts-ignore: decorator
@inline
export function literal16(pen: u64, text: usize, length: u32): u64 {
  v128.store(literalsOf(pen), v128.load(text));
  return pen + <u64>length;
}

/** Copies any number of bytes, usually at most 32; may write more than that number. */
// @ts-ignore: decorator
@inline
export function literal(pen: u64, text: usize, length: u32): u64 {
  copy32(literalsOf(pen), text, <usize>length);
  return pen + <u64>length;
}

/** A match's offset, in the upper half of 64 bits, with its end or its length in bytes. */
// @ts-ignore: decorator
@inline
export function reference(offset: u32, endOrLength: u32): u64 {
  return (<u64>offset << 32) | <u64>endOrLength;
}

/** End and offset of the match that was noted last. */
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

/** Moves the end of the match that was noted last. */
// @ts-ignore: decorator
@inline
export function extendLast(pen: u64, last: u64, byteLength: u32): void {
  // Stores both halves; otherwise the next lastMatch would wait until the store has left the processor's buffer.
  store<u64>(matchesOf(pen), last + <u64>byteLength, MATCH_END);
}

/** Notes a match that follows literals. */
// @ts-ignore: decorator
@inline
export function match(pen: u64, start: u32, end: u32, offset: u32): u64 {
  return matchIf(pen, start, reference(offset, end), 1);
}

/** Notes a match that follows literals if `isUsed` is 1, nothing if it is 0, without a branch. */
// @ts-ignore: decorator
@inline
export function matchIf(pen: u64, start: u32, endAndOffset: u64, isUsed: u32): u64 {
  const target = matchesOf(pen);
  store<u32>(target, start, MATCH_BYTES + MATCH_START);
  store<u64>(target, endAndOffset, MATCH_BYTES + MATCH_END);
  return pen + (<u64>isUsed << MATCH_SHIFT);
}

/** Notes a match that may directly follow `last`. If its source directly follows the source of `last`, the two become one match. */
// @ts-ignore: decorator
@inline
export function matchAfter(pen: u64, last: u64, start: u32, endAndOffset: u64): u64 {
  const before = (endAndOffset & UPPER) | <u64>start;
  store<u32>(matchesOf(pen), start, MATCH_BYTES + MATCH_START); // has no meaning where the two are one
  const next = select<u64>(pen, pen + MATCH_STEP, before == last);
  store<u64>(matchesOf(next), endAndOffset, MATCH_END);
  return next;
}

// @ts-ignore: decorator
@inline
export function matchOn(pen: u64, start: u32, end: u32, offset: u32): u64 {
  return matchAfter(pen, lastMatch(pen), start, reference(offset, end));
}
