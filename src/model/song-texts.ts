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
} from "../../assembly/layout.ts";
import { FORMATS } from "./formats.ts";
import type { Image } from "./image.ts";
import { endOfQuoted } from "./text.ts";

const { keys, afterLength } = FORMATS.json.anatomy;
/** A closing quote. */
const QUOTE = 1;

/** Artist, title and length of one song without the keys, where they fit into the entry. */
function putSongText(image: Image, fragment: number, entry: number): void {
  const start = image.word(fragment + FRAGMENT_ADDRESS);
  const end = start + image.halfWord(fragment + FRAGMENT_LENGTH) - afterLength;
  const artist = start + keys.artist.length;
  const artistEnd = image.base + endOfQuoted(image.bytes(), artist - image.base) - QUOTE;
  const title = artistEnd + QUOTE + keys.song.length;
  const titleEnd = image.base + endOfQuoted(image.bytes(), title - image.base) - QUOTE;
  const length = titleEnd + QUOTE + keys.length.length;
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
 * What lines of JSON say of each song, in a line of the cache each; and one that is read but not written, for no song. Gives the
 * table's address.
 * @param fragments the table of the songs' fragments
 */
export function putSongTexts(image: Image, fragments: number, songCount: number): number {
  const table = image.reserve((songCount + 1) * SONG_TEXT_BYTES, SONG_TEXT_BYTES);
  for (let song = 0; song < songCount; song++)
    putSongText(image, fragments + song * FRAGMENT_BYTES, table + song * SONG_TEXT_BYTES);
  return table;
}
