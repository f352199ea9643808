// A line of JSON up to the user's details where LZ4 is emitted: head, user and session, state. A function whose caller cannot know
// the length of what it writes stores the end in EMITTER_END.
import {
  endOf,
  extendLast,
  literal,
  literal16,
  literalsOf,
  match,
  matchAfter,
  matchIf,
  matchOn,
  reference,
} from "../../../compress/pen";
import {
  FOLLOWS_LITERALS,
  HAS_OWN,
  HAS_SUFFIX,
  lengthOfValue,
  nodeAt,
  seenBefore,
  writeKey,
  writeValue,
} from "../../../compress/value";
import {
  EMITTER_END,
  EMITTER_HEADS,
  EMITTER_ID,
  HEAD_POSITION,
  HEAD_TEXT,
  HEAD_TIME,
  NODE_KEY_PAGE,
  NODE_KEY_SESSION,
  RECENT_SESSION,
  RECENT_START,
  RECENT_USER,
  STATE_SESSIONS,
  VALUE_OWN,
  VALUE_SUFFIX,
  VALUE_SUFFIX_LENGTH,
  WINDOW,
} from "../../../layout/emission";
import { RECORD_SESSION, RECORD_STATE, RECORD_USER } from "../../../layout/record";
import { P_STATE_VALUES } from "../../../layout/run";
import { countsSessions, userIdOf } from "../../ids";
import { idTextOf, valueAt } from "../../lz4/person-values";
import { recentOf } from "../../lz4/recent";
import { smallLength, writeSixDigits } from "../../number";
import { JSON_KEY_PAGE, JSON_KEY_SESSION } from "./keys";
import { writeRareUserAndSession } from "./line";

/** {"ts":1450137603000,"userId":" */
const HEAD_LENGTH: u32 = 30;
const HEAD_DIGITS: u32 = 6;
const OUT_OF_WINDOW: u32 = WINDOW + 1;
/** What follows the ten digits of the seconds. */
const HEAD_REST: u32 = 16;
const SIX_DIGITS: u32 = 6;
/** With fewer digits the session id does not refer to the user id. */
const LEAST_ID: u32 = 5;
const STATE_TRAITS: u32 = HAS_OWN | HAS_SUFFIX | FOLLOWS_LITERALS;

/** The number of a time stamp's first ten digits that equal those of another one. */
// @ts-ignore: decorator
@inline
function equalDigits(text: usize, other: usize): u32 {
  const first = load<u64>(text) ^ load<u64>(other);
  const second = <u64>(load<u16>(text, 8) ^ load<u16>(other, 8)) | 0x10000;
  return <u32>(first != 0 ? ctz(first) >> 3 : 8 + (ctz(second) >> 3));
}

/** Distance to the beginning of the line before; more than the window if its head has nothing in common with this one. */
// @ts-ignore: decorator
@inline
export function seenHead(emitter: usize, length: u32, endBytes: u32, position: u32): u32 {
  const isUsual = length == HEAD_LENGTH + endBytes;
  // Otherwise the id after it is no longer that of EMITTER_ID.
  const offset = seenBefore(emitter + EMITTER_HEADS + HEAD_POSITION, isUsual ? position : 0);
  return isUsual ? offset : OUT_OF_WINDOW;
}

/**
 * The end of the line before, `endBytes` of it, and the text up to the user id, which is at `head`: one match if the time stamp is the
 * same, else two matches and the digits that differ.
 */
// @ts-ignore: decorator
@inline
export function emitLineHead(
  pen: u64,
  emitter: usize,
  head: usize,
  length: u32,
  endBytes: u32,
  time: u32,
  position: u32,
  offset: u32,
): u64 {
  const known = emitter + EMITTER_HEADS;
  const digits = endBytes + HEAD_DIGITS;
  if (offset > WINDOW) {
    rememberHead(known, head + <usize>digits, time);
    return literal(pen, head, length);
  }
  const end = position + endBytes + HEAD_LENGTH;
  if (load<u32>(known, HEAD_TIME) == time) return matchOn(pen, position, end, offset);
  const equal = digits + equalDigits(head + <usize>digits, known + HEAD_TEXT);
  rememberHead(known, head + <usize>digits, time);
  const rest = endBytes + HEAD_REST;
  let next = matchOn(pen, position, position + equal, offset);
  next = literal16(next, head + <usize>equal, rest - equal);
  return match(next, position + rest, end, offset);
}

// @ts-ignore: decorator
@inline
function rememberHead(known: usize, digits: usize, time: u32): void {
  store<u32>(known, time, HEAD_TIME);
  v128.store(known, v128.load(digits), HEAD_TEXT);
}

/** User id, key and the first digits of the session id, which are those of the user id again. */
// @ts-ignore: decorator
@inline
function emitCommonSession(pen: u64, last: u64, emitter: usize, text: u64, shown: bool, position: u32): u64 {
  const length = <u32>smallLength(text);
  const shownText = shown ? text : 0;
  const shownLength = shown ? length : 0;
  // The match for the head continues into the first digits if they are those of the user before.
  const other = load<u64>(emitter, EMITTER_ID);
  store<u64>(emitter, shownText, EMITTER_ID);
  const equal = min<u32>(<u32>(ctz(shownText ^ other) >> 3), shownLength);
  const goesOn = endOf(last) == position ? equal : 0;
  if (last != 0) extendLast(pen, last, goesOn);
  store<u64>(literalsOf(pen), shownText >> (goesOn << 3));
  let next = pen + <u64>(shownLength - goesOn);

  const keyStart = position + shownLength;
  const key = reference(seenBefore(emitter + NODE_KEY_SESSION, keyStart), keyStart + JSON_KEY_SESSION);
  next = writeKey(next, last + <u64>goesOn, NODE_KEY_SESSION, JSON_KEY_SESSION, keyStart, key);
  const isAgain = u32(shownLength >= LEAST_ID);
  store<u64>(literalsOf(next), text);
  const keyEnd = keyStart + JSON_KEY_SESSION;
  next = matchIf(next, keyEnd, reference(JSON_KEY_SESSION + length, keyEnd + length), isAgain);
  return next + <u64>(length & (isAgain - 1));
}

/** The session's number in six digits, and the state: one match if the state followed the same number before. */
// @ts-ignore: decorator
@inline
function emitState(pen: u64, emitter: usize, value: usize, session: u32, position: u32): u64 {
  const start = position + SIX_DIGITS + JSON_KEY_PAGE;
  const end = start + lengthOfValue(value);
  const own = nodeAt(emitter, value, VALUE_OWN);
  const pair = own + 4 + (<usize>(session & (STATE_SESSIONS - 1)) << 3);
  const offset = position - load<u32>(pair);
  const isSame = load<u32>(pair, 4) == session;
  store<u32>(pair, position);
  store<u32>(pair, session, 4);
  if (isSame && offset <= WINDOW) {
    store<u32>(own, start);
    store<u32>(emitter, start - JSON_KEY_PAGE, NODE_KEY_PAGE);
    store<u32>(nodeAt(emitter, value, VALUE_SUFFIX), end - <u32>load<u16>(value, VALUE_SUFFIX_LENGTH));
    return match(pen, position, end, offset);
  }
  writeSixDigits(literalsOf(pen), session);
  return writeValue(pen + SIX_DIGITS, emitter, NODE_KEY_PAGE, JSON_KEY_PAGE, value, position + SIX_DIGITS, STATE_TRAITS);
}

/** From the user id to the state; stores the end. */
// @ts-ignore: decorator
@inline
export function emitSession(
  pen: u64,
  last: u64,
  emitter: usize,
  record: usize,
  person: usize,
  shown: bool,
  position: u32,
): u64 {
  const text = idTextOf(record, person);
  const session = load<u32>(record, RECORD_SESSION);
  const value = valueAt(P_STATE_VALUES, load<u32>(record, RECORD_STATE));
  const stateLength = SIX_DIGITS + JSON_KEY_PAGE + lengthOfValue(value);
  if (text == 0) {
    const id = userIdOf(record);
    store<u64>(emitter, 0, EMITTER_ID);
    const out = literalsOf(pen);
    const length = <u32>(writeRareUserAndSession(out, id, 0, shown) - out);
    if (id != 0 && !countsSessions()) {
      const before = length - SIX_DIGITS;
      return emitEqualState(pen + <u64>before, emitter, value, session, position + before, stateLength);
    }
    // Session ids of user 0, and all session ids of the original's engine, have no leading zeros.
    const small = <u32>(writeRareUserAndSession(out, id, session, shown) - out);
    const at = position + small;
    store<u32>(emitter, at + stateLength - SIX_DIGITS, EMITTER_END);
    return writeValue(pen + <u64>small, emitter, NODE_KEY_PAGE, JSON_KEY_PAGE, value, at, STATE_TRAITS);
  }
  const length = <u32>smallLength(text);
  const at = position + (shown ? length : 0) + JSON_KEY_SESSION + length;
  if (shown) {
    const recent = recentOf(emitter, record);
    const offset = position - load<u32>(recent, RECENT_START);
    const isSame = i32(offset <= WINDOW) & i32(load<u32>(recent, RECENT_SESSION) == session);
    store<u32>(recent, position, RECENT_START);
    store<u32>(recent, session, RECENT_SESSION);
    if (isSame & i32(load<u32>(recent, RECENT_USER) == load<u32>(record, RECORD_USER))) {
      store<u32>(emitter, at + stateLength, EMITTER_END);
      store<u32>(emitter, position + length, NODE_KEY_SESSION);
      store<u64>(emitter, text, EMITTER_ID);
      const next = matchAfter(pen, last, position, reference(offset, at + SIX_DIGITS));
      return writeValue(next, emitter, NODE_KEY_PAGE, JSON_KEY_PAGE, value, at + SIX_DIGITS, STATE_TRAITS);
    }
  }
  const next = emitCommonSession(pen, last, emitter, text, shown, position);
  return emitEqualState(next, emitter, value, session, at, stateLength);
}

// @ts-ignore: decorator
@inline
function emitEqualState(pen: u64, emitter: usize, value: usize, session: u32, position: u32, length: u32): u64 {
  store<u32>(emitter, position + length, EMITTER_END);
  return emitState(pen, emitter, value, session, position);
}
