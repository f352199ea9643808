// The beginning of a row of CSV.
//
//   1450137603000," | 167 | ", | 167000166 | ,"NextSong",...,"free", | 6 | ,"..." | ,"..." | ,"..." | ,"...", | 1450137600000 |
//   ,"F","tag" | ,"artist","title",255.55546\n
//
// A hidden user has an empty text for an id, and null for all of the details.
import { RECORD_SESSION } from "../../../layout/record";
import { PARAMETERS, P_START_SECONDS } from "../../../layout/run";
import { PERSON_ID, PERSON_ID_LENGTH } from "../../../layout/text";
import { isRareId, userIdOf, writeRareId, writeRareSessionId } from "../../ids";
import { smallLength, smallText, writeSixDigits, writeTimestamp } from "../../number";
import { CSV_AFTER_USER_ID, CSV_BEFORE_TEXT } from "./keys";

const COMMA_QUOTE: u16 = 0x222c; // ,"
const QUOTE_COMMA: u16 = 0x2c22; // ",

/** Prepares the bytes up to the user id for a new time stamp, at most 22; returns their length. */
export function writeRowHead(head: usize, time: u32): usize {
  const after = writeTimestamp(head, load<i64>(PARAMETERS, P_START_SECONDS) + <i64>time);
  store<u16>(after, COMMA_QUOTE);
  return after + <usize>CSV_BEFORE_TEXT - head;
}

// @ts-ignore: decorator
@inline
function endUserId(out: usize): usize {
  store<u16>(out, QUOTE_COMMA);
  return out + <usize>CSV_AFTER_USER_ID;
}

/** Rare ids (writeRareSessionId), whose session id may not begin with the user id's text. */
function writeRareIds(out: usize, id: u32, session: u32, shown: bool): usize {
  return writeRareSessionId(endUserId(shown ? writeRareId(out, id) : out), id, session);
}

/** User id and session id. @param person 0 if the id's text is not at hand */
// @ts-ignore: decorator
@inline
export function writeIds(out: usize, record: usize, person: usize, shown: bool): usize {
  const session = load<u32>(record, RECORD_SESSION);
  let text: u64;
  let length: usize;
  if (person == 0) {
    const id = userIdOf(record);
    if (isRareId(id)) return writeRareIds(out, id, session, shown);
    text = smallText(id);
    length = smallLength(text);
  } else {
    length = <usize>load<u8>(person, PERSON_ID_LENGTH);
    if (length == 0) return writeRareIds(out, userIdOf(record), session, shown);
    text = load<u64>(person, PERSON_ID);
  }
  store<u64>(out, text);
  const at = endUserId(shown ? out + length : out);
  store<u64>(at, text);
  return writeSixDigits(at + length, session);
}
