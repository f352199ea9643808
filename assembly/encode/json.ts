// Records to lines of JSON: some ten fragments and a few numbers each. ENGINE.md, "One line of JSON".
//
//   {"ts":1450137603000,"userId":" | 167 | ","sessionId": | 167000166 | ,"page":...,"itemInSession": | 6 |
//   ,"location":"..." | ,"userAgent":"..." | ,"lastName":"..." | ,"firstName":"...","registration": | 1450137600000 |
//   ,"gender":"F","tag":"..." | ,"artist":...,"length":255.55546}\n   or   }\n
import {
  FRAGMENT_CLASS,
  P_COMMON_IDS,
  P_COMPAT,
  P_FIRST_NAMES,
  P_LAST_NAMES,
  P_LOCATIONS,
  P_REGISTRATION_BASE,
  P_SONGS,
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
import { smallLength, smallText, writeCount, writeSixDigits, writeSmall, writeTimestamp, writeUnsigned } from "./number";

/** Prepares the 18 to 32 bytes up to the user id for a new time stamp; gives their length. */
export function writeHead(head: usize, time: u32): usize {
  store<u64>(head, 0x003a227374227b); // {"ts":
  const seconds = load<i64>(PARAMETERS, P_START_SECONDS) + <i64>time;
  const after = writeTimestamp(head + 6, seconds);
  v128.store(after, i8x16(0x2c, 0x22, 0x75, 0x73, 0x65, 0x72, 0x49, 0x64, 0x22, 0x3a, 0x22, 0, 0, 0, 0, 0)); // ,"userId":"
  return after + 11 - head;
}

/** The five fields of a person, and gender with tag. */
// @ts-ignore: decorator
@inline
function writeDetails(out: usize, line: usize): usize {
  let at = out;
  const location = fragmentAt(P_LOCATIONS, <u32>load<u16>(line, USER_LOCATION));
  at = copy48(at, textOf(location), lengthOf(location));
  const agent = fragmentAt(P_USER_AGENTS, <u32>load<u16>(line, USER_AGENT));
  at = copy160(at, textOf(agent), lengthOf(agent));
  const last = fragmentAt(P_LAST_NAMES, <u32>load<u16>(line, USER_LAST_NAME));
  at = copy32(at, textOf(last), lengthOf(last));
  const first = fragmentAt(P_FIRST_NAMES, <u32>load<u16>(line, USER_FIRST_NAME));
  at = copy48(at, textOf(first), lengthOf(first));
  const registration = load<i64>(PARAMETERS, P_REGISTRATION_BASE) + <i64>load<i32>(line, USER_REGISTRATION);
  at = writeTimestamp(at, registration);
  const tail = fragmentAt(P_TAILS, <u32>load<u16>(first, FRAGMENT_CLASS));
  return copy32(at, textOf(tail), lengthOf(tail));
}

// @ts-ignore: decorator
@inline
function writeSessionKey(out: usize): usize {
  v128.store(out, i8x16(0x22, 0x2c, 0x22, 0x73, 0x65, 0x73, 0x73, 0x69, 0x6f, 0x6e, 0x49, 0x64, 0x22, 0x3a, 0, 0)); // ","sessionId":
  return out + 14;
}

/**
 * Ids whose text has nine digits or more, and 0, whose session ids are not its text and six digits; and all ids of the
 * original's engine, whose session ids are a counter of the run.
 */
export function writeRareUserAndSession(out: usize, id: u32, session: u32, shown: bool): usize {
  const at = writeSessionKey(shown ? writeUnsigned(out, id) : out);
  if (load<u32>(PARAMETERS, P_COMPAT) != 0) return writeUnsigned(at, session);
  return id == 0 ? writeSmall(at, session) : writeSixDigits(writeUnsigned(at, id), session);
}

/** User id, key and session id. The session id is id * 10^6 + number: the id's text again, and six digits. */
// @ts-ignore: decorator
@inline
function writeUserAndSession(out: usize, record: usize, shown: bool): usize {
  const id = userIdOf(record);
  const session = load<u32>(record, RECORD_SESSION);
  if (id - 1 >= load<u32>(PARAMETERS, P_COMMON_IDS)) return writeRareUserAndSession(out, id, session, shown);
  const text = smallText(id);
  const length = smallLength(text);
  store<u64>(out, text);
  const at = writeSessionKey(shown ? out + length : out);
  store<u64>(at, text);
  return writeSixDigits(at + length, session);
}

// @ts-ignore: decorator
@inline
export function writeLine(out: usize, record: usize, head: usize, headLength: usize): usize {
  const state = stateAt(load<u32>(record, RECORD_STATE));
  const shown = load<u32>(state, STATE_SHOWN) != 0;
  v128.store(out, v128.load(head));
  v128.store(out, v128.load(head, 16), 16);
  let at = writeUserAndSession(out + headLength, record, shown);
  at = copy112(at, <usize>load<u32>(state, STATE_FRAGMENT), <usize>load<u32>(state, STATE_FRAGMENT_BYTES));
  at = writeCount(at, load<u32>(record, RECORD_ITEM));
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
 * Writes the lines of `count` records from the `first`-th of the ordered buffer on to `out`; gives the address after them.
 * The lines may be followed by up to FRAGMENT_PADDING bytes that mean nothing.
 */
export function encodeJson(worker: u32, buffer: u32, first: u32, count: u32, out: usize): usize {
  const scratch = scratchOf(worker);
  const head = scratch + SCRATCH_HEAD;
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
      at = writeLine(at, record, head, headLength);
    }
  }
  return at;
}
