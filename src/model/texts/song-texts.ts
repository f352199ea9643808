import {
  FRAGMENT_ADDRESS,
  FRAGMENT_BYTES,
  FRAGMENT_LENGTH,
  SONG_TEXT,
  SONG_TEXT_ARTIST_LENGTH,
  SONG_TEXT_BYTES,
  SONG_TEXT_LENGTH_LENGTH,
  SONG_TEXT_TITLE_LENGTH,
  SONG_TOO_LONG,
} from "../../../assembly/layout/text.ts";
import type { Image } from "../image.ts";
import type { Anatomy } from "./format.ts";

/** Artist, title and length of one song without the keys, if they fit into the entry. */
function putSongText(image: Image, { keys, afterLength, endOfString }: Anatomy, fragment: number, entry: number): void {
  const endOf = (text: number) => image.base + endOfString(image.bytes(), text - image.base);
  const start = image.word(fragment + FRAGMENT_ADDRESS);
  const end = start + image.halfWord(fragment + FRAGMENT_LENGTH) - afterLength;
  const artist = start + keys.artist.length;
  const artistEnd = endOf(artist);
  const title = artistEnd + keys.song.length;
  const titleEnd = endOf(title);
  const length = titleEnd + keys.length.length;
  const texts = [artistEnd - artist, titleEnd - title, end - length] as const;
  if (SONG_TEXT + texts[0] + texts[1] + texts[2] > SONG_TEXT_BYTES) {
    image.setByte(entry + SONG_TEXT_LENGTH_LENGTH, SONG_TOO_LONG);
    return;
  }
  image.setByte(entry + SONG_TEXT_ARTIST_LENGTH, texts[0]);
  image.setByte(entry + SONG_TEXT_TITLE_LENGTH, texts[1]);
  image.setByte(entry + SONG_TEXT_LENGTH_LENGTH, texts[2]);
  image.copy(artist, texts[0], entry + SONG_TEXT);
  image.copy(title, texts[1], entry + SONG_TEXT + texts[0]);
  image.copy(length, texts[2], entry + SONG_TEXT + texts[0] + texts[1]);
}

/**
 * Writes each song's texts, one cache line each, and an entry for "no song" that is read but not written. Returns the
 * table's address.
 * @param fragments the table of the songs' fragments
 */
export function putSongTexts(image: Image, anatomy: Anatomy, fragments: number, songCount: number): number {
  const table = image.reserve((songCount + 1) * SONG_TEXT_BYTES, SONG_TEXT_BYTES);
  for (let song = 0; song < songCount; song++)
    putSongText(image, anatomy, fragments + song * FRAGMENT_BYTES, table + song * SONG_TEXT_BYTES);
  return table;
}
