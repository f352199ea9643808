// The beginning of a line of JSON; a line is some ten fragments and a few numbers. docs/reference/engine.md, "One line of JSON".
//
//   {"ts":1450137603000,"userId":" | 167 | ","sessionId": | 167000166 | ,"page":...,"itemInSession": | 6 |
//   ,"location":"..." | ,"userAgent":"..." | ,"lastName":"..." | ,"firstName":"...","registration": | 1450137600000 |
//   ,"gender":"F","tag":"..." | ,"artist":...,"length":255.55546}\n   or   }\n
import { RECORD_SESSION } from "../../../layout/record";
import { PARAMETERS, P_START_SECONDS } from "../../../layout/run";
import { PERSON_ID, PERSON_ID_LENGTH } from "../../../layout/text";
import { isRareId, userIdOf, writeRareId, writeRareSessionId } from "../../ids";
import { smallLength, smallText, writeSixDigits, writeTimestamp } from "../../number";

const SESSION_KEY_BYTES: usize = 14;

/** Prepares the 18 to 32 bytes up to the user id for a new time stamp; returns their length. */
export function writeLineHead(head: usize, time: u32): usize {
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

/** Writes rare ids (writeRareSessionId), whose session id may not begin with the user id's text. */
export function writeRareUserAndSession(out: usize, id: u32, session: u32, shown: bool): usize {
  return writeRareSessionId(writeSessionKey(shown ? writeRareId(out, id) : out), id, session);
}

/** A user id, key and session id, which is id * 10^6 + number: the id's text again, and six digits. */
// @ts-ignore: decorator
@inline
function writeIdTwice(out: usize, text: u64, length: usize, session: u32, shown: bool): usize {
  store<u64>(out, text);
  const at = writeSessionKey(shown ? out + length : out);
  store<u64>(at, text);
  return writeSixDigits(at + length, session);
}

/** User id, key and session id. */
// @ts-ignore: decorator
@inline
export function writeUserAndSession(out: usize, record: usize, shown: bool): usize {
  const id = userIdOf(record);
  const session = load<u32>(record, RECORD_SESSION);
  if (isRareId(id)) return writeRareUserAndSession(out, id, session, shown);
  const text = smallText(id);
  return writeIdTwice(out, text, smallLength(text), session, shown);
}

/** The same, where the id's text is at hand. */
// @ts-ignore: decorator
@inline
export function copyUserAndSession(out: usize, record: usize, person: usize, shown: bool): usize {
  const length = <usize>load<u8>(person, PERSON_ID_LENGTH);
  const session = load<u32>(record, RECORD_SESSION);
  if (length == 0) return writeRareUserAndSession(out, userIdOf(record), session, shown);
  return writeIdTwice(out, load<u64>(person, PERSON_ID), length, session, shown);
}
