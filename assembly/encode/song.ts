// What a line of JSON says of a song, and the line's end. What differs between songs stands in one line of the cache, and the keys
// are constants; songs with longer texts are copied from their fragments.
import {
  JSON_KEY_ARTIST,
  JSON_KEY_LENGTH,
  JSON_KEY_SONG,
  P_NO_SONG,
  P_SONGS,
  PARAMETERS,
  SONG_TEXT,
  SONG_TEXT_ARTIST_LENGTH,
  SONG_TEXT_BYTES,
  SONG_TEXT_LENGTH_LENGTH,
  SONG_TEXT_TITLE_LENGTH,
  SONG_TOO_LONG,
} from "../layout";
import { copy16, copy32, copy112 } from "./copy";
import { fragmentAt, lengthOf, textOf } from "./fragment";

const LINE_END: u16 = 0x0a7d; // }\n
const LINE_END_LENGTH: usize = 2;
/** A closing quote. */
const QUOTE: usize = 1;

// @ts-ignore: decorator
@inline
export function songTextAt(texts: usize, song: u32): usize {
  return texts + <usize>song * SONG_TEXT_BYTES;
}

/** A song's fragment, or that of the line's end. */
// @ts-ignore: decorator
@inline
export function copySong(out: usize, song: u32): usize {
  const fragment = fragmentAt(P_SONGS, song);
  return copy112(out, textOf(fragment), lengthOf(fragment));
}

/** What copySong writes. */
// @ts-ignore: decorator
@inline
export function writeSong(out: usize, song: u32, texts: usize): usize {
  if (song == load<u32>(PARAMETERS, P_NO_SONG)) {
    store<u16>(out, LINE_END);
    return out + LINE_END_LENGTH;
  }
  const entry = songTextAt(texts, song);
  const lengthLength = <usize>load<u8>(entry, SONG_TEXT_LENGTH_LENGTH);
  if (<u32>lengthLength == SONG_TOO_LONG) return copySong(out, song);
  const artistLength = <usize>load<u8>(entry, SONG_TEXT_ARTIST_LENGTH);
  const titleLength = <usize>load<u8>(entry, SONG_TEXT_TITLE_LENGTH);
  const artist = entry + SONG_TEXT;
  const title = artist + artistLength;
  v128.store(out, i8x16(0x2c, 0x22, 0x61, 0x72, 0x74, 0x69, 0x73, 0x74, 0x22, 0x3a, 0x22, 0, 0, 0, 0, 0)); // ,"artist":"
  let at = copy32(out + JSON_KEY_ARTIST, artist, artistLength);
  v128.store(at, i8x16(0x22, 0x2c, 0x22, 0x73, 0x6f, 0x6e, 0x67, 0x22, 0x3a, 0x22, 0, 0, 0, 0, 0, 0)); // ","song":"
  at = copy32(at + QUOTE + JSON_KEY_SONG, title, titleLength);
  v128.store(at, i8x16(0x22, 0x2c, 0x22, 0x6c, 0x65, 0x6e, 0x67, 0x74, 0x68, 0x22, 0x3a, 0, 0, 0, 0, 0)); // ","length":
  at = copy16(at + QUOTE + JSON_KEY_LENGTH, title + titleLength, lengthLength);
  store<u16>(at, LINE_END);
  return at + LINE_END_LENGTH;
}
