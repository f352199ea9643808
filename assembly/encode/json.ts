// Records to lines of JSON: some ten fragments and a few numbers each. ENGINE.md, "One line of JSON".
//
//   {"ts":1450137603000,"userId":" | 167 | ","sessionId": | 167000166 | ,"page":...,"itemInSession": | 6 |
//   ,"location":"..." | ,"userAgent":"..." | ,"lastName":"..." | ,"firstName":"...","registration": | 1450137600000 |
//   ,"gender":"F","tag":"..." | ,"artist":...,"length":255.55546}\n   or   }\n
import {
  P_COMMON_IDS,
  P_COMPAT,
  P_PEOPLE,
  P_SONG_TEXTS,
  P_START_SECONDS,
  P_TAILS,
  PARAMETERS,
  PERSON_ID,
  PERSON_ID_LENGTH,
  RECORD_BYTES,
  RECORD_ITEM,
  RECORD_SESSION,
  RECORD_SONG,
  RECORD_STATE,
  RECORD_TIME,
  RECORD_USER,
  SCRATCH_HEAD,
  STATE_FRAGMENT,
  STATE_FRAGMENT_BYTES,
  STATE_SHOWN,
  TAIL_HIDDEN,
} from "../layout";
import { orderedAt } from "../simulate/place";
import { stateAt } from "../simulate/session";
import { copy32, copy112 } from "./copy";
import { fragmentAt, lengthOf, lineOf, RUN, scratchOf, textOf, userIdOf } from "./fragment";
import { smallLength, smallText, writeCount, writeSixDigits, writeSmall, writeTimestamp, writeUnsigned } from "./number";
import { copyDetails, isTooLong, personAt, touchTexts, writeDetails } from "./person";
import { copySong, writeSong } from "./song";

const SESSION_KEY_BYTES: usize = 14;

/** Prepares the 18 to 32 bytes up to the user id for a new time stamp; gives their length. */
export function writeHead(head: usize, time: u32): usize {
  store<u64>(head, 0x003a227374227b); // {"ts":
  const seconds = load<i64>(PARAMETERS, P_START_SECONDS) + <i64>time;
  const after = writeTimestamp(head + 6, seconds);
  v128.store(after, i8x16(0x2c, 0x22, 0x75, 0x73, 0x65, 0x72, 0x49, 0x64, 0x22, 0x3a, 0x22, 0, 0, 0, 0, 0)); // ,"userId":"
  return after + 11 - head;
}

// @ts-ignore: decorator
@inline
function writeSessionKey(out: usize): usize {
  v128.store(out, i8x16(0x22, 0x2c, 0x22, 0x73, 0x65, 0x73, 0x73, 0x69, 0x6f, 0x6e, 0x49, 0x64, 0x22, 0x3a, 0, 0)); // ","sessionId":
  return out + SESSION_KEY_BYTES;
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

/** The same, where the id's text is at hand. */
// @ts-ignore: decorator
@inline
function copyUserAndSession(out: usize, record: usize, person: usize, shown: bool): usize {
  const length = <usize>load<u8>(person, PERSON_ID_LENGTH);
  const session = load<u32>(record, RECORD_SESSION);
  if (length == 0) return writeRareUserAndSession(out, userIdOf(record), session, shown);
  const text = load<u64>(person, PERSON_ID);
  store<u64>(out, text);
  const at = writeSessionKey(shown ? out + length : out);
  store<u64>(at, text);
  return writeSixDigits(at + length, session);
}

// @ts-ignore: decorator
@inline
export function writeLine(
  out: usize,
  record: usize,
  head: usize,
  headLength: usize,
  person: usize,
  songTexts: usize,
): usize {
  const state = stateAt(load<u32>(record, RECORD_STATE));
  const shown = load<u32>(state, STATE_SHOWN) != 0;
  v128.store(out, v128.load(head));
  v128.store(out, v128.load(head, 16), 16);
  const start = out + headLength;
  let at = person == 0 ? writeUserAndSession(start, record, shown) : copyUserAndSession(start, record, person, shown);
  at = copy112(at, <usize>load<u32>(state, STATE_FRAGMENT), <usize>load<u32>(state, STATE_FRAGMENT_BYTES));
  at = writeCount(at, load<u32>(record, RECORD_ITEM));
  if (shown) {
    at = person == 0 || isTooLong(person) ? writeDetails(at, lineOf(record), true) : copyDetails(at, person, true);
  } else {
    const tail = fragmentAt(P_TAILS, TAIL_HIDDEN);
    at = copy32(at, textOf(tail), lengthOf(tail));
  }
  const song = load<u32>(record, RECORD_SONG);
  return songTexts == 0 ? copySong(at, song) : writeSong(at, song, songTexts, true);
}

/** @param hasPeople known when this is compiled, so that either way is a loop of its own */
// @ts-ignore: decorator
@inline
function encodeRecords(scratch: usize, first: usize, end: usize, out: usize, people: usize, hasPeople: bool): usize {
  const head = scratch + SCRATCH_HEAD;
  const songTexts = <usize>load<u32>(PARAMETERS, P_SONG_TEXTS);
  let record = first;
  let at = out;
  let headTime = load<u32>(record, RECORD_TIME);
  let headLength = writeHead(head, headTime);
  while (record < end) {
    const runEnd = min<usize>(record + RUN * RECORD_BYTES, end);
    touchTexts(scratch, record, runEnd, people, songTexts, hasPeople);
    for (; record < runEnd; record += RECORD_BYTES) {
      const time = load<u32>(record, RECORD_TIME);
      if (time != headTime) {
        headLength = writeHead(head, time);
        headTime = time;
      }
      const person = hasPeople ? personAt(people, load<u32>(record, RECORD_USER)) : 0;
      at = writeLine(at, record, head, headLength, person, songTexts);
    }
  }
  return at;
}

/**
 * Writes the lines of `count` records from the `first`-th of the ordered buffer on to `out`; gives the address after them.
 * The lines may be followed by up to FRAGMENT_PADDING bytes that mean nothing.
 */
export function encodeJson(worker: u32, buffer: u32, first: u32, count: u32, out: usize): usize {
  const record = orderedAt(buffer) + <usize>first * RECORD_BYTES;
  const end = record + <usize>count * RECORD_BYTES;
  const people = <usize>load<u32>(PARAMETERS, P_PEOPLE);
  if (people == 0) return encodeRecords(scratchOf(worker), record, end, out, 0, false);
  return encodeRecords(scratchOf(worker), record, end, out, people, true);
}
