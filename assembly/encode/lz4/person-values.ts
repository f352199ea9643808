// What emitting LZ4 needs to know of a person. Where there is room, names and registration are together in two cache lines;
// otherwise they are looked up in the user's entry and four tables.
import { lengthOfValue } from "../../compress/value";
import { VALUE_BYTES, VALUE_CLASS, VALUE_LENGTH, VALUE_OWN, VALUE_TEXT } from "../../layout/emission";
import { RECORD_USER } from "../../layout/record";
import {
  PARAMETERS,
  P_AGENT_VALUES,
  P_FIRST_NAME_VALUES,
  P_LAST_NAME_VALUES,
  P_LOCATION_VALUES,
  P_PERSON_VALUES,
} from "../../layout/run";
import {
  PERSON_AGENT_VALUE,
  PERSON_FIRST_VALUE,
  PERSON_ID_TEXT,
  PERSON_LAST_VALUE,
  PERSON_LOCATION_VALUE,
  PERSON_REGISTRATION_NODES,
  PERSON_TEXTS,
  PERSON_VALUES_BYTES,
} from "../../layout/text";
import { USER_AGENT, USER_FIRST_NAME, USER_LAST_NAME, USER_LOCATION } from "../../layout/user";
import { EmittingFormat } from "../format";
import { userAt, userOf } from "../fragment";
import { commonText, userIdAt, userIdOf } from "../ids";

// @ts-ignore: decorator
@inline
export function valueAt(table: usize, index: u32): usize {
  return <usize>load<u32>(PARAMETERS + table) + <usize>index * VALUE_BYTES;
}

// @ts-ignore: decorator
@inline
function valueOf(table: usize, user: usize, field: usize): usize {
  return valueAt(table, <u32>load<u16>(user + field));
}

/** The entry of a record's user in the table of persons, or 0 if there is no table. */
// @ts-ignore: decorator
@inline
export function personOf(record: usize): usize {
  const people = <usize>load<u32>(PARAMETERS, P_PERSON_VALUES);
  return people == 0 ? 0 : people + <usize>load<u32>(record, RECORD_USER) * PERSON_VALUES_BYTES;
}

// @ts-ignore: decorator
@inline
export function locationOf(record: usize, person: usize): usize {
  if (person == 0) return valueOf(P_LOCATION_VALUES, userOf(record), USER_LOCATION);
  return <usize>load<u32>(person, PERSON_LOCATION_VALUE);
}

// @ts-ignore: decorator
@inline
export function agentOf(record: usize, person: usize): usize {
  if (person == 0) return valueOf(P_AGENT_VALUES, userOf(record), USER_AGENT);
  return <usize>load<u32>(person, PERSON_AGENT_VALUE);
}

// @ts-ignore: decorator
@inline
export function lastNameOf(record: usize, person: usize): usize {
  return person == 0 ? valueOf(P_LAST_NAME_VALUES, userOf(record), USER_LAST_NAME) : person + PERSON_LAST_VALUE;
}

// @ts-ignore: decorator
@inline
export function firstNameOf(record: usize, person: usize): usize {
  return person == 0 ? valueOf(P_FIRST_NAME_VALUES, userOf(record), USER_FIRST_NAME) : person + PERSON_FIRST_VALUE;
}

/** The digits of a record's user id, or 0 for a rare one. */
// @ts-ignore: decorator
@inline
export function idTextOf(record: usize, person: usize): u64 {
  return person == 0 ? commonText(userIdOf(record)) : load<u64>(person, PERSON_ID_TEXT);
}

/** Copies what writeValue reads of a value that has no node but its own, and the text if there is room for it. */
function putName(to: usize, value: usize, text: usize, end: usize): usize {
  const length = <usize>lengthOfValue(value);
  const fits = text + length <= end;
  if (fits) memory.copy(text, <usize>load<u32>(value, VALUE_TEXT), length);
  store<u32>(to, fits ? <u32>text : load<u32>(value, VALUE_TEXT), VALUE_TEXT);
  store<u16>(to, <u16>length, VALUE_LENGTH);
  store<u32>(to, load<u32>(value, VALUE_OWN), VALUE_OWN);
  return fits ? text + length : text;
}

/** Writes the entry of one user. */
function makePersonValue<F extends EmittingFormat>(userIndex: u32, person: usize): void {
  const user = userAt(userIndex);
  const end = person + PERSON_VALUES_BYTES;
  const first = valueOf(P_FIRST_NAME_VALUES, user, USER_FIRST_NAME);
  const text = putName(
    person + PERSON_LAST_VALUE,
    valueOf(P_LAST_NAME_VALUES, user, USER_LAST_NAME),
    person + PERSON_TEXTS,
    end,
  );
  putName(person + PERSON_FIRST_VALUE, first, text, end);
  store<u16>(person + PERSON_FIRST_VALUE, load<u16>(first, VALUE_CLASS), VALUE_CLASS);
  store<u32>(person, <u32>valueOf(P_LOCATION_VALUES, user, USER_LOCATION), PERSON_LOCATION_VALUE);
  store<u32>(person, <u32>valueOf(P_AGENT_VALUES, user, USER_AGENT), PERSON_AGENT_VALUE);
  store<u64>(person, commonText(userIdAt(userIndex)), PERSON_ID_TEXT);
  store<u32>(person, changetype<F>(0).putRegistration(person, user), PERSON_REGISTRATION_NODES);
}

/** Puts together what emitting needs of the users from one index up to another one, which is excluded, where there is room. */
export function makePersonValues<F extends EmittingFormat>(first: u32, end: u32): void {
  const people = <usize>load<u32>(PARAMETERS, P_PERSON_VALUES);
  if (people == 0) return;
  for (let userIndex = first; userIndex < end; userIndex++) makePersonValue<F>(userIndex, people + <usize>userIndex * PERSON_VALUES_BYTES);
}
