// What a line of JSON says of a person. Where the population is small enough for the caches most of it is put together once
// for each user, in two lines of the cache; else it is put together line by line from the user's line and four tables.
import {
  FRAGMENT_CLASS,
  P_CHUNK_USERS,
  P_COMMON_IDS,
  P_FIRST_NAMES,
  P_FIRST_USER_ID,
  P_LAST_NAMES,
  P_LINES,
  P_LOCATIONS,
  P_PEOPLE,
  P_REGISTRATION_BASE,
  P_SONGS,
  P_TAILS,
  P_USER_AGENTS,
  P_USER_OFFSET,
  P_USER_STRIDE,
  P_USERS,
  PARAMETERS,
  PERSON_AGENT,
  PERSON_AGENT_LENGTH,
  PERSON_BYTES,
  PERSON_ID,
  PERSON_ID_LENGTH,
  PERSON_LOCATION,
  PERSON_LOCATION_LENGTH,
  PERSON_REST,
  PERSON_REST_LENGTH,
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
import { copy32, copy48, copy112, copy160 } from "./copy";
import { fragmentAt, lengthOf, scratchOf, textOf } from "./fragment";
import { smallLength, smallText, writeTimestamp } from "./number";

/** From ,"lastName" to the tag. */
// @ts-ignore: decorator
@inline
function writeRest(out: usize, line: usize): usize {
  const last = fragmentAt(P_LAST_NAMES, <u32>load<u16>(line, USER_LAST_NAME));
  let at = copy32(out, textOf(last), lengthOf(last));
  const first = fragmentAt(P_FIRST_NAMES, <u32>load<u16>(line, USER_FIRST_NAME));
  at = copy48(at, textOf(first), lengthOf(first));
  const registration = load<i64>(PARAMETERS, P_REGISTRATION_BASE) + <i64>load<i32>(line, USER_REGISTRATION);
  at = writeTimestamp(at, registration);
  const tail = fragmentAt(P_TAILS, <u32>load<u16>(first, FRAGMENT_CLASS));
  return copy32(at, textOf(tail), lengthOf(tail));
}

/** From ,"location" to the tag. */
// @ts-ignore: decorator
@inline
export function writeDetails(out: usize, line: usize): usize {
  const location = fragmentAt(P_LOCATIONS, <u32>load<u16>(line, USER_LOCATION));
  const at = copy48(out, textOf(location), lengthOf(location));
  const agent = fragmentAt(P_USER_AGENTS, <u32>load<u16>(line, USER_AGENT));
  return writeRest(copy160(at, textOf(agent), lengthOf(agent)), line);
}

// @ts-ignore: decorator
@inline
export function personAt(people: usize, slot: u32): usize {
  return people + <usize>slot * PERSON_BYTES;
}

/** What writeDetails writes for a person whose rest fits. */
// @ts-ignore: decorator
@inline
export function copyDetails(out: usize, person: usize): usize {
  const location = <usize>load<u32>(person, PERSON_LOCATION);
  const agent = <usize>load<u32>(person, PERSON_AGENT);
  const at = copy48(out, location, <usize>load<u16>(person, PERSON_LOCATION_LENGTH));
  const rest = copy160(at, agent, <usize>load<u16>(person, PERSON_AGENT_LENGTH));
  return copy112(rest, person + PERSON_REST, <usize>load<u16>(person, PERSON_REST_LENGTH));
}

function makePersonText(slot: u32, person: usize, scratch: usize): void {
  const line = <usize>load<u32>(PARAMETERS, P_LINES) + <usize>slot * USER_BYTES;
  const location = fragmentAt(P_LOCATIONS, <u32>load<u16>(line, USER_LOCATION));
  store<u32>(person, <u32>textOf(location), PERSON_LOCATION);
  store<u16>(person, <u16>lengthOf(location), PERSON_LOCATION_LENGTH);
  const agent = fragmentAt(P_USER_AGENTS, <u32>load<u16>(line, USER_AGENT));
  store<u32>(person, <u32>textOf(agent), PERSON_AGENT);
  store<u16>(person, <u16>lengthOf(agent), PERSON_AGENT_LENGTH);

  // Copies write over their end, and the next entry may be another worker's.
  const rest = scratch + SCRATCH_LIST;
  const length = writeRest(rest, line) - rest;
  const fits = length <= PERSON_BYTES - PERSON_REST;
  if (fits) memory.copy(person + PERSON_REST, rest, length);
  store<u16>(person, fits ? <u16>length : 0, PERSON_REST_LENGTH);

  const index = load<u32>(PARAMETERS, P_USER_OFFSET) + slot * load<u32>(PARAMETERS, P_USER_STRIDE);
  const id = load<u32>(PARAMETERS, P_FIRST_USER_ID) + index;
  const isCommon = id - 1 < load<u32>(PARAMETERS, P_COMMON_IDS);
  const digits: u64 = isCommon ? smallText(id) : 0;
  store<u64>(person, digits, PERSON_ID);
  store<u16>(person, isCommon ? <u16>smallLength(digits) : 0, PERSON_ID_LENGTH);
}

/** Puts the texts of the chunk's users together, where there is room for them. The users must have been made. */
export function makePersonTexts(worker: u32, chunk: u32): void {
  const people = <usize>load<u32>(PARAMETERS, P_PEOPLE);
  if (people == 0) return;
  const chunkUsers = load<u32>(PARAMETERS, P_CHUNK_USERS);
  const first = chunk * chunkUsers;
  const end = min<u32>(first + chunkUsers, load<u32>(PARAMETERS, P_USERS));
  const scratch = scratchOf(worker);
  for (let slot = first; slot < end; slot++) makePersonText(slot, personAt(people, slot), scratch);
}

/** Reads a word of each line of the cache that the texts of persons and songs are in, so that the misses overlap. */
export function touchPeople(scratch: usize, people: usize, first: usize, end: usize): void {
  let sum: u32 = 0;
  for (let record = first; record < end; record += RECORD_BYTES) {
    const person = personAt(people, load<u32>(record, RECORD_USER));
    sum += load<u32>(person) + load<u32>(person, 64);
    sum += load<u32>(fragmentAt(P_SONGS, load<u32>(record, RECORD_SONG)));
  }
  for (let record = first; record < end; record += RECORD_BYTES) {
    const text = textOf(fragmentAt(P_SONGS, load<u32>(record, RECORD_SONG)));
    sum += load<u32>(text) + load<u32>(text, 64);
  }
  store<u64>(scratch, <u64>sum, SCRATCH_TOUCHED);
}
