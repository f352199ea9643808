// What JSON and MessagePack have in common where LZ4 is emitted: the person's texts, the tail and the song. The formats
// differ in the lengths of the keys, which are constants at compile time, and in their numbers.
import {
  JSON_KEY_AGENT,
  JSON_KEY_ARTIST,
  JSON_KEY_FIRST_NAME,
  JSON_KEY_LAST_NAME,
  JSON_KEY_LENGTH,
  JSON_KEY_LOCATION,
  JSON_KEY_SONG,
  MSGPACK_KEY_AGENT,
  MSGPACK_KEY_ARTIST,
  MSGPACK_KEY_FIRST_NAME,
  MSGPACK_KEY_LAST_NAME,
  MSGPACK_KEY_LENGTH,
  MSGPACK_KEY_LOCATION,
  MSGPACK_KEY_SONG,
  NODE_KEY_AGENT,
  NODE_KEY_ARTIST,
  NODE_KEY_FIRST_NAME,
  NODE_KEY_LAST_NAME,
  NODE_KEY_LENGTH,
  NODE_KEY_LOCATION,
  NODE_KEY_SONG,
  NODE_TAILS,
  SONG_ARTIST,
  SONG_BYTES,
  SONG_LENGTH,
  SONG_TITLE,
  VALUE_OWN,
  WINDOW,
} from "../layout/emission";
import { EMITTER_LINE_END, EMITTER_SONGS, EMITTER_SONG_COUNT } from "../layout/emitter";
import { RECORD_BYTES, RECORD_SONG, SCRATCH_TOUCHED } from "../layout/record";
import { PARAMETERS, P_MILLISECOND_DIGITS, P_NO_SONG, P_PERSON_VALUES, P_SONG_VALUES, P_TAILS } from "../layout/run";
import { TAIL_HIDDEN } from "../layout/text";
import { USER_LOCATION } from "../layout/user";
import { lastMatch, literal, literalsOf, matchAfter, matchOn, reference } from "../compress/pen";
import {
  choose,
  chooseEnd,
  FOLLOWS_LITERALS,
  HAS_OWN,
  HAS_PREFIX,
  HAS_SHORT,
  HAS_SUFFIX,
  lastOf,
  lengthOfValue,
  nodeAt,
  seenBefore,
  writeChosen,
  writePieces,
} from "../compress/value";
import { fragmentAt, lengthOf, lineOf, textOf } from "./fragment";
import { agentOf, firstNameOf, lastNameOf, locationOf, personOf } from "./person-values";

/** The four texts from location to first name; stores the end. */
// @ts-ignore: decorator
@inline
export function emitPerson(
  pen: u64,
  emitter: usize,
  record: usize,
  person: usize,
  first: usize,
  position: u32,
  json: bool,
): u64 {
  const location = locationOf(record, person);
  let key = json ? JSON_KEY_LOCATION : MSGPACK_KEY_LOCATION;
  let start = position + key;
  let end = start + lengthOfValue(location);
  const all = HAS_OWN | HAS_SHORT | HAS_PREFIX | HAS_SUFFIX | FOLLOWS_LITERALS;
  let best = choose(0, emitter, NODE_KEY_LOCATION, location, position, start, all);
  const ending = chooseEnd(best, emitter, location, end);
  let next = writeChosen(pen, 0, best, ending, NODE_KEY_LOCATION, key, location, position, all);
  let last = lastOf(best, ending, start, end);

  const agent = agentOf(record, person);
  key = json ? JSON_KEY_AGENT : MSGPACK_KEY_AGENT;
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
  key = json ? JSON_KEY_LAST_NAME : MSGPACK_KEY_LAST_NAME;
  keyStart = end;
  start = keyStart + key;
  end = start + lengthOfValue(lastName);
  best = choose(last, emitter, NODE_KEY_LAST_NAME, lastName, keyStart, start, HAS_OWN);
  next = writeChosen(next, last, best, 0, NODE_KEY_LAST_NAME, key, lastName, keyStart, HAS_OWN);
  last = best + <u64>start;

  key = json ? JSON_KEY_FIRST_NAME : MSGPACK_KEY_FIRST_NAME;
  keyStart = end;
  start = keyStart + key;
  store<u32>(emitter, start + lengthOfValue(first), EMITTER_LINE_END);
  best = choose(last, emitter, NODE_KEY_FIRST_NAME, first, keyStart, start, HAS_OWN);
  return writeChosen(next, last, best, 0, NODE_KEY_FIRST_NAME, key, first, keyStart, HAS_OWN);
}

/** Size of what follows the registration: in JSON the milliseconds of the time stamp, then gender and tag. */
// @ts-ignore: decorator
@inline
export function tailLength(kind: u32, json: bool): u32 {
  return <u32>lengthOf(fragmentAt(P_TAILS, kind)) + (json && kind != TAIL_HIDDEN ? 3 : 0);
}

/** Gender and tag, or the tag alone; stores the end. */
// @ts-ignore: decorator
@inline
export function emitTail(pen: u64, emitter: usize, kind: u32, hasSong: bool, position: u32, json: bool): u64 {
  const tail = fragmentAt(P_TAILS, kind);
  const length = tailLength(kind, json);
  store<u32>(emitter, position + length, EMITTER_LINE_END);
  const offset = seenBefore(emitter + NODE_TAILS + ((<usize>kind * 2 + <usize>hasSong) << 2), position);
  if (offset <= WINDOW && length >= 4) return matchOn(pen, position, position + length, offset);
  let next = pen;
  if (json && kind != TAIL_HIDDEN) {
    store<u32>(literalsOf(next), load<u32>(PARAMETERS, P_MILLISECOND_DIGITS));
    next += 3;
  }
  return literal(next, textOf(tail), <u32>lengthOf(tail));
}

// @ts-ignore: decorator
@inline
function songAt(song: u32): usize {
  return <usize>load<u32>(PARAMETERS, P_SONG_VALUES) + <usize>song * SONG_BYTES;
}

/**
 * Artist, title and length; stores the end. A song that was played within the window is one match. There are too many songs
 * for a node each, so a small table remembers them.
 */
// @ts-ignore: decorator
@inline
export function emitSong(pen: u64, emitter: usize, index: u32, position: u32, json: bool): u64 {
  const song = songAt(index);
  const artist = <usize>load<u32>(song, SONG_ARTIST);
  const entry = emitter + EMITTER_SONGS + ((<usize>index & (<usize>EMITTER_SONG_COUNT - 1)) << 3);
  const isSame = load<u32>(entry) == index;
  const offset = position - load<u32>(entry, 4);
  store<u32>(entry, index);
  store<u32>(entry, position, 4);

  const artistKey = json ? JSON_KEY_ARTIST : MSGPACK_KEY_ARTIST;
  const titleKey = json ? JSON_KEY_SONG : MSGPACK_KEY_SONG;
  const lengthKey = json ? JSON_KEY_LENGTH : MSGPACK_KEY_LENGTH;
  const titleStart = position + artistKey + lengthOfValue(artist);
  const title = song + SONG_TITLE;
  const length = song + SONG_LENGTH;
  const lengthStart = titleStart + titleKey + lengthOfValue(title);
  const end = lengthStart + lengthKey + lengthOfValue(length);
  store<u32>(emitter, end, EMITTER_LINE_END);
  if (isSame && offset <= WINDOW) return matchOn(pen, position, end, offset);
  const both = HAS_PREFIX | HAS_SUFFIX;
  let last = lastMatch(pen);
  let start = position + artistKey;
  let best = choose(last, emitter, NODE_KEY_ARTIST, artist, position, start, HAS_OWN | both);
  let ending = chooseEnd(best, emitter, artist, titleStart);
  let next = writeChosen(pen, last, best, ending, NODE_KEY_ARTIST, artistKey, artist, position, HAS_OWN | both);
  last = lastOf(best, ending, start, titleStart);

  start = titleStart + titleKey;
  best = choose(last, emitter, NODE_KEY_SONG, title, titleStart, start, HAS_SHORT | both);
  ending = chooseEnd(best, emitter, title, lengthStart);
  next = writeChosen(next, last, best, ending, NODE_KEY_SONG, titleKey, title, titleStart, HAS_SHORT | both);
  last = lastOf(best, ending, start, lengthStart);

  start = lengthStart + lengthKey;
  best = choose(last, emitter, NODE_KEY_LENGTH, length, lengthStart, start, HAS_SHORT | HAS_PREFIX);
  return writeChosen(next, last, best, 0, NODE_KEY_LENGTH, lengthKey, length, lengthStart, HAS_SHORT | HAS_PREFIX);
}

// @ts-ignore: decorator
@inline
export function hasSong(record: usize): bool {
  return load<u32>(record, RECORD_SONG) != load<u32>(PARAMETERS, P_NO_SONG);
}

/**
 * Reads a word of each cache line that holds the users and songs of a run of records, then of those that they point to, so that
 * the misses overlap.
 */
export function touchValues(scratch: usize, first: usize, end: usize): void {
  const hasPeople = load<u32>(PARAMETERS, P_PERSON_VALUES) != 0;
  let sum: u32 = 0;
  for (let record = first; record < end; record += RECORD_BYTES) {
    const person = personOf(record);
    sum += hasPeople ? load<u32>(person) + load<u32>(person, 64) : <u32>load<u16>(lineOf(record), USER_LOCATION);
    const song = songAt(load<u32>(record, RECORD_SONG));
    sum += load<u32>(song) + load<u32>(song, 64);
  }
  for (let record = first; record < end; record += RECORD_BYTES) {
    const person = personOf(record);
    sum += load<u32>(<usize>load<u32>(songAt(load<u32>(record, RECORD_SONG)), SONG_ARTIST));
    sum += load<u32>(locationOf(record, person));
    if (!hasPeople) sum += load<u32>(lastNameOf(record, person)) + load<u32>(firstNameOf(record, person));
  }
  store<u64>(scratch, <u64>sum, SCRATCH_TOUCHED);
}
