// A person's part of a line of JSON. Where the population is small enough for the caches it is put together once for each
// user, and a line copies it as one text; else it is put together line by line.
import {
  FRAGMENT_CLASS,
  P_CHUNK_USERS,
  P_COMMON_IDS,
  P_FIRST_NAMES,
  P_FIRST_USER_ID,
  P_LAST_NAMES,
  P_LINES,
  P_LOCATIONS,
  P_PERSON_TEXT_BYTES,
  P_PERSON_TEXTS,
  P_REGISTRATION_BASE,
  P_SONGS,
  P_TAILS,
  P_USER_AGENTS,
  P_USER_OFFSET,
  P_USER_STRIDE,
  P_USERS,
  PARAMETERS,
  PERSON_TEXT_DETAILS,
  PERSON_TEXT_ID,
  PERSON_TEXT_ID_LENGTH,
  PERSON_TEXT_LENGTH,
  RECORD_BYTES,
  RECORD_SONG,
  RECORD_USER,
  SCRATCH_LIST,
  SCRATCH_TOUCHED,
  USER_AGENT,
  USER_BYTES,
  USER_FIRST_NAME,
  USER_LAST_NAME,
  USER_LOCATION,
  USER_REGISTRATION,
} from "../layout";
import { copy32, copy48, copy160, copy288 } from "./copy";
import { fragmentAt, lengthOf, scratchOf, textOf } from "./fragment";
import { smallLength, smallText, writeTimestamp } from "./number";

/** From ,"location" to the tag. */
// @ts-ignore: decorator
@inline
export function writeDetails(out: usize, line: usize): usize {
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
export function personAt(record: usize, texts: usize): usize {
  return texts + <usize>load<u32>(record, RECORD_USER) * load<u32>(PARAMETERS, P_PERSON_TEXT_BYTES);
}

/** What writeDetails writes. */
// @ts-ignore: decorator
@inline
export function copyDetails(out: usize, person: usize): usize {
  return copy288(out, person + PERSON_TEXT_DETAILS, <usize>load<u32>(person, PERSON_TEXT_LENGTH));
}

function writePersonText(slot: u32, person: usize, scratch: usize): void {
  const line = <usize>load<u32>(PARAMETERS, P_LINES) + <usize>slot * USER_BYTES;
  // What is written behind the details must not be the next user's, who may be another worker's.
  const details = scratch + SCRATCH_LIST;
  const length = writeDetails(details, line) - details;
  memory.copy(person + PERSON_TEXT_DETAILS, details, length);
  store<u32>(person, <u32>length, PERSON_TEXT_LENGTH);
  const index = load<u32>(PARAMETERS, P_USER_OFFSET) + slot * load<u32>(PARAMETERS, P_USER_STRIDE);
  const id = load<u32>(PARAMETERS, P_FIRST_USER_ID) + index;
  if (id - 1 >= load<u32>(PARAMETERS, P_COMMON_IDS)) {
    store<u32>(person, 0, PERSON_TEXT_ID_LENGTH);
    return;
  }
  const text = smallText(id);
  const digits = smallLength(text);
  store<u32>(person, <u32>digits, PERSON_TEXT_ID_LENGTH);
  store<u64>(person, text, PERSON_TEXT_ID);
  v128.store(person + digits, i8x16(0x22, 0x2c, 0x22, 0x73, 0x65, 0x73, 0x73, 0x69, 0x6f, 0x6e, 0x49, 0x64, 0x22, 0x3a, 0, 0), PERSON_TEXT_ID); // ","sessionId":
  store<u64>(person + digits, text, PERSON_TEXT_ID + 14);
}

/** Puts the texts of the chunk's users together, where there is room for them. The users must have been made. */
export function writePersonTexts(worker: u32, chunk: u32): void {
  const texts = <usize>load<u32>(PARAMETERS, P_PERSON_TEXTS);
  if (texts == 0) return;
  const chunkUsers = load<u32>(PARAMETERS, P_CHUNK_USERS);
  const first = chunk * chunkUsers;
  const end = min<u32>(first + chunkUsers, load<u32>(PARAMETERS, P_USERS));
  const bytes = <usize>load<u32>(PARAMETERS, P_PERSON_TEXT_BYTES);
  const scratch = scratchOf(worker);
  for (let slot = first; slot < end; slot++) writePersonText(slot, texts + <usize>slot * bytes, scratch);
}

/** Reads a word of each line of the cache that a run's texts of persons and songs are in, so that the misses overlap. */
export function touchPeople(scratch: usize, first: usize, end: usize): void {
  const texts = <usize>load<u32>(PARAMETERS, P_PERSON_TEXTS);
  let sum: u32 = 0;
  for (let record = first; record < end; record += RECORD_BYTES) {
    const person = personAt(record, texts);
    sum += load<u32>(person) + load<u32>(person, 64) + load<u32>(person, 128) + load<u32>(person, 192) + load<u32>(person, 256);
    sum += load<u32>(fragmentAt(P_SONGS, load<u32>(record, RECORD_SONG)));
  }
  for (let record = first; record < end; record += RECORD_BYTES) {
    const text = textOf(fragmentAt(P_SONGS, load<u32>(record, RECORD_SONG)));
    sum += load<u32>(text) + load<u32>(text, 64);
  }
  store<u64>(scratch, <u64>sum, SCRATCH_TOUCHED);
}
