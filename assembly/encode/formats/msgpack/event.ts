// The beginning of an event in MessagePack, which is a map with the keys of the JSON in the same order.
//
//   map header | ts: 1450137603000, key userId | "167" | key sessionId | 167000166 | page: ... key itemInSession | 6 |
//   location: "..." | userAgent: "..." | lastName: "..." | firstName: "...", key registration | 1450137600000 |
//   gender: "F", tag: "..." | artist: ... length: 255.55546
//
// Keys without a value are left out, so the size of the map follows from the record.
import { RECORD_SONG } from "../../../layout/record";
import { PARAMETERS, P_NO_SONG, P_TAILS } from "../../../layout/run";
import { PERSON_ID, PERSON_ID_LENGTH, TAIL_HIDDEN } from "../../../layout/text";
import { fragmentAt, lengthOf } from "../../fragment";
import { isRareId, sessionIdOf, writeRareId } from "../../ids";
import { millisecondsOf } from "../../milliseconds";
import { smallLength, smallText } from "../../number";
import { writeInteger, writeWide } from "./integer";

/** Number of keys of every event, of the user's details, of a tag and of a song. */
const COMMON_KEYS: u32 = 9;
const DETAIL_KEYS: u32 = 6;
const SONG_KEYS: u32 = 3;
const FIXMAP: u32 = 0x80;
const MAP_16: u32 = 0xde;
const FIXSTR: u8 = 0xa0;

/** The number of keys that a tag adds. There is a tag if the fragment for hidden details is not empty. */
// @ts-ignore: decorator
@inline
export function tagKeys(): u32 {
  return lengthOf(fragmentAt(P_TAILS, TAIL_HIDDEN)) != 0 ? 1 : 0;
}

/** The header of a map of up to 15 entries is one byte, that of a larger one three. */
// @ts-ignore: decorator
@inline
export function writeMapHeader(out: usize, keys: u32): usize {
  const isLong = keys > 15;
  store<u32>(out, isLong ? MAP_16 | (keys << 16) : FIXMAP | keys);
  return out + (isLong ? 3 : 1);
}

// @ts-ignore: decorator
@inline
export function keysOf(record: usize, shown: bool, tags: u32): u32 {
  const hasSong = load<u32>(record, RECORD_SONG) != load<u32>(PARAMETERS, P_NO_SONG);
  return COMMON_KEYS + tags + (shown ? DETAIL_KEYS : 0) + (hasSong ? SONG_KEYS : 0);
}

/** Prepares the 11 to 19 bytes between the map's header and the user id for a new time stamp; returns their length. */
export function writeMapHead(head: usize, time: u32): usize {
  store<u32>(head, 0x7374a2); // "ts"
  const after = writeInteger(head + 3, millisecondsOf(<i64>time));
  store<u64>(after, 0x644972657375a6); // "userId"
  return after + 7 - head;
}

/** The id as a string, empty where the user is hidden. */
// @ts-ignore: decorator
@inline
export function writeUserId(out: usize, id: u32, shown: bool): usize {
  if (id >= 100000000) return writeLongUserId(out, id, shown);
  const text = smallText(id);
  const length = shown ? smallLength(text) : 0;
  store<u8>(out, FIXSTR | <u8>length);
  store<u64>(out, text, 1);
  return out + 1 + length;
}

/** The same, where the id's text is at hand. */
// @ts-ignore: decorator
@inline
export function copyUserId(out: usize, id: u32, person: usize, shown: bool): usize {
  const digits = <usize>load<u8>(person, PERSON_ID_LENGTH);
  if (digits == 0) return writeUserId(out, id, shown);
  const length = shown ? digits : 0;
  store<u8>(out, FIXSTR | <u8>length);
  store<u64>(out, load<u64>(person, PERSON_ID), 1);
  return out + 1 + length;
}

/** Writes ids of nine or ten digits, and negative ones. */
function writeLongUserId(out: usize, id: u32, shown: bool): usize {
  const end = writeRareId(out + 1, id);
  const length = shown ? end - out - 1 : 0;
  store<u8>(out, FIXSTR | <u8>length);
  return out + 1 + length;
}

/** The key and the session id. */
// @ts-ignore: decorator
@inline
export function writeSession(out: usize, id: u32, number: u32): usize {
  v128.store(out, i8x16(-0x57, 0x73, 0x65, 0x73, 0x73, 0x69, 0x6f, 0x6e, 0x49, 0x64, 0, 0, 0, 0, 0, 0)); // "sessionId"
  const session = sessionIdOf(id, number);
  return isRareId(id) ? writeInteger(out + 10, <i64>session) : writeWide(out + 10, session);
}
