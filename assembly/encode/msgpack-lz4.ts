// Turns a record into a map of MessagePack in a block of LZ4. The counterpart of json-lz4.ts: texts are in emit.ts, keys and
// numbers are those of msgpack.ts.
//
// Numbers of eight bytes that grow, such as time stamps and session ids, seldom have new upper bytes: a match for the key
// continues into them.
import { endOf, lastMatch, literal, literal16, literalsOf, match, matchOn, reference } from "../compress/pen";
import {
  FOLLOWS_LITERALS,
  HAS_OWN,
  HAS_SUFFIX,
  bareKey,
  OUTSIDE,
  lengthOfValue,
  seenBefore,
  writeBareKey,
  writeKey,
  writeValue,
} from "../compress/value";
import {
  MSGPACK_KEY_PAGE,
  MSGPACK_KEY_REGISTRATION,
  MSGPACK_KEY_SESSION,
  NODE_KEY_PAGE,
  NODE_KEY_REGISTRATION,
  NODE_KEY_SESSION,
  NODE_REGISTRATIONS,
  VALUE_CLASS,
  WINDOW,
} from "../layout/emission";
import { EMITTER_HEADS, EMITTER_LINE_END, HEAD_BYTES, HEAD_POSITION, HEAD_TEXT } from "../layout/emitter";
import { STATE_SHOWN } from "../layout/model";
import {
  RECORD_ITEM,
  RECORD_SESSION,
  RECORD_SONG,
  RECORD_STATE,
  RECORD_USER,
  SCRATCH_HEAD,
  SCRATCH_LIST,
} from "../layout/record";
import { P_STATE_VALUES } from "../layout/run";
import { PERSON_NUMBER, PERSON_REGISTRATION_NODES, TAIL_HIDDEN } from "../layout/text";
import { stateAt } from "../simulate/session";
import { emitPerson, emitSong, emitTail, hasSong } from "./emit";
import { lineOf, userIdOf } from "./fragment";
import { registrationOf, writeInteger, writeSmallInteger, writeWide } from "./integer";
import { keysOf, sessionIdOf, writeMapHeader, writeUserId } from "./msgpack";
import { smallLength } from "./number";
import { firstNameOf, idTextOf, personOf, registrationNode, valueAt } from "./person-values";
import { emitAgain, isRecent, recentOf, remember } from "./recent";

/** Where a number's bytes are put together, before it is known how many of them are new. */
const SCRATCH_NUMBER: usize = SCRATCH_LIST;
/** Key of the time stamp, nine bytes, key of the user id. */
const HEAD_LENGTH: u32 = 19;
const HEAD_NUMBER: u32 = 4;
const HEAD_REST: u32 = 12;
/** In a number as it is stored there, with the highest byte first. */
const SIGN: u64 = 0x80;
const UINT_32: u8 = 0xce;
const UINT_64: u8 = 0xcf;
const FIXSTR: u8 = 0xa0;
/** Size of a number of eight bytes with its type, and of the type and the upper half. */
const NUMBER_BYTES: u32 = 9;
const UPPER_BYTES: u32 = 5;
const STATE_TRAITS: u32 = HAS_OWN | HAS_SUFFIX | FOLLOWS_LITERALS;
/**
 * The map's header, and the text up to the user id, which is at `head`. There are four kinds, for hidden or shown users,
 * without or with a song, because their headers differ.
 */
// @ts-ignore: decorator
@inline
function emitHead(pen: u64, emitter: usize, head: usize, length: u32, keys: u32, kind: u32, position: u32): u64 {
  const known = emitter + EMITTER_HEADS + <usize>kind * HEAD_BYTES;
  const out = literalsOf(pen);
  const headerLength = <u32>(writeMapHeader(out, keys) - out);
  const offset = position - load<u32>(known, HEAD_POSITION);
  const start = position + headerLength;
  store<u32>(emitter, start + length, EMITTER_LINE_END);
  if (length != HEAD_LENGTH) return literal(pen + <u64>headerLength, head, length);
  const difference = load<u64>(head, HEAD_NUMBER) ^ load<u64>(known, HEAD_TEXT);
  store<u32>(known, position, HEAD_POSITION);
  store<u64>(known, load<u64>(head, HEAD_NUMBER), HEAD_TEXT);
  // Numbers with different signs differ in the byte before them, which is their type.
  const isOther = i32(offset > WINDOW) | i32((difference & SIGN) != 0);
  if (isOther) return literal(pen + <u64>headerLength, head, HEAD_LENGTH);
  if (difference == 0) return matchOn(pen, position, start + HEAD_LENGTH, offset);
  const equal = HEAD_NUMBER + <u32>(ctz(difference) >> 3);
  let next = matchOn(pen, position, start + equal, offset);
  next = literal16(next, head + <usize>equal, HEAD_REST - equal);
  return match(next, start + HEAD_REST, start + HEAD_LENGTH, offset);
}

/** User id and session id. Session ids of four bytes, of five, and longer ones each look for one of the same kind. */
// @ts-ignore: decorator
@inline
function emitUserAndSession(
  pen: u64,
  emitter: usize,
  record: usize,
  person: usize,
  shown: bool,
  position: u32,
): u64 {
  const text = idTextOf(record, person);
  if (text == 0) return emitRareUser(pen, emitter, record, shown, position);
  const digitsOfId = shown ? <u32>smallLength(text) : 0;
  store<u8>(literalsOf(pen), FIXSTR | <u8>digitsOfId);
  store<u64>(literalsOf(pen), text, 1);
  const length = 1 + digitsOfId;
  const keyStart = position + length;
  const session = sessionIdOf(userIdOf(record), load<u32>(record, RECORD_SESSION));
  const isLong = session >> 32 != 0;
  // Without a branch: with some twenty thousand users, one in five has ids of four bytes.
  const kind = usize(isLong) + usize(session >> 40 != 0);
  // What the number shares with others of its kind: its type, and the first three bytes where it has five bytes stored in eight.
  const known: u32 = kind == 1 ? 4 : 1;
  const digits: u32 = (isLong ? 9 : 5) - known;
  const start = keyStart + MSGPACK_KEY_SESSION;
  const offset = seenBefore(emitter + NODE_KEY_SESSION + (kind << 2), keyStart);
  store<u32>(emitter, start + known + digits, EMITTER_LINE_END);
  let next = pen + <u64>length;
  if (offset > WINDOW) {
    next = writeKey(next, 0, NODE_KEY_SESSION, MSGPACK_KEY_SESSION, keyStart, OUTSIDE);
    store<u32>(literalsOf(next), isLong ? UINT_64 : UINT_32);
    next += <u64>known;
  } else {
    next = match(next, keyStart, start + known, offset);
  }
  if (kind == 2) store<u64>(literalsOf(next), bswap<u64>(session));
  else store<u64>(literalsOf(next), (session >> 32) | (<u64>bswap<u32>(<u32>session) << (<u64>kind << 3)));
  return next + <u64>digits;
}

/** User and session ids that may be small or large: those of user 0, of nine digits or more, and of the original's engine. */
function emitRareUser(pen: u64, emitter: usize, record: usize, shown: bool, position: u32): u64 {
  const id = userIdOf(record);
  const session = sessionIdOf(id, load<u32>(record, RECORD_SESSION));
  const before = <u32>(writeUserId(literalsOf(pen), id, shown) - literalsOf(pen));
  const keyStart = position + before;
  const next = writeKey(pen + <u64>before, 0, NODE_KEY_SESSION, MSGPACK_KEY_SESSION, keyStart, OUTSIDE);
  const out = literalsOf(next);
  const length = <u32>(writeInteger(out, <i64>session) - out);
  store<u32>(emitter, keyStart + MSGPACK_KEY_SESSION + length, EMITTER_LINE_END);
  return next + <u64>length;
}

/** A registration before 1970-02-19 or after 2109-05-15. */
function emitRareRegistration(pen: u64, emitter: usize, registration: i64, position: u32): u64 {
  const next = writeBareKey(pen, emitter, NODE_KEY_REGISTRATION, MSGPACK_KEY_REGISTRATION, position);
  const out = literalsOf(next);
  const length = <u32>(writeInteger(out, registration) - out);
  store<u32>(emitter, position + MSGPACK_KEY_REGISTRATION + length, EMITTER_LINE_END);
  return next + <u64>length;
}

// @ts-ignore: decorator
@inline
function emitRegistration(
  pen: u64,
  emitter: usize,
  scratch: usize,
  record: usize,
  person: usize,
  position: u32,
): u64 {
  let known = person != 0 ? load<u32>(person, PERSON_REGISTRATION_NODES) : 0;
  let bytes = person + PERSON_NUMBER;
  if (known == 0) {
    const registration = registrationOf(lineOf(record));
    known = registrationNode(registration);
    if (known == 0) return emitRareRegistration(pen, emitter, registration, position);
    bytes = scratch + SCRATCH_NUMBER;
    writeWide(bytes, <u64>registration);
  }
  const start = position + MSGPACK_KEY_REGISTRATION;
  const seen = seenBefore(emitter + NODE_REGISTRATIONS + (<usize>known << 2), start);
  const last = lastMatch(pen);
  const key = bareKey(last, endOf(last) == position, emitter + NODE_KEY_REGISTRATION, position);
  const best = select<u64>(reference(seen, UPPER_BYTES), key, seen <= WINDOW);
  store<u32>(emitter, start + NUMBER_BYTES, EMITTER_LINE_END);
  const next = writeKey(pen, last, NODE_KEY_REGISTRATION, MSGPACK_KEY_REGISTRATION, position, best + <u64>start);
  return literal16(next, bytes + <usize><u32>best, NUMBER_BYTES - <u32>best);
}

/** A person's texts, registration, gender and tag; stores the end. */
// @ts-ignore: decorator
@inline
function emitDetails(
  pen: u64,
  emitter: usize,
  scratch: usize,
  record: usize,
  person: usize,
  song: bool,
  position: u32,
): u64 {
  const user = load<u32>(record, RECORD_USER);
  const recent = recentOf(emitter, record);
  const first = firstNameOf(record, person);
  if (isRecent(recent, user, position)) return emitAgain(pen, emitter, recent, first, song, position, false);
  const kind = <u32>load<u16>(first, VALUE_CLASS);
  let next = emitPerson(pen, emitter, record, person, first, position, false);
  next = emitRegistration(next, emitter, scratch, record, person, load<u32>(emitter, EMITTER_LINE_END));
  const end = load<u32>(emitter, EMITTER_LINE_END);
  remember(recent, user, position, end, song);
  return emitTail(next, emitter, kind, song, end, false);
}

/** An event after its head; stores the end. */
// @ts-ignore: decorator
@inline
function emitRest(pen: u64, emitter: usize, scratch: usize, record: usize, shown: bool, song: bool): u64 {
  const person = personOf(record);
  let next = emitUserAndSession(pen, emitter, record, person, shown, load<u32>(emitter, EMITTER_LINE_END));
  let at = load<u32>(emitter, EMITTER_LINE_END);
  const value = valueAt(P_STATE_VALUES, load<u32>(record, RECORD_STATE));
  next = writeValue(next, emitter, NODE_KEY_PAGE, MSGPACK_KEY_PAGE, value, at, STATE_TRAITS);
  const out = literalsOf(next);
  const digits = <u32>(writeSmallInteger(out, load<u32>(record, RECORD_ITEM)) - out);
  next += <u64>digits;
  at += MSGPACK_KEY_PAGE + lengthOfValue(value) + digits;
  next = shown
    ? emitDetails(next, emitter, scratch, record, person, song, at)
    : emitTail(next, emitter, TAIL_HIDDEN, song, at, false);
  if (!song) return next;
  return emitSong(next, emitter, load<u32>(record, RECORD_SONG), load<u32>(emitter, EMITTER_LINE_END), false);
}

/** An event; stores the end. */
// @ts-ignore: decorator
@inline
export function emitEvent(
  pen: u64,
  emitter: usize,
  scratch: usize,
  record: usize,
  headLength: u32,
  tags: u32,
  position: u32,
): u64 {
  const shown = load<u32>(stateAt(load<u32>(record, RECORD_STATE)), STATE_SHOWN) != 0;
  const song = hasSong(record);
  const kind = (shown ? 2 : 0) + (song ? 1 : 0);
  const keys = keysOf(record, shown, tags);
  const next = emitHead(pen, emitter, scratch + SCRATCH_HEAD, headLength, keys, kind, position);
  return emitRest(next, emitter, scratch, record, shown, song);
}
