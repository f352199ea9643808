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

/** With fewer bytes in common it is cheaper to go on with the match that covers the key anyway. */
const LEAST_PREFIX: u32 = 4;

// @ts-ignore: decorator
@inline
export function lengthOfValue(value: usize): u32 {
  return <u32>load<u16>(value, VALUE_LENGTH);
}

// @ts-ignore: decorator
@inline
export function nodeAt(nodes: usize, value: usize, field: usize): usize {
  return nodes + <usize>load<u32>(value + field);
}

/** How far back a key's text is to be found: in the match that goes on here, if one does, or where it was written last. */
// @ts-ignore: decorator
@inline
export function keyOffset(last: u64, nodes: usize, keyNode: usize, keyStart: u32): u32 {
  const offset = keyStart - load<u32>(nodes + keyNode);
  return endOf(last) == keyStart ? offsetOf(last) : offset;
}

/** The text of the key whose positions a node keeps. */
// @ts-ignore: decorator
@inline
function keyText(keyNode: usize): usize {
  return <usize>load<u32>(PARAMETERS, P_KEYS) + ((keyNode - NODE_KEY_PAGE) >> 2) * KEY_BYTES;
}

/** Writes a key, and what follows it up to `end`, if that stands in the window at `offset`; else the key alone. */
// @ts-ignore: decorator
@inline
export function writeKey(
  pen: u64,
  last: u64,
  keyNode: usize,
  keyLength: u32,
  keyStart: u32,
  end: u32,
  offset: u32,
): u64 {
  return offset > WINDOW ? literal(pen, keyText(keyNode), keyLength) : matchAfter(pen, last, keyStart, end, offset);
}

/** Writes a key of which nothing is known but where it was last. */
// @ts-ignore: decorator
@inline
export function writeBareKey(pen: u64, nodes: usize, keyNode: usize, keyLength: u32, keyStart: u32): u64 {
  const last = lastMatch(pen);
  const offset = keyOffset(last, nodes, keyNode, keyStart);
  store<u32>(nodes + keyNode, keyStart);
  return writeKey(pen, last, keyNode, keyLength, keyStart, keyStart + keyLength, offset);
}

/** What there is to know of a table's values; known when this is compiled, so that nothing is looked for in vain. */
export const HAS_OWN: u32 = 1; // the value as a whole, else the caller looks after that
export const HAS_PREFIX: u32 = 2;
export const HAS_SUFFIX: u32 = 4;
export const HAS_SHORT: u32 = 16; // the first SHORT_BYTES, where nothing longer was written
export const FOLLOWS_LITERALS: u32 = 8; // always: no match can go on here

/** A key and its value. */
// @ts-ignore: decorator
@inline
export function writeValue(
  pen: u64,
  nodes: usize,
  keyNode: usize,
  keyLength: u32,
  value: usize,
  keyStart: u32,
  traits: u32,
): u64 {
  const text = <usize>load<u32>(value, VALUE_TEXT);
  const length = lengthOfValue(value);
  const start = keyStart + keyLength;
  const follows = (traits & FOLLOWS_LITERALS) != 0;
  // After literals nothing can go on, and what the last match is does not matter.
  const last: u64 = follows ? 0 : lastMatch(pen);
  let offset = follows ? keyStart - load<u32>(nodes + keyNode) : keyOffset(last, nodes, keyNode, keyStart);
  let matched: u32 = 0;
  store<u32>(nodes + keyNode, keyStart);
  if (traits & HAS_SHORT) {
    const node = nodeAt(nodes, value, VALUE_SHORT);
    const short = start - load<u32>(node);
    store<u32>(node, start);
    const isUsed = i32(short <= WINDOW) & i32(length > SHORT_BYTES) & i32(endOf(last) != keyStart);
    offset = isUsed ? short : offset;
    matched = isUsed ? SHORT_BYTES : 0;
  }
  if (traits & HAS_PREFIX) {
    const prefixLength = <u32>load<u16>(value, VALUE_PREFIX_LENGTH);
    const node = nodeAt(nodes, value, VALUE_PREFIX);
    const prefix = start - load<u32>(node);
    store<u32>(node, start);
    const least: u32 = endOf(last) == keyStart ? LEAST_PREFIX : 1;
    const isUsed = i32(prefix <= WINDOW) & i32(prefixLength >= least);
    offset = isUsed ? prefix : offset;
    matched = isUsed ? prefixLength : matched;
  }
  if (traits & HAS_OWN) {
    const node = nodeAt(nodes, value, VALUE_OWN);
    const own = start - load<u32>(node);
    store<u32>(node, start);
    const isKnown = own <= WINDOW;
    offset = isKnown ? own : offset;
    matched = isKnown ? length : matched;
  }
  let next = pen;
  if (offset > WINDOW) next = literal(next, keyText(keyNode), keyLength);
  else if (follows) next = match(next, keyStart, start + matched, offset);
  else next = matchAfter(next, last, keyStart, start + matched, offset);
  if (!(traits & HAS_SUFFIX)) return literal(next, text + <usize>matched, length - matched);
  const suffixLength = <u32>load<u16>(value, VALUE_SUFFIX_LENGTH);
  const node = nodeAt(nodes, value, VALUE_SUFFIX);
  const suffixStart = start + length - suffixLength;
  const suffix = suffixStart - load<u32>(node);
  store<u32>(node, suffixStart);
  const isUsed = i32(suffix <= WINDOW) & i32(suffixLength != 0) & i32(matched + suffixLength <= length);
  next = literal(next, text + <usize>matched, length - matched - (isUsed ? suffixLength : 0));
  return matchIf(next, suffixStart, start + length, suffix, isUsed != 0);
}

/** A piece of a value's text: a match if the value that it is a part of stands within the window. */
// @ts-ignore: decorator
@inline
function writePiece(pen: u64, text: usize, length: u32, at: u32, offset: u32): u64 {
  return offset <= WINDOW ? matchOn(pen, at, at + length, offset) : literal(pen, text, length);
}

// @ts-ignore: decorator
@inline
function pieceOffset(nodes: usize, piece: usize, at: u32): u32 {
  return at - load<u32>(nodes + <usize>load<u32>(piece, PIECE_NODE)) - <u32>load<u16>(piece, PIECE_FROM);
}

/** A value that is not in the window, in pieces of which some are. */
function writePieces(pen: u64, nodes: usize, keyNode: usize, keyLength: u32, value: usize, keyStart: u32): u64 {
  let text = <usize>load<u32>(value, VALUE_TEXT);
  let piece = <usize>load<u32>(value, VALUE_PREFIX);
  const end = piece + <usize>load<u16>(value, VALUE_PREFIX_LENGTH) * PIECE_BYTES;
  let at = keyStart + keyLength;
  const first = pieceOffset(nodes, piece, at);
  // A first piece that begins as another value does begins with its key.
  const isBeginning = i32(first <= WINDOW) & i32(load<u16>(piece, PIECE_FROM) == 0);
  const last = lastMatch(pen);
  const offset = isBeginning ? first : keyOffset(last, nodes, keyNode, keyStart);
  let next = writeKey(pen, last, keyNode, keyLength, keyStart, at, offset);
  for (; piece < end; piece += PIECE_BYTES) {
    const length = <u32>load<u16>(piece, PIECE_LENGTH);
    next = writePiece(next, text, length, at, pieceOffset(nodes, piece, at));
    at += length;
    text += <usize>length;
  }
  return next;
}

/** A long value, which usually is in the window as a whole. */
// @ts-ignore: decorator
@inline
export function writeLongValue(
  pen: u64,
  nodes: usize,
  keyNode: usize,
  keyLength: u32,
  value: usize,
  keyStart: u32,
): u64 {
  const start = keyStart + keyLength;
  const length = lengthOfValue(value);
  const ownNode = nodeAt(nodes, value, VALUE_OWN);
  const own = start - load<u32>(ownNode);
  const next =
    own <= WINDOW
      ? matchOn(pen, keyStart, start + length, own)
      : writePieces(pen, nodes, keyNode, keyLength, value, keyStart);
  store<u32>(nodes + keyNode, keyStart);
  store<u32>(ownNode, start);
  return next;
}
