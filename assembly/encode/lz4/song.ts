// A song in any format: artist, title and length.
import { lastMatch, matchOn } from "../../compress/pen";
import {
  HAS_OWN,
  HAS_PREFIX,
  HAS_SHORT,
  HAS_SUFFIX,
  choose,
  chooseEnd,
  lastOf,
  lengthOfValue,
  writeChosen,
} from "../../compress/value";
import {
  EMITTER_END,
  EMITTER_SONGS,
  EMITTER_SONG_COUNT,
  NODE_KEY_ARTIST,
  NODE_KEY_LENGTH,
  NODE_KEY_SONG,
  SONG_ARTIST,
  SONG_BYTES,
  SONG_LENGTH,
  SONG_TITLE,
  WINDOW,
} from "../../layout/emission";
import { RECORD_SONG } from "../../layout/record";
import { PARAMETERS, P_NO_SONG, P_SONG_VALUES } from "../../layout/run";
import { EmittingFormat } from "../format";

// @ts-ignore: decorator
@inline
export function songAt(song: u32): usize {
  return <usize>load<u32>(PARAMETERS, P_SONG_VALUES) + <usize>song * SONG_BYTES;
}

/**
 * Artist, title and length; stores the end. A song that was played within the window is one match. There are too many songs
 * for a node each, so a small table remembers them.
 */
// @ts-ignore: decorator
@inline
export function emitSong<F extends EmittingFormat>(pen: u64, emitter: usize, index: u32, position: u32): u64 {
  const format = changetype<F>(0);
  const song = songAt(index);
  const artist = <usize>load<u32>(song, SONG_ARTIST);
  const entry = emitter + EMITTER_SONGS + ((<usize>index & (<usize>EMITTER_SONG_COUNT - 1)) << 3);
  const isSame = load<u32>(entry) == index;
  const offset = position - load<u32>(entry, 4);
  store<u32>(entry, index);
  store<u32>(entry, position, 4);

  const artistKey = format.artistKeyBytes;
  const titleKey = format.songKeyBytes;
  const lengthKey = format.lengthKeyBytes;
  const titleStart = position + artistKey + lengthOfValue(artist);
  const title = song + SONG_TITLE;
  const length = song + SONG_LENGTH;
  const lengthStart = titleStart + titleKey + lengthOfValue(title);
  const end = lengthStart + lengthKey + lengthOfValue(length);
  store<u32>(emitter, end, EMITTER_END);
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
