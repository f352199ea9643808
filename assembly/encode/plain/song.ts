// What an event says of a song, and the end of the event. The texts that differ between songs are in one cache line, and the keys
// are constants; songs with longer texts are copied from their fragments.
import { copy112, copy16, copy32 } from "../../copy";
import { PARAMETERS, P_NO_SONG, P_SONGS } from "../../layout/run";
import {
  SONG_TEXT,
  SONG_TEXT_ARTIST_LENGTH,
  SONG_TEXT_BYTES,
  SONG_TEXT_LENGTH_LENGTH,
  SONG_TEXT_TITLE_LENGTH,
  SONG_TOO_LONG,
} from "../../layout/text";
import { Format } from "../format";
import { fragmentAt, lengthOf, textOf, writeKeyText } from "../fragment";

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
export function writeSong<F extends Format>(out: usize, song: u32, texts: usize): usize {
  const format = changetype<F>(0);
  if (song == load<u32>(PARAMETERS, P_NO_SONG)) return format.writeEnd(out);
  const entry = songTextAt(texts, song);
  const lengthLength = <usize>load<u8>(entry, SONG_TEXT_LENGTH_LENGTH);
  if (<u32>lengthLength == SONG_TOO_LONG) return copySong(out, song);
  const artistLength = <usize>load<u8>(entry, SONG_TEXT_ARTIST_LENGTH);
  const titleLength = <usize>load<u8>(entry, SONG_TEXT_TITLE_LENGTH);
  const artist = entry + SONG_TEXT;
  const title = artist + artistLength;
  let at = copy32(writeKeyText(out, format.artistKey, format.artistKeyBytes), artist, artistLength);
  at = copy32(writeKeyText(at, format.songKey, format.songKeyBytes), title, titleLength);
  return format.writeEnd(copy16(writeKeyText(at, format.lengthKey, format.lengthKeyBytes), title + titleLength, lengthLength));
}
