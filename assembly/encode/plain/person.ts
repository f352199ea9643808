// What an event says of a person. Where there is room, the texts that differ between persons are put together once for each user,
// in one cache line, and the keys are constants; otherwise everything is looked up in the user's entry and four tables.
import { copy16, copy160, copy32, copy48 } from "../../copy";
import {
  PARAMETERS,
  P_FIRST_NAMES,
  P_LAST_NAMES,
  P_LOCATIONS,
  P_PEOPLE,
  P_TAILS,
  P_USER_AGENTS,
} from "../../layout/run";
import {
  FRAGMENT_CLASS,
  PERSON_AGENT,
  PERSON_AGENT_LENGTH,
  PERSON_BYTES,
  PERSON_FIRST_LENGTH,
  PERSON_ID,
  PERSON_ID_LENGTH,
  PERSON_LAST_LENGTH,
  PERSON_LOCATION,
  PERSON_LOCATION_LENGTH,
  PERSON_NAMES,
  PERSON_REGISTRATION,
  PERSON_TAIL,
  PERSON_TOO_LONG,
} from "../../layout/text";
import { USER_AGENT, USER_FIRST_NAME, USER_LAST_NAME, USER_LOCATION } from "../../layout/user";
import { Format } from "../format";
import { fragmentAt, lengthOf, textOf, userAt, writeKeyText } from "../fragment";
import { isRareId, userIdAt } from "../ids";
import { smallLength, smallText } from "../number";

/** From the location to the tag, looked up. */
// @ts-ignore: decorator
@inline
export function writeDetails<F extends Format>(out: usize, user: usize): usize {
  const location = fragmentAt(P_LOCATIONS, <u32>load<u16>(user, USER_LOCATION));
  let at = copy48(out, textOf(location), lengthOf(location));
  const agent = fragmentAt(P_USER_AGENTS, <u32>load<u16>(user, USER_AGENT));
  at = copy160(at, textOf(agent), lengthOf(agent));
  const last = fragmentAt(P_LAST_NAMES, <u32>load<u16>(user, USER_LAST_NAME));
  at = copy32(at, textOf(last), lengthOf(last));
  const first = fragmentAt(P_FIRST_NAMES, <u32>load<u16>(user, USER_FIRST_NAME));
  at = copy48(at, textOf(first), lengthOf(first));
  at = changetype<F>(0).writeRegistration(at, user);
  const tail = fragmentAt(P_TAILS, <u32>load<u16>(first, FRAGMENT_CLASS));
  return copy32(at, textOf(tail), lengthOf(tail));
}

// @ts-ignore: decorator
@inline
export function personAt(people: usize, userIndex: u32): usize {
  return people + <usize>userIndex * PERSON_BYTES;
}

// @ts-ignore: decorator
@inline
export function isTooLong(person: usize): bool {
  return <u32>load<u8>(person, PERSON_FIRST_LENGTH) == PERSON_TOO_LONG;
}

/** What writeDetails writes, for a person whose names fit. */
// @ts-ignore: decorator
@inline
export function copyDetails<F extends Format>(out: usize, person: usize): usize {
  const format = changetype<F>(0);
  const location = <usize>load<u32>(person, PERSON_LOCATION);
  const locationLength = <usize>load<u16>(person, PERSON_LOCATION_LENGTH);
  let at = format.copyLocation(out, location, locationLength);
  at = copy160(at, <usize>load<u32>(person, PERSON_AGENT), <usize>load<u16>(person, PERSON_AGENT_LENGTH));
  const lastLength = <usize>load<u8>(person, PERSON_LAST_LENGTH);
  const firstLength = <usize>load<u8>(person, PERSON_FIRST_LENGTH);
  at = copy16(writeKeyText(at, format.lastNameKey, format.lastNameKeyBytes), person + PERSON_NAMES, lastLength);
  at = copy16(writeKeyText(at, format.firstNameKey, format.firstNameKeyBytes), person + PERSON_NAMES + lastLength, firstLength);
  at = writeKeyText(at, format.registrationKey, format.registrationKeyBytes);
  v128.store(at, v128.load(person, PERSON_REGISTRATION));
  at += format.registrationBytes;
  const tail = fragmentAt(P_TAILS, <u32>load<u8>(person, PERSON_TAIL));
  return copy16(at, textOf(tail), lengthOf(tail));
}

/** The names and the registration, if they fit. */
// @ts-ignore: decorator
@inline
function makeNames<F extends Format>(person: usize, user: usize): void {
  const format = changetype<F>(0);
  const last = fragmentAt(P_LAST_NAMES, <u32>load<u16>(user, USER_LAST_NAME));
  const first = fragmentAt(P_FIRST_NAMES, <u32>load<u16>(user, USER_FIRST_NAME));
  const lastKey = <usize>format.lastNameKeyBytes;
  const firstKey = <usize>format.firstNameKeyBytes;
  const lastLength = lengthOf(last) - lastKey;
  const firstLength = lengthOf(first) - firstKey - <usize>format.registrationKeyBytes;
  const number = person + PERSON_REGISTRATION;
  const numberLength = format.writeRegistration(number, user) - number;
  if (lastLength + firstLength > PERSON_BYTES - PERSON_NAMES || numberLength != format.registrationBytes) {
    store<u8>(person, <u8>PERSON_TOO_LONG, PERSON_FIRST_LENGTH);
    return;
  }
  store<u8>(person, <u8>lastLength, PERSON_LAST_LENGTH);
  store<u8>(person, <u8>firstLength, PERSON_FIRST_LENGTH);
  store<u8>(person, <u8>load<u16>(first, FRAGMENT_CLASS), PERSON_TAIL);
  memory.copy(person + PERSON_NAMES, textOf(last) + lastKey, lastLength);
  memory.copy(person + PERSON_NAMES + lastLength, textOf(first) + firstKey, firstLength);
}

function makePerson<F extends Format>(userIndex: u32, person: usize): void {
  const user = userAt(userIndex);
  const location = fragmentAt(P_LOCATIONS, <u32>load<u16>(user, USER_LOCATION));
  store<u32>(person, <u32>textOf(location), PERSON_LOCATION);
  store<u16>(person, <u16>lengthOf(location), PERSON_LOCATION_LENGTH);
  const agent = fragmentAt(P_USER_AGENTS, <u32>load<u16>(user, USER_AGENT));
  store<u32>(person, <u32>textOf(agent), PERSON_AGENT);
  store<u16>(person, <u16>lengthOf(agent), PERSON_AGENT_LENGTH);
  const id = userIdAt(userIndex);
  const isRare = isRareId(id);
  const digits: u64 = isRare ? 0 : smallText(id);
  store<u64>(person, digits, PERSON_ID);
  store<u8>(person, isRare ? 0 : <u8>smallLength(digits), PERSON_ID_LENGTH);
  makeNames<F>(person, user);
}

/**
 * Puts together the texts of the users from one index up to another one, which is excluded, where there is room. The users must
 * have been made.
 */
export function makePersonTexts<F extends Format>(first: u32, end: u32): void {
  const people = <usize>load<u32>(PARAMETERS, P_PEOPLE);
  if (people == 0) return;
  for (let userIndex = first; userIndex < end; userIndex++) makePerson<F>(userIndex, personAt(people, userIndex));
}
