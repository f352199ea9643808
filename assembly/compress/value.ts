// A value with the key before it, as matches and literals. Without a branch where it could be mispredicted: whether the
// value, its beginning or its end stands within the window is decided by selections, and copies have a fixed width.
//
//   key and value were written within the window        |----------- match -----------|
//   only texts that begin and end alike were            |-- match --| literals |-match-|
//   nothing was but the key                             |-match-|      literals        |
//
// A match for an end usually goes on with the next key, and one for a beginning always starts with its own: so neither
// takes a sequence more than the keys do.
import {
  KEY_BYTES,
  NODE_KEY_PAGE,
  P_KEYS,
  PARAMETERS,
  PIECE_BYTES,
  PIECE_FROM,
  PIECE_LENGTH,
  PIECE_NODE,
  SHORT_BYTES,
  VALUE_LENGTH,
  VALUE_OWN,
  VALUE_PREFIX,
  VALUE_PREFIX_LENGTH,
  VALUE_SHORT,
  VALUE_SUFFIX,
  VALUE_SUFFIX_LENGTH,
  VALUE_TEXT,
  WINDOW,
} from "../layout";
import { endOf, lastMatch, literal, match, matchAfter, matchIf, matchOn, offsetOf } from "./pen";

const UPPER: u64 = 0xffffffff00000000;
/** As end and offset of a match: there is none. */
export const OUTSIDE: u64 = (<u64>WINDOW + 1) << 32;

// @ts-ignore: decorator
@inline
export function lengthOfValue(value: usize): u32 {
  return <u32>load<u16>(value, VALUE_LENGTH);
}

// @ts-ignore: decorator
@inline
export function nodeAt(emitter: usize, value: usize, field: usize): usize {
  return emitter + <usize>load<u32>(value + field);
}

/** The text of the key whose positions a node keeps. */
// @ts-ignore: decorator
@inline
function keyText(keyNode: usize): usize {
  return <usize>load<u32>(PARAMETERS, P_KEYS) + ((keyNode - NODE_KEY_PAGE) >> 2) * KEY_BYTES;
}

/** Writes a key, and what follows it up to the match's end, if that stands in the window; else the key alone. */
// @ts-ignore: decorator
@inline
export function writeKey(
  pen: u64,
  last: u64,
  keyNode: usize,
  keyLength: u32,
  keyStart: u32,
  endAndOffset: u64,
): u64 {
  return endAndOffset >= OUTSIDE
    ? literal(pen, keyText(keyNode), keyLength)
    : matchAfter(pen, last, keyStart, endAndOffset);
}

/** Writes a key of which nothing is known but where it was last. */
// @ts-ignore: decorator
@inline
export function writeBareKey(pen: u64, emitter: usize, keyNode: usize, keyLength: u32, keyStart: u32): u64 {
  const last = lastMatch(pen);
  const key = bareKey(last, endOf(last) == keyStart, emitter + keyNode, keyStart);
  return writeKey(pen, last, keyNode, keyLength, keyStart, key + <u64>(keyStart + keyLength));
}

/** What there is to know of a table's values; known when this is compiled, so that nothing is looked for in vain. */
export const HAS_OWN: u32 = 1; // the value as a whole, else the caller looks after that
export const HAS_PREFIX: u32 = 2;
export const HAS_SUFFIX: u32 = 4;
export const HAS_SHORT: u32 = 16; // the first SHORT_BYTES, where nothing longer was written
export const FOLLOWS_LITERALS: u32 = 8; // always: no match can go on here

/** What to refer to, in 64 bits: how far back it is in the upper half, how many bytes of the value in the lower one. */
// @ts-ignore: decorator
@inline
export function candidate(offset: u32, byteLength: u32): u64 {
  return (<u64>offset << 32) | <u64>byteLength;
}

/** Notes in a node that its text stands at `position`; gives how far back it stood before. */
// @ts-ignore: decorator
@inline
export function seenBefore(node: usize, position: u32): u32 {
  const offset = position - load<u32>(node);
  store<u32>(node, position);
  return offset;
}

/** The key alone, as the match that ends before it goes on, if one does, or where it was written last. */
// @ts-ignore: decorator
@inline
export function bareKey(last: u64, joins: bool, node: usize, keyStart: u32): u64 {
  return select<u64>(last & UPPER, <u64>seenBefore(node, keyStart) << 32, joins);
}

/**
 * What a key and its value refer to. A number that is too small becomes a large one when something is taken from it: so one
 * comparison tells of it and of the window.
 */
// @ts-ignore: decorator
@inline
export function choose(
  last: u64,
  emitter: usize,
  keyNode: usize,
  value: usize,
  keyStart: u32,
  start: u32,
  traits: u32,
): u64 {
  const length = lengthOfValue(value);
  let best = candidate(seenBefore(emitter + keyNode, keyStart), 0);
  // Where a match goes on to the key, it is left for four bytes of the value at least.
  let joined = last & UPPER;
  if (traits & HAS_SHORT) {
    const offset = seenBefore(nodeAt(emitter, value, VALUE_SHORT), start);
    best = select<u64>(candidate(offset, SHORT_BYTES), best, (offset | (length - SHORT_BYTES - 1)) <= WINDOW);
  }
  if (traits & HAS_PREFIX) {
    const prefixLength = <u32>load<u16>(value, VALUE_PREFIX_LENGTH);
    const offset = seenBefore(nodeAt(emitter, value, VALUE_PREFIX), start);
    const prefix = candidate(offset, prefixLength);
    best = select<u64>(prefix, best, (offset | (prefixLength - 1)) <= WINDOW);
    joined = select<u64>(prefix, joined, (offset | (prefixLength - 4)) <= WINDOW);
  }
  if (!(traits & FOLLOWS_LITERALS)) best = select<u64>(joined, best, endOf(last) == keyStart);
  if (traits & HAS_OWN) {
    const offset = seenBefore(nodeAt(emitter, value, VALUE_OWN), start);
    best = select<u64>(candidate(offset, length), best, offset <= WINDOW);
  }
  return best;
}

/** What the end of a value refers to, how far back and how many bytes; 0 for nothing. */
// @ts-ignore: decorator
@inline
export function chooseEnd(best: u64, emitter: usize, value: usize, end: u32): u64 {
  const suffixLength = <u32>load<u16>(value, VALUE_SUFFIX_LENGTH);
  const offset = seenBefore(nodeAt(emitter, value, VALUE_SUFFIX), end - suffixLength);
  const between = lengthOfValue(value) - <u32>best - suffixLength;
  return select<u64>(candidate(offset, suffixLength), 0, (offset | between) <= WINDOW);
}

/** The last match behind a value from `start` to `end`. */
// @ts-ignore: decorator
@inline
export function lastOf(best: u64, ending: u64, start: u32, end: u32): u64 {
  return select<u64>((ending & UPPER) | <u64>end, best + <u64>start, ending != 0);
}

/** Writes a key and its value as they were chosen. */
// @ts-ignore: decorator
@inline
export function writeChosen(
  pen: u64,
  last: u64,
  best: u64,
  ending: u64,
  keyNode: usize,
  keyLength: u32,
  value: usize,
  keyStart: u32,
  traits: u32,
): u64 {
  const matched = <u32>best;
  const length = lengthOfValue(value);
  const start = keyStart + keyLength;
  const follows = (traits & FOLLOWS_LITERALS) != 0;
  let next = pen;
  if (follows && best < OUTSIDE) next = matchIf(next, keyStart, best + <u64>start, 1);
  else next = writeKey(next, last, keyNode, keyLength, keyStart, best + <u64>start);
  next = literal(next, <usize>load<u32>(value, VALUE_TEXT) + <usize>matched, length - matched - <u32>ending);
  if (!(traits & HAS_SUFFIX)) return next;
  const end = start + length;
  return matchIf(next, end - <u32>ending, (ending & UPPER) | <u64>end, u32(ending != 0));
}

/** A key and its value behind literals. */
// @ts-ignore: decorator
@inline
export function writeValue(
  pen: u64,
  emitter: usize,
  keyNode: usize,
  keyLength: u32,
  value: usize,
  keyStart: u32,
  traits: u32,
): u64 {
  const start = keyStart + keyLength;
  const best = choose(0, emitter, keyNode, value, keyStart, start, traits);
  const ending = traits & HAS_SUFFIX ? chooseEnd(best, emitter, value, start + lengthOfValue(value)) : 0;
  return writeChosen(pen, 0, best, ending, keyNode, keyLength, value, keyStart, traits);
}

/** A piece of a value's text: a match if the value that it is a part of stands within the window. */
// @ts-ignore: decorator
@inline
function writePiece(pen: u64, text: usize, length: u32, at: u32, offset: u32): u64 {
  return offset <= WINDOW ? matchOn(pen, at, at + length, offset) : literal(pen, text, length);
}

// @ts-ignore: decorator
@inline
function pieceOffset(emitter: usize, piece: usize, at: u32): u32 {
  return at - load<u32>(emitter + <usize>load<u32>(piece, PIECE_NODE)) - <u32>load<u16>(piece, PIECE_FROM);
}

/** A value that is not in the window, in pieces of which some are. */
export function writePieces(pen: u64, emitter: usize, keyNode: usize, keyLength: u32, value: usize, keyStart: u32): u64 {
  let text = <usize>load<u32>(value, VALUE_TEXT);
  let piece = <usize>load<u32>(value, VALUE_PREFIX);
  const end = piece + <usize>load<u16>(value, VALUE_PREFIX_LENGTH) * PIECE_BYTES;
  let at = keyStart + keyLength;
  const first = pieceOffset(emitter, piece, at);
  // A first piece that begins as another value does begins with its key.
  const isBeginning = i32(first <= WINDOW) & i32(load<u16>(piece, PIECE_FROM) == 0);
  const last = lastMatch(pen);
  const key = bareKey(last, endOf(last) == keyStart, emitter + keyNode, keyStart);
  const best = isBeginning ? candidate(first, 0) : key;
  let next = writeKey(pen, last, keyNode, keyLength, keyStart, best + <u64>at);
  for (; piece < end; piece += PIECE_BYTES) {
    const length = <u32>load<u16>(piece, PIECE_LENGTH);
    next = writePiece(next, text, length, at, pieceOffset(emitter, piece, at));
    at += length;
    text += <usize>length;
  }
  return next;
}
