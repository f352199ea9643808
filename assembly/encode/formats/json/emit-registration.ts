// A registration in JSON where LZ4 is emitted: ten digits of seconds, and three that all registrations of a run share.
import { endOf, lastMatch, literal, literal16, literalsOf, reference } from "../../../compress/pen";
import { bareKey, seenBefore, writeBareKey, writeKey } from "../../../compress/value";
import { EMITTER_END, NODE_KEY_REGISTRATION, NODE_REGISTRATIONS, WINDOW } from "../../../layout/emission";
import { P_TAILS } from "../../../layout/run";
import { PERSON_NUMBER } from "../../../layout/text";
import { fragmentAt, joinedOf, lengthOf, textOf } from "../../fragment";
import { isRareTime, writeTimestamp } from "../../number";
import { JSON_KEY_REGISTRATION } from "./keys";

export const SECONDS_DIGITS: u32 = 10;

/** How many numbers the first four digits of seconds below 2^32 can form. */
const FOUR_DIGITS: u32 = 4295;

/** JSON's nodes for the first four digits of the seconds (lower half) and for the first three (upper half). */
export function registrationNodes(seconds: u32): u32 {
  return seconds / 1000000 | ((FOUR_DIGITS + seconds / 10000000) << 16);
}

/** Writes the digits of the registration for JSON, if there are thirteen; returns their nodes, else 0. */
export function putSeconds(person: usize, user: usize): u32 {
  const seconds = joinedOf(user);
  if (isRareTime(seconds)) return 0;
  writeTimestamp(person + PERSON_NUMBER, seconds);
  return registrationNodes(<u32>seconds);
}

/** The key and the ten digits of the seconds. A match continues into the first three or four digits if they are in the window. */
// @ts-ignore: decorator
@inline
export function emitSeconds(pen: u64, emitter: usize, known: u32, digits: usize, position: u32): u64 {
  const start = position + JSON_KEY_REGISTRATION;
  const four = seenBefore(emitter + NODE_REGISTRATIONS + (<usize>(known & 0xffff) << 2), start);
  const three = seenBefore(emitter + NODE_REGISTRATIONS + (<usize>(known >>> 16) << 2), start);
  const last = lastMatch(pen);
  const joins = endOf(last) == position;
  // A match that continues into the key is not worth giving up.
  const never = u32(joins) << 17;
  let best = bareKey(last, joins, emitter + NODE_KEY_REGISTRATION, position);
  best = select<u64>(reference(three, 3), best, (three | never) <= WINDOW);
  best = select<u64>(reference(four, 4), best, (four | never) <= WINDOW);
  const next = writeKey(pen, last, NODE_KEY_REGISTRATION, JSON_KEY_REGISTRATION, position, best + <u64>start);
  return literal16(next, digits + <usize><u32>best, SECONDS_DIGITS - <u32>best);
}

/** A registration whose text does not have thirteen digits, with what follows it up to the song, as literals; stores the end. */
export function emitRareRegistration(pen: u64, emitter: usize, seconds: i64, kind: u32, position: u32): u64 {
  const next = writeBareKey(pen, emitter, NODE_KEY_REGISTRATION, JSON_KEY_REGISTRATION, position);
  const out = literalsOf(next);
  const tail = fragmentAt(P_TAILS, kind);
  const length = <u32>(writeTimestamp(out, seconds) - out);
  store<u32>(emitter, position + JSON_KEY_REGISTRATION + length + <u32>lengthOf(tail), EMITTER_END);
  return literal(next + <u64>length, textOf(tail), <u32>lengthOf(tail));
}
