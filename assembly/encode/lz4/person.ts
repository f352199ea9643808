// A user's details in any format: location, user agent, names, registration, gender and tag. A format has its own registration
// and lengths of the keys, which are constants at compile time.
import { lastMatch, literal, literalsOf, matchAfter, matchOn, reference } from "../../compress/pen";
import {
  FOLLOWS_LITERALS,
  HAS_OWN,
  HAS_PREFIX,
  HAS_SHORT,
  HAS_SUFFIX,
  choose,
  chooseEnd,
  lastOf,
  lengthOfValue,
  nodeAt,
  seenBefore,
  writeChosen,
  writePieces,
} from "../../compress/value";
import {
  EMITTER_END,
  NODE_KEY_AGENT,
  NODE_KEY_FIRST_NAME,
  NODE_KEY_LAST_NAME,
  NODE_KEY_LOCATION,
  NODE_TAILS,
  RECENT_DETAILS,
  RECENT_LENGTH,
  RECENT_SONG,
  VALUE_CLASS,
  VALUE_OWN,
  WINDOW,
} from "../../layout/emission";
import { RECORD_USER } from "../../layout/record";
import { P_TAILS } from "../../layout/run";
import { EmittingFormat } from "../format";
import { fragmentAt, lengthOf, textOf } from "../fragment";
import { agentOf, firstNameOf, lastNameOf, locationOf } from "./person-values";
import { isRecent, recentOf } from "./recent";

/** The four texts from location to first name; stores the end. */
// @ts-ignore: decorator
@inline
export function emitPerson<F extends EmittingFormat>(
  pen: u64,
  emitter: usize,
  record: usize,
  person: usize,
  first: usize,
  position: u32,
): u64 {
  const format = changetype<F>(0);
  const location = locationOf(record, person);
  let key = format.locationKeyBytes;
  let start = position + key;
  let end = start + lengthOfValue(location);
  const all = HAS_OWN | HAS_SHORT | HAS_PREFIX | HAS_SUFFIX | FOLLOWS_LITERALS;
  let best = choose(0, emitter, NODE_KEY_LOCATION, location, position, start, all);
  const ending = chooseEnd(best, emitter, location, end);
  let next = writeChosen(pen, 0, best, ending, NODE_KEY_LOCATION, key, location, position, all);
  let last = lastOf(best, ending, start, end);

  const agent = agentOf(record, person);
  key = format.agentKeyBytes;
  let keyStart = end;
  start = keyStart + key;
  end = start + lengthOfValue(agent);
  const offset = seenBefore(nodeAt(emitter, agent, VALUE_OWN), start);
  if (offset > WINDOW) {
    next = writePieces(next, emitter, NODE_KEY_AGENT, key, agent, keyStart);
    last = lastMatch(next);
  } else {
    store<u32>(emitter, keyStart, NODE_KEY_AGENT);
    best = reference(offset, end);
    next = matchAfter(next, last, keyStart, best);
    last = best;
  }

  const lastName = lastNameOf(record, person);
  key = format.lastNameKeyBytes;
  keyStart = end;
  start = keyStart + key;
  end = start + lengthOfValue(lastName);
  best = choose(last, emitter, NODE_KEY_LAST_NAME, lastName, keyStart, start, HAS_OWN);
  next = writeChosen(next, last, best, 0, NODE_KEY_LAST_NAME, key, lastName, keyStart, HAS_OWN);
  last = best + <u64>start;

  key = format.firstNameKeyBytes;
  keyStart = end;
  start = keyStart + key;
  store<u32>(emitter, start + lengthOfValue(first), EMITTER_END);
  best = choose(last, emitter, NODE_KEY_FIRST_NAME, first, keyStart, start, HAS_OWN);
  return writeChosen(next, last, best, 0, NODE_KEY_FIRST_NAME, key, first, keyStart, HAS_OWN);
}

/** Size of what follows the registration: what all registrations of the run end with, then gender and tag. */
// @ts-ignore: decorator
@inline
export function tailLength<F extends EmittingFormat>(kind: u32): u32 {
  return <u32>lengthOf(fragmentAt(P_TAILS, kind)) + changetype<F>(0).tailStartBytes(kind);
}

/** Gender and tag, or the tag alone; stores the end. */
// @ts-ignore: decorator
@inline
export function emitTail<F extends EmittingFormat>(pen: u64, emitter: usize, kind: u32, song: bool, position: u32): u64 {
  const format = changetype<F>(0);
  const tail = fragmentAt(P_TAILS, kind);
  const length = tailLength<F>(kind);
  store<u32>(emitter, position + length, EMITTER_END);
  const offset = seenBefore(emitter + NODE_TAILS + ((<usize>kind * 2 + <usize>song) << 2), position);
  if (offset <= WINDOW && length >= 4) return matchOn(pen, position, position + length, offset);
  let next = pen;
  const startBytes = format.tailStartBytes(kind);
  if (startBytes != 0) {
    format.writeTailStart(literalsOf(next));
    next += <u64>startBytes;
  }
  return literal(next, textOf(tail), <u32>lengthOf(tail));
}

/** The details of a recent user, with the tail; stores the end. */
// @ts-ignore: decorator
@inline
function emitAgain<F extends EmittingFormat>(pen: u64, emitter: usize, recent: usize, first: usize, song: bool, position: u32): u64 {
  const kind = <u32>load<u16>(first, VALUE_CLASS);
  const offset = position - load<u32>(recent, RECENT_DETAILS);
  const at = position + load<u32>(recent, RECENT_LENGTH);
  const end = at + tailLength<F>(kind);
  const isSame = load<u32>(recent, RECENT_SONG) == (song ? 1 : 0);
  store<u32>(recent, position, RECENT_DETAILS);
  store<u32>(recent, song ? 1 : 0, RECENT_SONG);
  store<u32>(emitter, end, EMITTER_END);
  // The next match may continue where this one ends, so the text must continue alike, with a song or without.
  if (isSame) return matchOn(pen, position, end, offset);
  return emitTail<F>(matchOn(pen, position, at, offset), emitter, kind, song, at);
}

/** A person's texts, registration, gender and tag; stores the end. */
// @ts-ignore: decorator
@inline
export function emitDetails<F extends EmittingFormat>(
  pen: u64,
  emitter: usize,
  scratch: usize,
  record: usize,
  person: usize,
  song: bool,
  position: u32,
): u64 {
  const recent = recentOf(emitter, record);
  const first = firstNameOf(record, person);
  if (isRecent(recent, load<u32>(record, RECORD_USER), position)) {
    return emitAgain<F>(pen, emitter, recent, first, song, position);
  }
  const next = emitPerson<F>(pen, emitter, record, person, first, position);
  const at = load<u32>(emitter, EMITTER_END);
  const kind = <u32>load<u16>(first, VALUE_CLASS);
  return changetype<F>(0).emitRegistration(next, emitter, scratch, record, person, recent, kind, song, position, at);
}
