// Records to MessagePack: one map an event, with the keys and the order of the JSON. The twin of json.ts.
//
//   map header | ts: 1450137603000, key userId | "167" | key sessionId | 167000166 | page: ... key itemInSession | 6 |
//   location: "..." | userAgent: "..." | lastName: "..." | firstName: "...", key registration | 1450137600000 |
//   gender: "F", tag: "..." | artist: ... length: 255.55546
//
// Keys whose value an event does not have are left out, so the map's size follows from the record.
import {
  FRAGMENT_CLASS,
  P_FIRST_NAMES,
  P_LAST_NAMES,
  P_LOCATIONS,
  P_COMMON_IDS,
  P_COMPAT,
  P_MILLISECOND_DIGITS,
  P_NO_SONG,
  P_SONGS,
  P_REGISTRATION_BASE,
  P_START_SECONDS,
  P_TAILS,
  P_USER_AGENTS,
  PARAMETERS,
  RECORD_BYTES,
  RECORD_ITEM,
  RECORD_SESSION,
  RECORD_SONG,
  RECORD_STATE,
  RECORD_TIME,
  SCRATCH_HEAD,
  SESSION_LIMIT,
  STATE_FRAGMENT,
  STATE_FRAGMENT_BYTES,
  STATE_SHOWN,
  TAIL_HIDDEN,
  USER_AGENT,
  USER_FIRST_NAME,
  USER_LAST_NAME,
  USER_LOCATION,
  USER_REGISTRATION,
} from "../layout";
import { orderedAt } from "../simulate/place";
import { stateAt } from "../simulate/session";
import { copy32, copy48, copy112, copy160 } from "./copy";
import { fragmentAt, lengthOf, lineOf, RUN, scratchOf, textOf, touch, userIdOf } from "./fragment";
import { writeInteger, writeSmallInteger, writeWide } from "./integer";
import { smallLength, smallText, writeUnsigned } from "./number";

/** Keys of every event, of the user's details, of a tag and of a song. */
const COMMON_KEYS: u32 = 9;
const DETAIL_KEYS: u32 = 6;
const SONG_KEYS: u32 = 3;
const FIXMAP: u32 = 0x80;
const MAP_16: u32 = 0xde;
const FIXSTR: u8 = 0xa0;

/** Milliseconds since 1970 of seconds relative to the window's start. */
// @ts-ignore: decorator
@inline
export function millisecondsOf(time: i64): i64 {
  const digits = load<u32>(PARAMETERS, P_MILLISECOND_DIGITS);
  const fraction = (digits & 15) * 100 + ((digits >> 8) & 15) * 10 + ((digits >> 16) & 15);
  return (load<i64>(PARAMETERS, P_START_SECONDS) + time) * 1000 + <i64>fraction;
}

/** How many keys a tag adds: with one, there is something behind hidden details. */
// @ts-ignore: decorator
@inline
export function tagKeys(): u32 {
  return lengthOf(fragmentAt(P_TAILS, TAIL_HIDDEN)) != 0 ? 1 : 0;
}

/** The header of a map of up to 15 entries is one byte, above it three. */
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

/** Prepares what stands between the map's header and the user id for a new time stamp, 11 to 19 bytes; gives their length. */
export function writeHead(head: usize, time: u32): usize {
  store<u32>(head, 0x7374a2); // "ts"
  const after = writeInteger(head + 3, millisecondsOf(<i64>time));
  store<u64>(after, 0x644972657375a6); // "userId"
  return after + 7 - head;
}

/** Milliseconds since 1970 at which the user of a line joined. */
// @ts-ignore: decorator
@inline
export function registrationOf(line: usize): i64 {
  const base = load<i64>(PARAMETERS, P_REGISTRATION_BASE) - load<i64>(PARAMETERS, P_START_SECONDS);
  return millisecondsOf(base + <i64>load<i32>(line, USER_REGISTRATION));
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

/** Ids of nine digits and ten. */
function writeLongUserId(out: usize, id: u32, shown: bool): usize {
  const length = shown ? writeUnsigned(out + 1, id) - out - 1 : 0;
  store<u8>(out, FIXSTR | <u8>length);
  return out + 1 + length;
}

/** Ids whose sessions may have small ids (user 0 and all of the original's engine), and those of nine digits and more. */
// @ts-ignore: decorator
@inline
export function isRareId(id: u32): bool {
  return id - 1 >= load<u32>(PARAMETERS, P_COMMON_IDS);
}

/** id * 10^6 + number; in the original's engine the number is a counter of the run, and the id. */
// @ts-ignore: decorator
@inline
export function sessionIdOf(id: u32, number: u32): u64 {
  const isCounter = load<u32>(PARAMETERS, P_COMPAT) != 0;
  return <u64>(isCounter ? 0 : id) * <u64>SESSION_LIMIT + <u64>number;
}

/** The key and the session id. */
// @ts-ignore: decorator
@inline
function writeSession(out: usize, id: u32, number: u32): usize {
  v128.store(out, i8x16(-0x57, 0x73, 0x65, 0x73, 0x73, 0x69, 0x6f, 0x6e, 0x49, 0x64, 0, 0, 0, 0, 0, 0)); // "sessionId"
  const session = sessionIdOf(id, number);
  return isRareId(id) ? writeInteger(out + 10, <i64>session) : writeWide(out + 10, session);
}

/** The five fields of a person, and gender with tag. */
// @ts-ignore: decorator
@inline
function writeDetails(out: usize, line: usize): usize {
  const location = fragmentAt(P_LOCATIONS, <u32>load<u16>(line, USER_LOCATION));
  let at = copy48(out, textOf(location), lengthOf(location));
  const agent = fragmentAt(P_USER_AGENTS, <u32>load<u16>(line, USER_AGENT));
  at = copy160(at, textOf(agent), lengthOf(agent));
  const last = fragmentAt(P_LAST_NAMES, <u32>load<u16>(line, USER_LAST_NAME));
  at = copy32(at, textOf(last), lengthOf(last));
  const first = fragmentAt(P_FIRST_NAMES, <u32>load<u16>(line, USER_FIRST_NAME));
  at = copy48(at, textOf(first), lengthOf(first));
  const registration = registrationOf(line);
  at = <u64>registration < 65536 || registration < 0 ? writeInteger(at, registration) : writeWide(at, <u64>registration);
  const tail = fragmentAt(P_TAILS, <u32>load<u16>(first, FRAGMENT_CLASS));
  return copy32(at, textOf(tail), lengthOf(tail));
}

// @ts-ignore: decorator
@inline
export function writeEvent(out: usize, record: usize, head: usize, headLength: usize, tags: u32): usize {
  const state = stateAt(load<u32>(record, RECORD_STATE));
  const shown = load<u32>(state, STATE_SHOWN) != 0;
  let at = writeMapHeader(out, keysOf(record, shown, tags));
  v128.store(at, v128.load(head));
  v128.store(at, v128.load(head, 16), 16);
  const id = userIdOf(record);
  at = writeUserId(at + headLength, id, shown);
  at = writeSession(at, id, load<u32>(record, RECORD_SESSION));
  at = copy112(at, <usize>load<u32>(state, STATE_FRAGMENT), <usize>load<u32>(state, STATE_FRAGMENT_BYTES));
  at = writeSmallInteger(at, load<u32>(record, RECORD_ITEM));
  if (shown) {
    at = writeDetails(at, lineOf(record));
  } else {
    const tail = fragmentAt(P_TAILS, TAIL_HIDDEN);
    at = copy32(at, textOf(tail), lengthOf(tail));
  }
  const song = fragmentAt(P_SONGS, load<u32>(record, RECORD_SONG));
  return copy112(at, textOf(song), lengthOf(song));
}

/**
 * Writes `count` records from the `first`-th of the ordered buffer on to `out`, one map each and nothing between them;
 * gives the address after them. They may be followed by up to FRAGMENT_PADDING bytes that mean nothing.
 */
export function encodeMsgpack(worker: u32, buffer: u32, first: u32, count: u32, out: usize): usize {
  const scratch = scratchOf(worker);
  const head = scratch + SCRATCH_HEAD;
  const tags = tagKeys();
  let record = orderedAt(buffer) + <usize>first * RECORD_BYTES;
  const end = record + <usize>count * RECORD_BYTES;
  let at = out;
  let headTime = load<u32>(record, RECORD_TIME);
  let headLength = writeHead(head, headTime);
  while (record < end) {
    const runEnd = min<usize>(record + RUN * RECORD_BYTES, end);
    touch(scratch, record, runEnd);
    for (; record < runEnd; record += RECORD_BYTES) {
      const time = load<u32>(record, RECORD_TIME);
      if (time != headTime) {
        headLength = writeHead(head, time);
        headTime = time;
      }
      at = writeEvent(at, record, head, headLength, tags);
    }
  }
  return at;
}
