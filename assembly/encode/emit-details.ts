// A user's details in a line of JSON where LZ4 is emitted; as in emit-json.ts, the end is noted in EMITTER_LINE_END.
import { nodesOf } from "../compress/emitter";
import { endOf, lastMatch, literal, literal16, literalsOf } from "../compress/pen";
import { keyOffset, writeBareKey, writeKey } from "../compress/value";
import {
  EMITTER_LINE_END,
  JSON_KEY_REGISTRATION,
  NODE_KEY_REGISTRATION,
  NODE_REGISTRATIONS,
  P_TAILS,
  PERSON_NUMBER,
  PERSON_SECONDS,
  RECORD_USER,
  SCRATCH_LIST,
  TAIL_HIDDEN,
  VALUE_CLASS,
  WINDOW,
} from "../layout";
import { emitPerson, emitTail, tailLength } from "./emit";
import { firstNameOf, personOf } from "./person-values";
import { emitAgain, isRecent, recentOf, remember } from "./recent";
import { fragmentAt, joinedOf, lengthOf, lineOf, textOf } from "./fragment";
import { isRareTime, writeTimestamp } from "./number";
/** Where a number's text is made before it is known how much of it is new. */
const SCRATCH_NUMBER: usize = SCRATCH_LIST;
const SECONDS_DIGITS: u32 = 10;
/** Numbers that the first four digits of seconds below 2^32 make. */
const FOUR_DIGITS: usize = 4295;

/** The key, and the seconds' ten digits: a match goes on into the first three or four where they were seen. */
// @ts-ignore: decorator
@inline
function emitSeconds(pen: u64, nodes: usize, seconds: u32, digits: usize, position: u32): u64 {
  const start = position + JSON_KEY_REGISTRATION;
  const four = nodes + NODE_REGISTRATIONS + (<usize>(seconds / 1000000) << 2);
  const three = nodes + NODE_REGISTRATIONS + ((FOUR_DIGITS + <usize>(seconds / 10000000)) << 2);
  const fourOffset = start - load<u32>(four);
  const threeOffset = start - load<u32>(three);
  store<u32>(four, start);
  store<u32>(three, start);
  const last = lastMatch(pen);
  const known = keyOffset(last, nodes, NODE_KEY_REGISTRATION, position);
  store<u32>(nodes, position, NODE_KEY_REGISTRATION);
  const isSeen = i32(endOf(last) != position) & i32(threeOffset <= WINDOW);
  const hasFour = isSeen & i32(fourOffset <= WINDOW);
  const equal: u32 = hasFour ? 4 : isSeen ? 3 : 0;
  const offset = hasFour ? fourOffset : isSeen ? threeOffset : known;
  const next = writeKey(pen, last, NODE_KEY_REGISTRATION, JSON_KEY_REGISTRATION, position, start + equal, offset);
  return literal16(next, digits + <usize>equal, SECONDS_DIGITS - equal);
}

/** A registration whose text has not thirteen digits, with what follows it up to the song, as literals; notes where it ends. */
function emitRareRegistration(pen: u64, emitter: usize, seconds: i64, kind: u32, position: u32): u64 {
  const next = writeBareKey(pen, nodesOf(emitter), NODE_KEY_REGISTRATION, JSON_KEY_REGISTRATION, position);
  const out = literalsOf(next);
  const tail = fragmentAt(P_TAILS, kind);
  const length = <u32>(writeTimestamp(out, seconds) - out);
  store<u32>(emitter, position + JSON_KEY_REGISTRATION + length + <u32>lengthOf(tail), EMITTER_LINE_END);
  return literal(next + <u64>length, textOf(tail), <u32>lengthOf(tail));
}

/** A person's texts, registration, gender and tag; notes where they end. */
// @ts-ignore: decorator
@inline
export function emitDetails(pen: u64, emitter: usize, scratch: usize, record: usize, song: bool, position: u32): u64 {
  const user = load<u32>(record, RECORD_USER);
  const recent = recentOf(emitter, record);
  const person = personOf(record);
  const first = firstNameOf(record, person);
  if (isRecent(recent, user, position)) return emitAgain(pen, emitter, recent, first, song, position, true);
  let next = emitPerson(pen, emitter, record, person, first, position, true);
  let at = load<u32>(emitter, EMITTER_LINE_END);
  const kind = <u32>load<u16>(first, VALUE_CLASS);
  const known = person != 0 ? load<u32>(person, PERSON_SECONDS) : 0;
  let digits = person + PERSON_NUMBER;
  let seconds = <i64>known;
  if (known == 0) {
    seconds = joinedOf(lineOf(record));
    if (isRareTime(seconds)) {
      // The session is remembered already; the details are not to be found.
      remember(recent, user, 0, 0, song);
      return emitRareRegistration(next, emitter, seconds, kind, at);
    }
    digits = scratch + SCRATCH_NUMBER;
    writeTimestamp(digits, seconds);
  }
  next = emitSeconds(next, nodesOf(emitter), <u32>seconds, digits, at);
  at += JSON_KEY_REGISTRATION + SECONDS_DIGITS;
  remember(recent, user, position, at, song);
  store<u32>(emitter, at + tailLength(kind, true), EMITTER_LINE_END);
  return emitTail(next, emitter, kind, song, at, true);
}

/** Hidden details: at most a tag; notes where it ends. */
// @ts-ignore: decorator
@inline
export function emitHidden(pen: u64, emitter: usize, song: bool, position: u32): u64 {
  store<u32>(emitter, position + tailLength(TAIL_HIDDEN, true), EMITTER_LINE_END);
  return emitTail(pen, emitter, TAIL_HIDDEN, song, position, true);
}
