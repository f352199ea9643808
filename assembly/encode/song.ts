// What an event says of a song, and the end of the event. The texts that differ between songs are in one cache line, and the keys
// are constants; songs with longer texts are copied from their fragments.
import { P_NO_SONG, P_SONGS, PARAMETERS } from "../layout/run";
import {
  SONG_TEXT,
  SONG_TEXT_ARTIST_LENGTH,
  SONG_TEXT_BYTES,
  SONG_TEXT_LENGTH_LENGTH,
  SONG_TEXT_TITLE_LENGTH,
  SONG_TOO_LONG,
} from "../layout/text";
import { copy16, copy32, copy112 } from "../copy";
import { fragmentAt, lengthOf, textOf } from "./fragment";
import { writeArtistKey, writeLengthKey, writeSongKey } from "./keys";

const LINE_END: u16 = 0x0a7d; // }\n
const LINE_END_LENGTH: usize = 2;

// @ts-ignore: decorator
@inline
function writeEnd(out: usize, json: bool): usize {
  if (!json) return out;
  store<u16>(out, LINE_END);
  return out + LINE_END_LENGTH;
}

// @ts-ignore: decorator
@inline
export function songTextAt(texts: usize, song: u32): usize {
  return texts + <usize>song * SONG_TEXT_BYTES;
}

/** A song's fragment, or that of an event's end. */
// @ts-ignore: decorator
@inline
export function copySong(out: usize, song: u32): usize {
  const fragment = fragmentAt(P_SONGS, song);
  return copy112(out, textOf(fragment), lengthOf(fragment));
}

/** What copySong writes. */
// @ts-ignore: decorator
@inline
export function writeSong(out: usize, song: u32, texts: usize, json: bool): usize {
  if (song == load<u32>(PARAMETERS, P_NO_SONG)) return writeEnd(out, json);
  const entry = songTextAt(texts, song);
  const lengthLength = <usize>load<u8>(entry, SONG_TEXT_LENGTH_LENGTH);
  if (<u32>lengthLength == SONG_TOO_LONG) return copySong(out, song);
  const artistLength = <usize>load<u8>(entry, SONG_TEXT_ARTIST_LENGTH);
  const titleLength = <usize>load<u8>(entry, SONG_TEXT_TITLE_LENGTH);
  const artist = entry + SONG_TEXT;
  const title = artist + artistLength;
  let at = copy32(writeArtistKey(out, json), artist, artistLength);
  at = copy32(writeSongKey(at, json), title, titleLength);
  return writeEnd(copy16(writeLengthKey(at, json), title + titleLength, lengthLength), json);
}
