// A user's details in a line of JSON where LZ4 is emitted. As in emit-json.ts, their end is stored in EMITTER_LINE_END.
import { endOf, lastMatch, literal, literal16, literalsOf, reference } from "../compress/pen";
import { bareKey, seenBefore, writeBareKey, writeKey } from "../compress/value";
import {
  JSON_KEY_REGISTRATION,
  NODE_KEY_REGISTRATION,
  NODE_REGISTRATIONS,
  VALUE_CLASS,
  WINDOW,
} from "../layout/emission";
import { EMITTER_LINE_END } from "../layout/emitter";
import { RECORD_USER, SCRATCH_LIST } from "../layout/record";
import { P_TAILS } from "../layout/run";
import { PERSON_NUMBER, PERSON_REGISTRATION_NODES, TAIL_HIDDEN } from "../layout/text";
import { emitPerson, emitTail } from "./emit";
import { firstNameOf, registrationNodes } from "./person-values";
import { emitAgain, isRecent, recentOf, remember } from "./recent";
import { fragmentAt, joinedOf, lengthOf, lineOf, textOf } from "./fragment";
import { isRareTime, writeTimestamp } from "./number";
/** Where a number's text is put together, before it is known how much of it is new. */
const SCRATCH_NUMBER: usize = SCRATCH_LIST;
const SECONDS_DIGITS: u32 = 10;
/** The key and the ten digits of the seconds. A match continues into the first three or four digits if they are in the window. */
// @ts-ignore: decorator
@inline
function emitSeconds(pen: u64, emitter: usize, known: u32, digits: usize, position: u32): u64 {
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
function emitRareRegistration(pen: u64, emitter: usize, seconds: i64, kind: u32, position: u32): u64 {
  const next = writeBareKey(pen, emitter, NODE_KEY_REGISTRATION, JSON_KEY_REGISTRATION, position);
  const out = literalsOf(next);
  const tail = fragmentAt(P_TAILS, kind);
  const length = <u32>(writeTimestamp(out, seconds) - out);
  store<u32>(emitter, position + JSON_KEY_REGISTRATION + length + <u32>lengthOf(tail), EMITTER_LINE_END);
  return literal(next + <u64>length, textOf(tail), <u32>lengthOf(tail));
}

/** A person's texts, registration, gender and tag; stores the end. */
// @ts-ignore: decorator
@inline
export function emitDetails(pen: u64, emitter: usize, scratch: usize, record: usize, person: usize, song: bool, position: u32): u64 {
  const user = load<u32>(record, RECORD_USER);
  const recent = recentOf(emitter, record);
  const first = firstNameOf(record, person);
  if (isRecent(recent, user, position)) return emitAgain(pen, emitter, recent, first, song, position, true);
  let next = emitPerson(pen, emitter, record, person, first, position, true);
  let at = load<u32>(emitter, EMITTER_LINE_END);
  const kind = <u32>load<u16>(first, VALUE_CLASS);
  let known = person != 0 ? load<u32>(person, PERSON_REGISTRATION_NODES) : 0;
  let digits = person + PERSON_NUMBER;
  if (known == 0) {
    const seconds = joinedOf(lineOf(record));
    if (isRareTime(seconds)) {
      // The session is remembered already; the details must not be found.
      remember(recent, user, 0, 0, song);
      return emitRareRegistration(next, emitter, seconds, kind, at);
    }
    known = registrationNodes(<u32>seconds);
    digits = scratch + SCRATCH_NUMBER;
    writeTimestamp(digits, seconds);
  }
  next = emitSeconds(next, emitter, known, digits, at);
  at += JSON_KEY_REGISTRATION + SECONDS_DIGITS;
  remember(recent, user, position, at, song);
  return emitTail(next, emitter, kind, song, at, true);
}

/** Hidden details: at most a tag; stores the end. */
// @ts-ignore: decorator
@inline
export function emitHidden(pen: u64, emitter: usize, song: bool, position: u32): u64 {
  return emitTail(pen, emitter, TAIL_HIDDEN, song, position, true);
}
