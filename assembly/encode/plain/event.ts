// One event in any format: head, user id and session id, state, item number, a user's details, and a song. The texts that differ
// between songs are in one cache line, and the keys are constants; songs with longer texts are copied from their fragments.
import { copy16, copy32 } from "../../copy";
import { STATE_FRAGMENT, STATE_FRAGMENT_BYTES, STATE_SHOWN } from "../../layout/model";
import { RECORD_ITEM, RECORD_SONG, RECORD_STATE } from "../../layout/record";
import { PARAMETERS, P_NO_SONG, P_TAILS } from "../../layout/run";
import {
  SONG_TEXT,
  SONG_TEXT_ARTIST_LENGTH,
  SONG_TEXT_BYTES,
  SONG_TEXT_LENGTH_LENGTH,
  SONG_TEXT_TITLE_LENGTH,
  SONG_TOO_LONG,
  TAIL_HIDDEN,
} from "../../layout/text";
import { stateAt } from "../../simulate/session";
import { Format } from "../format";
import { copySong, fragmentAt, lengthOf, textOf, userOf, writeKeyText } from "../fragment";
import { copyDetails, isTooLong, writeDetails } from "./person";

// @ts-ignore: decorator
@inline
export function songTextAt(texts: usize, song: u32): usize {
  return texts + <usize>song * SONG_TEXT_BYTES;
}

/** What copySong writes. */
// @ts-ignore: decorator
@inline
export function writeSong<F extends Format>(out: usize, song: u32, texts: usize): usize {
  const format = changetype<F>(0);
  if (song == load<u32>(PARAMETERS, P_NO_SONG)) return format.writeWithoutSong(out, song);
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

/** @param person 0 if everything is looked up, likewise `songTexts` */
// @ts-ignore: decorator
@inline
export function writeEvent<F extends Format>(
  out: usize,
  record: usize,
  head: usize,
  headLength: usize,
  context: u32,
  person: usize,
  songTexts: usize,
): usize {
  const format = changetype<F>(0);
  const state = stateAt(load<u32>(record, RECORD_STATE));
  const shown = load<u32>(state, STATE_SHOWN) != 0;
  let at = format.writeBegin(out, record, shown, head, headLength, context, person);
  at = format.copyState(at, <usize>load<u32>(state, STATE_FRAGMENT), <usize>load<u32>(state, STATE_FRAGMENT_BYTES));
  at = format.writeItem(at, load<u32>(record, RECORD_ITEM));
  if (shown) {
    at = person == 0 || isTooLong(person) ? writeDetails<F>(at, userOf(record)) : copyDetails<F>(at, person);
  } else {
    const tail = fragmentAt(P_TAILS, TAIL_HIDDEN);
    at = copy32(at, textOf(tail), lengthOf(tail));
  }
  const song = load<u32>(record, RECORD_SONG);
  return songTexts == 0 ? copySong(at, song) : writeSong<F>(at, song, songTexts);
}
