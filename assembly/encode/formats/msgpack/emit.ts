// What is MessagePack's own where LZ4 is emitted: the head, ids and the registration.
//
// Numbers of eight bytes that grow, such as time stamps and session ids, seldom have new upper bytes: a match for the key
// continues into them.
import { endOf, lastMatch, literal, literal16, literalsOf, match, matchOn, reference } from "../../../compress/pen";
import { OUTSIDE, bareKey, seenBefore, writeBareKey, writeKey } from "../../../compress/value";
import {
  EMITTER_END,
  EMITTER_HEADS,
  HEAD_BYTES,
  HEAD_POSITION,
  HEAD_TEXT,
  NODE_KEY_REGISTRATION,
  NODE_KEY_SESSION,
  NODE_REGISTRATIONS,
  WINDOW,
} from "../../../layout/emission";
import { RECORD_SESSION, SCRATCH_NUMBER } from "../../../layout/record";
import { PERSON_NUMBER, PERSON_REGISTRATION_NODES } from "../../../layout/text";
import { userOf } from "../../fragment";
import { sessionIdOf, userIdOf } from "../../ids";
import { idTextOf } from "../../lz4/person-values";
import { registrationOf } from "../../milliseconds";
import { smallLength } from "../../number";
import { writeMapHeader, writeUserId } from "./event";
import { writeInteger, writeWide } from "./integer";
import { MSGPACK_KEY_REGISTRATION, MSGPACK_KEY_SESSION } from "./keys";

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

/** Upper halves of registrations that have a node: milliseconds from 1970-02-19 to 2109-05-15. */
const UPPER_HALVES: i64 = 1024;

/** The node of a registration in MessagePack (milliseconds), by its upper four bytes; 0 for none. */
// @ts-ignore: decorator
@inline
export function registrationNode(registration: i64): u32 {
  const upper = registration >> 32;
  return upper > 0 && upper < UPPER_HALVES ? <u32>upper : 0;
}

/** Writes its bytes for MessagePack, if there are nine and their upper half has a node; returns the node, else 0. */
export function putMilliseconds(person: usize, user: usize): u32 {
  const registration = registrationOf(user);
  const node = registrationNode(registration);
  if (node != 0) writeWide(person + PERSON_NUMBER, <u64>registration);
  return node;
}

/**
 * The map's header, and the text up to the user id, which is at `head`. There are four kinds, for hidden or shown users,
 * without or with a song, because their headers differ.
 */
// @ts-ignore: decorator
@inline
export function emitMapHead(pen: u64, emitter: usize, head: usize, length: u32, keys: u32, kind: u32, position: u32): u64 {
  const known = emitter + EMITTER_HEADS + <usize>kind * HEAD_BYTES;
  const out = literalsOf(pen);
  const headerLength = <u32>(writeMapHeader(out, keys) - out);
  const offset = position - load<u32>(known, HEAD_POSITION);
  const start = position + headerLength;
  store<u32>(emitter, start + length, EMITTER_END);
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
export function emitMapSession(
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
  store<u32>(emitter, start + known + digits, EMITTER_END);
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
  store<u32>(emitter, keyStart + MSGPACK_KEY_SESSION + length, EMITTER_END);
  return next + <u64>length;
}

/** A registration before 1970-02-19 or after 2109-05-15. */
function emitRareRegistration(pen: u64, emitter: usize, registration: i64, position: u32): u64 {
  const next = writeBareKey(pen, emitter, NODE_KEY_REGISTRATION, MSGPACK_KEY_REGISTRATION, position);
  const out = literalsOf(next);
  const length = <u32>(writeInteger(out, registration) - out);
  store<u32>(emitter, position + MSGPACK_KEY_REGISTRATION + length, EMITTER_END);
  return next + <u64>length;
}

// @ts-ignore: decorator
@inline
export function emitMapRegistration(
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
    const registration = registrationOf(userOf(record));
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
  store<u32>(emitter, start + NUMBER_BYTES, EMITTER_END);
  const next = writeKey(pen, last, NODE_KEY_REGISTRATION, MSGPACK_KEY_REGISTRATION, position, best + <u64>start);
  return literal16(next, bytes + <usize><u32>best, NUMBER_BYTES - <u32>best);
}
