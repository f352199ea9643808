// The second pass over a row group: what each record shows, as rows of numbers that are then transposed and packed. All of a strip fits
// into the second-level cache, and so do the tables that are read, except for the largest catalogs.
import {
  GROUP_PLAYED,
  GROUP_SHOWN,
  GROUP_SONG_ROWS,
  GROUP_STATE_ROWS,
  GROUP_USER_ROWS,
  NUMBERS_BYTES,
  NUMBERS_SESSION,
  NUMBERS_USER,
  SONG_ROW_BYTES,
  STATE_ROW_BYTES,
  STATE_ROW_SHOWN,
  STRIP_SONGS,
  STRIP_STATES,
  STRIP_USERS,
  STRIP_WORDS,
  STRIP_WORDS_BYTES,
  USER_ROW_BYTES,
  WORDS_ITEM,
  WORDS_SESSION,
  WORDS_USER,
} from "../layout/columns";
import { RECORD_BYTES, RECORD_ITEM, RECORD_SONG } from "../layout/record";
import { PARAMETERS, P_NO_SONG } from "../layout/run";
import { stateRowOf } from "./tables";

/** The lane of STATE_ROW_PLAYED. */
const PLAYED_LANE: u8 = 6;

// @ts-ignore: decorator
@inline
function putWord(strip: usize, column: u32, offset: usize, value: u32): void {
  store<u32>(strip + STRIP_WORDS + <usize>column * STRIP_WORDS_BYTES + offset, value);
}

/**
 * Gathers up to STRIP_ROWS records, whose numbers `numberRecords` has made, into the rows of a strip. Rows of users and songs continue
 * after what `packStrip` has left of the strip before. They are written for every record and kept only where they count, so that no
 * branch depends on the data.
 */
export function gatherStrip(group: usize, first: usize, numbers: usize, count: u32, strip: usize): void {
  const states = <usize>load<u32>(group, GROUP_STATE_ROWS);
  const users = <usize>load<u32>(group, GROUP_USER_ROWS);
  const songs = <usize>load<u32>(group, GROUP_SONG_ROWS);
  const noSong = load<u32>(PARAMETERS, P_NO_SONG);
  const end = first + <usize>count * RECORD_BYTES;
  let from = numbers;
  let word: usize = 0;
  let stateRow = strip + STRIP_STATES;
  let userRow = strip + STRIP_USERS + <usize>load<u32>(group, GROUP_SHOWN) * USER_ROW_BYTES;
  let songRow = strip + STRIP_SONGS + <usize>load<u32>(group, GROUP_PLAYED) * SONG_ROW_BYTES;
  for (let record = first; record < end; record += RECORD_BYTES) {
    const state = stateRowOf(states, record);
    const user = load<u32>(from, NUMBERS_USER);
    const song = load<u32>(record, RECORD_SONG);
    const isShown = <u32>load<u16>(state, STATE_ROW_SHOWN);
    const isPlayed = u32(song != noSong);
    v128.store(stateRow, i16x8.replace_lane(v128.load(state), PLAYED_LANE, <i16>isPlayed));
    v128.store(userRow, v128.load(users + <usize>user * USER_ROW_BYTES));
    v128.store(songRow, v128.load(songs + <usize>song * SONG_ROW_BYTES));
    putWord(strip, WORDS_USER, word, (user + 1) & (0 - isShown));
    putWord(strip, WORDS_SESSION, word, load<u32>(from, NUMBERS_SESSION));
    putWord(strip, WORDS_ITEM, word, load<u32>(record, RECORD_ITEM));
    stateRow += STATE_ROW_BYTES;
    userRow += <usize>isShown * USER_ROW_BYTES;
    songRow += <usize>isPlayed * SONG_ROW_BYTES;
    word += 4;
    from += NUMBERS_BYTES;
  }
  store<u32>(group, <u32>((userRow - strip - STRIP_USERS) / USER_ROW_BYTES), GROUP_SHOWN);
  store<u32>(group, <u32>((songRow - strip - STRIP_SONGS) / SONG_ROW_BYTES), GROUP_PLAYED);
}
