// Writes a value with the key before it, as matches and literals, without branches that could be mispredicted: whether the
// value, its beginning or its end is within the window is decided by selections, and copies have a fixed width.
//
//   key and value were written within the window        |----------- match -----------|
//   only texts that begin and end alike were            |-- match --| literals |-match-|
//   nothing was but the key                             |-match-|      literals        |
//
// A match for an end usually continues into the next key, and one for a beginning always starts with its own key. So neither
// needs more sequences than the keys alone.
//
// Whether a match can be continued depends on the last match, which is passed from value to value (as 64 bits, the offset in
// the upper half, the end in the lower). Reading it from memory, where it was just written, would make each value wait.
import {
  KEY_BYTES,
  NODE_KEY_PAGE,
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
} from "../layout/emission";
import { P_KEYS, PARAMETERS } from "../layout/run";
import { endOf, lastMatch, literal, matchAfter, matchIf, matchOn, reference, UPPER } from "./pen";

/** An end and offset that mean: there is no match. */
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

/** The text of the key whose position a node holds. */
// @ts-ignore: decorator
@inline
function keyText(keyNode: usize): usize {
  return <usize>load<u32>(PARAMETERS, P_KEYS) + ((keyNode - NODE_KEY_PAGE) >> 2) * KEY_BYTES;
}

/** Writes a key as a match with what follows it up to the match's end, if that is in the window; else the key as literals. */
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

/** Writes a key of which only its last position is known. */
// @ts-ignore: decorator
@inline
export function writeBareKey(pen: u64, emitter: usize, keyNode: usize, keyLength: u32, keyStart: u32): u64 {
  const last = lastMatch(pen);
  const key = bareKey(last, endOf(last) == keyStart, emitter + keyNode, keyStart);
  return writeKey(pen, last, keyNode, keyLength, keyStart, key + <u64>(keyStart + keyLength));
}

/** What the values of a table can refer to; constants at compile time, so that nothing is looked for in vain. */
export const HAS_OWN: u32 = 1; // the value as a whole; else the caller takes care of it
export const HAS_PREFIX: u32 = 2;
export const HAS_SUFFIX: u32 = 4;
export const HAS_SHORT: u32 = 16; // the first SHORT_BYTES, where nothing longer was written
export const FOLLOWS_LITERALS: u32 = 8; // always: no match can be continued here

/** Notes in a node that its text is at `position`; returns the distance to where it was before. */
// @ts-ignore: decorator
@inline
export function seenBefore(node: usize, position: u32): u32 {
  const offset = position - load<u32>(node);
  store<u32>(node, position);
  return offset;
}

/** What the key alone refers to: the continuation of the match that ends before it, if there is one, or where it was written last. */
// @ts-ignore: decorator
@inline
export function bareKey(last: u64, joins: bool, node: usize, keyStart: u32): u64 {
  return select<u64>(last & UPPER, <u64>seenBefore(node, keyStart) << 32, joins);
}

/**
 * What a key and its value refer to. Subtracting from a length that is too small wraps to a large number, so that one comparison
 * checks both the length and the window.
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
  let best = reference(seenBefore(emitter + keyNode, keyStart), 0);
  // A match that continues into the key is given up only for at least four bytes of the value.
  let joined = last & UPPER;
  if (traits & HAS_SHORT) {
    const offset = seenBefore(nodeAt(emitter, value, VALUE_SHORT), start);
    best = select<u64>(reference(offset, SHORT_BYTES), best, (offset | (length - SHORT_BYTES - 1)) <= WINDOW);
  }
  if (traits & HAS_PREFIX) {
    const prefixLength = <u32>load<u16>(value, VALUE_PREFIX_LENGTH);
    const offset = seenBefore(nodeAt(emitter, value, VALUE_PREFIX), start);
    const prefix = reference(offset, prefixLength);
    best = select<u64>(prefix, best, (offset | (prefixLength - 1)) <= WINDOW);
    joined = select<u64>(prefix, joined, (offset | (prefixLength - 4)) <= WINDOW);
  }
  if (!(traits & FOLLOWS_LITERALS)) best = select<u64>(joined, best, endOf(last) == keyStart);
  if (traits & HAS_OWN) {
    const offset = seenBefore(nodeAt(emitter, value, VALUE_OWN), start);
    best = select<u64>(reference(offset, length), best, offset <= WINDOW);
  }
  return best;
}

/** What the end of a value refers to: the distance and the number of bytes; 0 for nothing. */
// @ts-ignore: decorator
@inline
export function chooseEnd(best: u64, emitter: usize, value: usize, end: u32): u64 {
  const suffixLength = <u32>load<u16>(value, VALUE_SUFFIX_LENGTH);
  const offset = seenBefore(nodeAt(emitter, value, VALUE_SUFFIX), end - suffixLength);
  const between = lengthOfValue(value) - <u32>best - suffixLength;
  return select<u64>(reference(offset, suffixLength), 0, (offset | between) <= WINDOW);
}

/** The last match after a value from `start` to `end`. */
// @ts-ignore: decorator
@inline
export function lastOf(best: u64, ending: u64, start: u32, end: u32): u64 {
  return select<u64>((ending & UPPER) | <u64>end, best + <u64>start, ending != 0);
}

/** Writes a key and its value with the references that were chosen. */
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

/** Writes a key and its value after literals. */
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

/** Writes a piece of a value's text: a match if the value that it was cut from is within the window. */
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

/** Writes a value that is not in the window, in pieces some of which are. */
export function writePieces(pen: u64, emitter: usize, keyNode: usize, keyLength: u32, value: usize, keyStart: u32): u64 {
  let text = <usize>load<u32>(value, VALUE_TEXT);
  let piece = <usize>load<u32>(value, VALUE_PREFIX);
  const end = piece + <usize>load<u16>(value, VALUE_PREFIX_LENGTH) * PIECE_BYTES;
  let at = keyStart + keyLength;
  const first = pieceOffset(emitter, piece, at);
  // If the first piece is the beginning of another value, the match begins with the key.
  const isBeginning = i32(first <= WINDOW) & i32(load<u16>(piece, PIECE_FROM) == 0);
  const last = lastMatch(pen);
  const key = bareKey(last, endOf(last) == keyStart, emitter + keyNode, keyStart);
  const best = isBeginning ? reference(first, 0) : key;
  let next = writeKey(pen, last, keyNode, keyLength, keyStart, best + <u64>at);
  for (; piece < end; piece += PIECE_BYTES) {
    const length = <u32>load<u16>(piece, PIECE_LENGTH);
    next = writePiece(next, text, length, at, pieceOffset(emitter, piece, at));
    at += length;
    text += <usize>length;
  }
  return next;
}
