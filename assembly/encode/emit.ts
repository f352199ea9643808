// What JSON and MessagePack have in common where LZ4 is emitted: the person's texts, the tail and the song. The formats
// differ in the lengths of the keys, which are known when this is compiled, and in their numbers.
import {
  EMITTER_LINE_END,
  EMITTER_SONGS,
  EMITTER_SONG_COUNT,
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
  PARAMETERS,
  P_MILLISECOND_DIGITS,
  P_NO_SONG,
  P_PERSON_VALUES,
  P_SONG_VALUES,
  P_TAILS,
  RECORD_BYTES,
  RECORD_SONG,
  SCRATCH_TOUCHED,
  SONG_ARTIST,
  SONG_BYTES,
  SONG_LENGTH,
  SONG_TITLE,
  TAIL_HIDDEN,
  USER_LOCATION,
  WINDOW,
} from "../layout";
import { nodesOf } from "../compress/emitter";
import { literal, literalsOf, matchOn } from "../compress/pen";
import {
  FOLLOWS_LITERALS,
  HAS_OWN,
  HAS_PREFIX,
  HAS_SHORT,
  HAS_SUFFIX,
  lengthOfValue,
  seenBefore,
  writeLongValue,
  writeValue,
} from "../compress/value";
import { fragmentAt, lengthOf, lineOf, textOf } from "./fragment";
import { agentOf, firstNameOf, lastNameOf, locationOf, personOf } from "./person-values";

/** The four texts from location to first name; notes where they end. */
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
  const nodes = nodesOf(emitter);
  const location = locationOf(record, person);
  let key = json ? JSON_KEY_LOCATION : MSGPACK_KEY_LOCATION;
  let at = position;
  const all = HAS_OWN | HAS_SHORT | HAS_PREFIX | HAS_SUFFIX | FOLLOWS_LITERALS;
  let next = writeValue(pen, nodes, NODE_KEY_LOCATION, key, location, at, all);
  at += key + lengthOfValue(location);
  const agent = agentOf(record, person);
  key = json ? JSON_KEY_AGENT : MSGPACK_KEY_AGENT;
  next = writeLongValue(next, nodes, NODE_KEY_AGENT, key, agent, at);
  at += key + lengthOfValue(agent);
  const last = lastNameOf(record, person);
  key = json ? JSON_KEY_LAST_NAME : MSGPACK_KEY_LAST_NAME;
  next = writeValue(next, nodes, NODE_KEY_LAST_NAME, key, last, at, HAS_OWN);
  at += key + lengthOfValue(last);
  key = json ? JSON_KEY_FIRST_NAME : MSGPACK_KEY_FIRST_NAME;
  store<u32>(emitter, at + key + lengthOfValue(first), EMITTER_LINE_END);
  return writeValue(next, nodes, NODE_KEY_FIRST_NAME, key, first, at, HAS_OWN);
}

/** Bytes of what follows the registration: in JSON the time stamp's milliseconds, then gender and tag. */
// @ts-ignore: decorator
@inline
export function tailLength(kind: u32, json: bool): u32 {
  return <u32>lengthOf(fragmentAt(P_TAILS, kind)) + (json && kind != TAIL_HIDDEN ? 3 : 0);
}

/** Gender and tag, or the tag alone; notes where they end. */
// @ts-ignore: decorator
@inline
export function emitTail(pen: u64, emitter: usize, kind: u32, hasSong: bool, position: u32, json: bool): u64 {
  const tail = fragmentAt(P_TAILS, kind);
  const length = tailLength(kind, json);
  store<u32>(emitter, position + length, EMITTER_LINE_END);
  const offset = seenBefore(nodesOf(emitter) + NODE_TAILS + ((<usize>kind * 2 + <usize>hasSong) << 2), position);
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
 * Artist, title and length; notes where they end. A song that was played within the window is one match; there are too
 * many for a node each, so a small table remembers.
 */
// @ts-ignore: decorator
@inline
export function emitSong(pen: u64, emitter: usize, index: u32, position: u32, json: bool): u64 {
  const nodes = nodesOf(emitter);
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
  const lengthStart = titleStart + titleKey + lengthOfValue(song + SONG_TITLE);
  const end = lengthStart + lengthKey + lengthOfValue(song + SONG_LENGTH);
  store<u32>(emitter, end, EMITTER_LINE_END);
  if (isSame && offset <= WINDOW) return matchOn(pen, position, end, offset);
  const both = HAS_PREFIX | HAS_SUFFIX;
  let next = writeValue(pen, nodes, NODE_KEY_ARTIST, artistKey, artist, position, HAS_OWN | both);
  next = writeValue(next, nodes, NODE_KEY_SONG, titleKey, song + SONG_TITLE, titleStart, HAS_SHORT | both);
  return writeValue(next, nodes, NODE_KEY_LENGTH, lengthKey, song + SONG_LENGTH, lengthStart, HAS_SHORT | HAS_PREFIX);
}

// @ts-ignore: decorator
@inline
export function hasSong(record: usize): bool {
  return load<u32>(record, RECORD_SONG) != load<u32>(PARAMETERS, P_NO_SONG);
}

/** Reads a word of each line of the cache that a run's users and songs are in, then of those that they lead to, so that the misses overlap. */
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
