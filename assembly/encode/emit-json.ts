// The parts of a line of JSON where LZ4 is emitted: its head, user and session, state, and a user's details. A function
// that writes more than its caller can tell the length of notes in EMITTER_LINE_END where it ends.
import { nodesOf } from "../compress/emitter";
import { endOf, lastMatch, literal, literal16, literalsOf, match, matchesOf, matchIf, matchOn } from "../compress/pen";
import {
  FOLLOWS_LITERALS,
  HAS_OWN,
  HAS_SUFFIX,
  keyOffset,
  lengthOfValue,
  nodeAt,
  writeBareKey,
  writeKey,
  writeValue,
} from "../compress/value";
import {
  EMITTER_HEADS,
  EMITTER_ID,
  EMITTER_LINE_END,
  HEAD_POSITION,
  HEAD_TEXT,
  HEAD_TIME,
  JSON_KEY_PAGE,
  JSON_KEY_REGISTRATION,
  JSON_KEY_SESSION,
  MATCH_BYTES,
  MATCH_END,
  NODE_KEY_PAGE,
  NODE_KEY_REGISTRATION,
  NODE_KEY_SESSION,
  NODE_REGISTRATIONS,
  PARAMETERS,
  P_COMMON_IDS,
  P_COMPAT,
  P_STATE_VALUES,
  P_TAILS,
  PERSON_NUMBER,
  PERSON_SECONDS,
  RECENT_SESSION,
  RECENT_START,
  RECENT_USER,
  RECORD_SESSION,
  RECORD_STATE,
  RECORD_USER,
  SCRATCH_LIST,
  STATE_SESSIONS,
  TAIL_HIDDEN,
  VALUE_CLASS,
  VALUE_OWN,
  VALUE_SUFFIX,
  VALUE_SUFFIX_LENGTH,
  WINDOW,
} from "../layout";
import { emitPerson, emitTail, tailLength } from "./emit";
import { firstNameOf, isRareTime, joinedOf, personOf, valueAt } from "./person-values";
import { emitAgain, isRecent, recentOf, remember } from "./recent";
import { fragmentAt, lengthOf, lineOf, textOf, userIdOf } from "./fragment";
import { writeRareUserAndSession } from "./json";
import { smallLength, smallText, writeSixDigits, writeTimestamp } from "./number";

/** Where a number's text is made before it is known how much of it is new. */
const SCRATCH_NUMBER: usize = SCRATCH_LIST;
/** }\n{"ts":1450137603000,"userId":" */
const HEAD_LENGTH: u32 = 32;
const HEAD_DIGITS: u32 = 8;
/** Behind the seconds' ten digits. */
const HEAD_REST: u32 = 18;
const SIX_DIGITS: u32 = 6;
/** With fewer digits the user id is not referred to in the session id. */
const LEAST_ID: u32 = 5;
const SECONDS_DIGITS: u32 = 10;
/** Numbers that the first four digits of seconds below 2^32 make. */
const FOUR_DIGITS: usize = 4295;
const STATE_TRAITS: u32 = HAS_OWN | HAS_SUFFIX | FOLLOWS_LITERALS;

/** How many of a time stamp's first ten digits are those of another one. */
// @ts-ignore: decorator
@inline
function equalDigits(text: usize, other: usize): u32 {
  const first = load<u64>(text) ^ load<u64>(other);
  const second = <u64>(load<u16>(text, 8) ^ load<u16>(other, 8)) | 0x10000;
  return <u32>(first != 0 ? ctz(first) >> 3 : 8 + (ctz(second) >> 3));
}

/**
 * The end of the line before, and the text up to the user id, which stands at `head`: with the same time stamp a match,
 * with another one two matches and the digits that differ.
 */
// @ts-ignore: decorator
@inline
export function emitHead(pen: u64, emitter: usize, head: usize, length: u32, time: u32, position: u32): u64 {
  const known = emitter + EMITTER_HEADS;
  const offset = position - load<u32>(known, HEAD_POSITION);
  if (length != HEAD_LENGTH) {
    store<u32>(known, 0, HEAD_POSITION); // the id behind it is not that of EMITTER_ID any more
    return literal(pen, head, length);
  }
  store<u32>(known, position, HEAD_POSITION);
  if (offset > WINDOW) {
    rememberHead(known, head, time);
    return literal(pen, head, HEAD_LENGTH);
  }
  if (load<u32>(known, HEAD_TIME) == time) return matchOn(pen, position, position + HEAD_LENGTH, offset);
  const equal = HEAD_DIGITS + equalDigits(head + HEAD_DIGITS, known + HEAD_TEXT);
  rememberHead(known, head, time);
  let next = matchOn(pen, position, position + equal, offset);
  next = literal16(next, head + <usize>equal, HEAD_REST - equal);
  return match(next, position + HEAD_REST, position + HEAD_LENGTH, offset);
}

// @ts-ignore: decorator
@inline
function rememberHead(known: usize, head: usize, time: u32): void {
  store<u32>(known, time, HEAD_TIME);
  v128.store(known, v128.load(head, HEAD_DIGITS), HEAD_TEXT);
}

/** A user id. The match for the head goes on into the first digits, if they are those of the user before. */
// @ts-ignore: decorator
@inline
function emitId(pen: u64, emitter: usize, text: u64, length: u32, position: u32): u64 {
  const other = load<u64>(emitter, EMITTER_ID);
  store<u64>(emitter, text, EMITTER_ID);
  const equal = min<u32>(<u32>(ctz(text ^ other) >> 3), length);
  const last = matchesOf(pen) - MATCH_BYTES;
  const goesOn = load<u32>(last, MATCH_END) == position ? equal : 0;
  store<u32>(last, load<u32>(last, MATCH_END) + goesOn, MATCH_END);
  store<u64>(literalsOf(pen), text >> (goesOn << 3));
  return pen + <u64>(length - goesOn);
}

/** User id, key and the session id's first digits, which are the user id's again. */
// @ts-ignore: decorator
@inline
function emitUserAndSession(pen: u64, emitter: usize, text: u64, shown: bool, position: u32): u64 {
  const nodes = nodesOf(emitter);
  const length = <u32>smallLength(text);
  const shownLength = shown ? length : 0;
  let next = emitId(pen, emitter, shown ? text : 0, shownLength, position);
  const keyStart = position + shownLength;
  const offset = keyStart - load<u32>(nodes, NODE_KEY_SESSION);
  store<u32>(nodes, keyStart, NODE_KEY_SESSION);
  const keyEnd = keyStart + JSON_KEY_SESSION;
  next = writeKey(next, lastMatch(next), NODE_KEY_SESSION, JSON_KEY_SESSION, keyStart, keyEnd, offset);
  const isAgain = shownLength >= LEAST_ID;
  store<u64>(literalsOf(next), text);
  next = matchIf(next, keyEnd, keyEnd + length, JSON_KEY_SESSION + length, isAgain);
  return next + <u64>(isAgain ? 0 : length);
}

/** The session's number in six digits, and the state: one match if the state stood behind the same number. */
// @ts-ignore: decorator
@inline
function emitState(pen: u64, nodes: usize, value: usize, session: u32, position: u32): u64 {
  const start = position + SIX_DIGITS + JSON_KEY_PAGE;
  const end = start + lengthOfValue(value);
  const own = nodeAt(nodes, value, VALUE_OWN);
  const pair = own + 4 + (<usize>(session & (STATE_SESSIONS - 1)) << 3);
  const offset = position - load<u32>(pair);
  const isSame = load<u32>(pair, 4) == session;
  store<u32>(pair, position);
  store<u32>(pair, session, 4);
  if (isSame && offset <= WINDOW) {
    store<u32>(own, start);
    store<u32>(nodes, start - JSON_KEY_PAGE, NODE_KEY_PAGE);
    store<u32>(nodeAt(nodes, value, VALUE_SUFFIX), end - <u32>load<u16>(value, VALUE_SUFFIX_LENGTH));
    return matchOn(pen, position, end, offset);
  }
  writeSixDigits(literalsOf(pen), session);
  return writeValue(pen + SIX_DIGITS, nodes, NODE_KEY_PAGE, JSON_KEY_PAGE, value, position + SIX_DIGITS, STATE_TRAITS);
}

/** The key, and the seconds' ten digits: a match goes on into the first three or four where they were seen. */
// @ts-ignore: decorator
@inline
function emitSeconds(pen: u64, nodes: usize, seconds: u32, digits: usize, position: u32): u64 {
  const start = position + JSON_KEY_REGISTRATION;
  const four = nodes + NODE_REGISTRATIONS + (<usize>(seconds / 1000000) << 2);
  const three = nodes + NODE_REGISTRATIONS + ((FOUR_DIGITS + <usize>(seconds / 10000000)) << 2);
  const fourOffset = start - load<u32>(four);
  const threeOffset = start - load<u32>(three);
  store<u32>(four, start);
  store<u32>(three, start);
  const last = lastMatch(pen);
  const known = keyOffset(last, nodes, NODE_KEY_REGISTRATION, position);
  store<u32>(nodes, position, NODE_KEY_REGISTRATION);
  const isSeen = i32(endOf(last) != position) & i32(threeOffset <= WINDOW);
  const hasFour = isSeen & i32(fourOffset <= WINDOW);
  const equal: u32 = hasFour ? 4 : isSeen ? 3 : 0;
  const offset = hasFour ? fourOffset : isSeen ? threeOffset : known;
  const next = writeKey(pen, last, NODE_KEY_REGISTRATION, JSON_KEY_REGISTRATION, position, start + equal, offset);
  return literal16(next, digits + <usize>equal, SECONDS_DIGITS - equal);
}

/** A registration whose text has not thirteen digits, with what follows it up to the song, as literals; notes where it ends. */
function emitRareRegistration(pen: u64, emitter: usize, seconds: i64, kind: u32, position: u32): u64 {
  const next = writeBareKey(pen, nodesOf(emitter), NODE_KEY_REGISTRATION, JSON_KEY_REGISTRATION, position);
  const out = literalsOf(next);
  const tail = fragmentAt(P_TAILS, kind);
  const length = <u32>(writeTimestamp(out, seconds) - out);
  store<u32>(emitter, position + JSON_KEY_REGISTRATION + length + <u32>lengthOf(tail), EMITTER_LINE_END);
  return literal(next + <u64>length, textOf(tail), <u32>lengthOf(tail));
}

/** A person's texts, registration, gender and tag; notes where they end. */
// @ts-ignore: decorator
@inline
export function emitDetails(pen: u64, emitter: usize, scratch: usize, record: usize, song: bool, position: u32): u64 {
  const user = load<u32>(record, RECORD_USER);
  const recent = recentOf(emitter, record);
  const person = personOf(record);
  const first = firstNameOf(record, person);
  if (isRecent(recent, user, position)) return emitAgain(pen, emitter, recent, first, song, position, true);
  let next = emitPerson(pen, emitter, record, person, first, position, true);
  let at = load<u32>(emitter, EMITTER_LINE_END);
  const kind = <u32>load<u16>(first, VALUE_CLASS);
  const known = person != 0 ? load<u32>(person, PERSON_SECONDS) : 0;
  let digits = person + PERSON_NUMBER;
  let seconds = <i64>known;
  if (known == 0) {
    seconds = joinedOf(lineOf(record));
    if (isRareTime(seconds)) {
      // The session is remembered already; the details are not to be found.
      remember(recent, user, 0, 0, song);
      return emitRareRegistration(next, emitter, seconds, kind, at);
    }
    digits = scratch + SCRATCH_NUMBER;
    writeTimestamp(digits, seconds);
  }
  next = emitSeconds(next, nodesOf(emitter), <u32>seconds, digits, at);
  at += JSON_KEY_REGISTRATION + SECONDS_DIGITS;
  remember(recent, user, position, at, song);
  store<u32>(emitter, at + tailLength(kind, true), EMITTER_LINE_END);
  return emitTail(next, emitter, kind, song, at, true);
}

/** Hidden details: at most a tag; notes where it ends. */
// @ts-ignore: decorator
@inline
export function emitHidden(pen: u64, emitter: usize, song: bool, position: u32): u64 {
  store<u32>(emitter, position + tailLength(TAIL_HIDDEN, true), EMITTER_LINE_END);
  return emitTail(pen, emitter, TAIL_HIDDEN, song, position, true);
}

/** From the user id to the state; notes where they end. */
// @ts-ignore: decorator
@inline
export function emitSession(pen: u64, emitter: usize, record: usize, shown: bool, position: u32): u64 {
  const id = userIdOf(record);
  const session = load<u32>(record, RECORD_SESSION);
  const value = valueAt(P_STATE_VALUES, load<u32>(record, RECORD_STATE));
  const stateLength = SIX_DIGITS + JSON_KEY_PAGE + lengthOfValue(value);
  if (id - 1 >= load<u32>(PARAMETERS, P_COMMON_IDS)) {
    store<u64>(emitter, 0, EMITTER_ID);
    const out = literalsOf(pen);
    const length = <u32>(writeRareUserAndSession(out, id, 0, shown) - out);
    if (id != 0 && load<u32>(PARAMETERS, P_COMPAT) == 0) {
      const before = length - SIX_DIGITS;
      return emitRest(pen + <u64>before, emitter, value, session, position + before, stateLength);
    }
    // Session ids of user 0, and all of the original's engine, are numbers without zeros in front.
    const small = <u32>(writeRareUserAndSession(out, id, session, shown) - out);
    const at = position + small;
    store<u32>(emitter, at + stateLength - SIX_DIGITS, EMITTER_LINE_END);
    return writeValue(pen + <u64>small, nodesOf(emitter), NODE_KEY_PAGE, JSON_KEY_PAGE, value, at, STATE_TRAITS);
  }
  const text = smallText(id);
  const length = <u32>smallLength(text);
  const at = position + (shown ? length : 0) + JSON_KEY_SESSION + length;
  if (shown) {
    const recent = recentOf(emitter, record);
    const offset = position - load<u32>(recent, RECENT_START);
    const isSame = i32(offset <= WINDOW) & i32(load<u32>(recent, RECENT_SESSION) == session);
    store<u32>(recent, position, RECENT_START);
    store<u32>(recent, session, RECENT_SESSION);
    if (isSame & i32(load<u32>(recent, RECENT_USER) == load<u32>(record, RECORD_USER))) {
      store<u32>(emitter, at + stateLength, EMITTER_LINE_END);
      store<u32>(nodesOf(emitter), position + length, NODE_KEY_SESSION);
      store<u64>(emitter, text, EMITTER_ID);
      const next = matchOn(pen, position, at + SIX_DIGITS, offset);
      return writeValue(next, nodesOf(emitter), NODE_KEY_PAGE, JSON_KEY_PAGE, value, at + SIX_DIGITS, STATE_TRAITS);
    }
  }
  const next = emitUserAndSession(pen, emitter, text, shown, position);
  return emitRest(next, emitter, value, session, at, stateLength);
}

// @ts-ignore: decorator
@inline
function emitRest(pen: u64, emitter: usize, value: usize, session: u32, position: u32, length: u32): u64 {
  store<u32>(emitter, position + length, EMITTER_LINE_END);
  return emitState(pen, nodesOf(emitter), value, session, position);
}
