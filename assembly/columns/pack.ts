// The columns of a strip, each appended to its stream. Only whole eights of values can be followed by further ones without a gap, so
// rows of users and songs leave up to seven for the next strip.
import {
  GROUP_ENDS,
  GROUP_PLAYED,
  GROUP_SHOWN,
  GROUP_WIDTHS,
  SONG_ROW_BYTES,
  STATE_ROW_AUTH,
  STATE_ROW_LEVEL,
  STATE_ROW_METHOD,
  STATE_ROW_PAGE,
  STATE_ROW_PLAYED,
  STATE_ROW_SHOWN,
  STATE_ROW_STATUS,
  STRIP_AGENT,
  STRIP_ARTIST,
  STRIP_AUTH,
  STRIP_FIRST_NAME,
  STRIP_GENDER,
  STRIP_HALVES,
  STRIP_HALVES_BYTES,
  STRIP_ITEM,
  STRIP_LAST_NAME,
  STRIP_LENGTH,
  STRIP_LEVEL,
  STRIP_LOCATION,
  STRIP_METHOD,
  STRIP_PAGE,
  STRIP_PLAYED,
  STRIP_REGISTRATION,
  STRIP_SESSION,
  STRIP_SHOWN,
  STRIP_SONGS,
  STRIP_STATES,
  STRIP_STATUS,
  STRIP_TITLE,
  STRIP_USER,
  STRIP_USERS,
  STRIP_WIDE,
  STRIP_WORDS,
  STRIP_WORDS_BYTES,
  USER_ROW_AGENT,
  USER_ROW_BYTES,
  USER_ROW_FIRST_NAME,
  USER_ROW_GENDER,
  USER_ROW_LAST_NAME,
  USER_ROW_LOCATION,
  WIDTH_PLAIN,
  WORDS_ARTIST,
  WORDS_ITEM,
  WORDS_LENGTH,
  WORDS_REGISTRATION,
  WORDS_SESSION,
  WORDS_TITLE,
  WORDS_USER,
} from "../layout/columns";
import { packHalfRuns, packRuns, packSteadyRuns } from "./bits";
import { copyRegistrations, transposeHalves, transposeSongs } from "./transpose";

// @ts-ignore: decorator
@inline
function widthOf(group: usize, column: u32): u32 {
  return <u32>load<u8>(group + <usize>column, GROUP_WIDTHS);
}

// @ts-ignore: decorator
@inline
function endOf(group: usize, column: u32): usize {
  return group + GROUP_ENDS + (<usize>column << 2);
}

/** Packs a column of words. */
function packWords(group: usize, strip: usize, words: u32, column: u32, count: u32): void {
  const width = widthOf(group, column);
  const values = strip + STRIP_WORDS + <usize>words * STRIP_WORDS_BYTES;
  const end = endOf(group, column);
  const out = <usize>load<u32>(end);
  if (width != WIDTH_PLAIN) {
    store<u32>(end, <u32>packRuns(values, count, width, out));
    return;
  }
  memory.copy(out, values, <usize>count << 2);
  store<u32>(end, <u32>(out + (<usize>count << 2)));
}

/** Packs a field of transposed rows. */
function packHalves(group: usize, strip: usize, field: usize, column: u32, count: u32): void {
  const values = strip + STRIP_HALVES + (field >> 1) * STRIP_HALVES_BYTES;
  const end = endOf(group, column);
  store<u32>(end, <u32>packHalfRuns(values, count, widthOf(group, column), <usize>load<u32>(end), strip + STRIP_WIDE));
}

/** The same for a field that seldom changes from row to row. */
function packSteady(group: usize, strip: usize, field: usize, column: u32, count: u32): void {
  const width = widthOf(group, column);
  if (width == 0 || width > 8) {
    packHalves(group, strip, field, column, count);
    return;
  }
  const values = strip + STRIP_HALVES + (field >> 1) * STRIP_HALVES_BYTES;
  const end = endOf(group, column);
  store<u32>(end, <u32>packSteadyRuns(values, count, width, <usize>load<u32>(end)));
}

function packStates(group: usize, strip: usize, count: u32): void {
  transposeHalves(strip + STRIP_STATES, count, strip + STRIP_HALVES);
  packHalves(group, strip, STATE_ROW_PAGE, STRIP_PAGE, count);
  packSteady(group, strip, STATE_ROW_AUTH, STRIP_AUTH, count);
  packSteady(group, strip, STATE_ROW_METHOD, STRIP_METHOD, count);
  packSteady(group, strip, STATE_ROW_STATUS, STRIP_STATUS, count);
  packHalves(group, strip, STATE_ROW_LEVEL, STRIP_LEVEL, count);
  packSteady(group, strip, STATE_ROW_SHOWN, STRIP_SHOWN, count);
  packHalves(group, strip, STATE_ROW_PLAYED, STRIP_PLAYED, count);
}

function packUsers(group: usize, strip: usize, count: u32): void {
  const rows = strip + STRIP_USERS;
  transposeHalves(rows, count, strip + STRIP_HALVES);
  copyRegistrations(rows, count, strip + STRIP_WORDS + <usize>WORDS_REGISTRATION * STRIP_WORDS_BYTES);
  packHalves(group, strip, USER_ROW_LOCATION, STRIP_LOCATION, count);
  packHalves(group, strip, USER_ROW_AGENT, STRIP_AGENT, count);
  packHalves(group, strip, USER_ROW_LAST_NAME, STRIP_LAST_NAME, count);
  packHalves(group, strip, USER_ROW_FIRST_NAME, STRIP_FIRST_NAME, count);
  packHalves(group, strip, USER_ROW_GENDER, STRIP_GENDER, count);
  packWords(group, strip, WORDS_REGISTRATION, STRIP_REGISTRATION, count);
}

function packSongs(group: usize, strip: usize, count: u32): void {
  transposeSongs(strip + STRIP_SONGS, count, strip + STRIP_WORDS + <usize>WORDS_ARTIST * STRIP_WORDS_BYTES);
  packWords(group, strip, WORDS_ARTIST, STRIP_ARTIST, count);
  packWords(group, strip, WORDS_TITLE, STRIP_TITLE, count);
  packWords(group, strip, WORDS_LENGTH, STRIP_LENGTH, count);
}

/** Moves the rows that are not packed, fewer than 8, to the front. Returns how many. */
function moveRest(rows: usize, rowBytes: usize, packed: u32, count: u32): u32 {
  memory.copy(rows, rows + <usize>packed * rowBytes, <usize>(count - packed) * rowBytes);
  return count - packed;
}

/**
 * Packs a strip of `count` rows that `gatherStrip` has made: each column with its width (GROUP_WIDTHS) to its end (GROUP_ENDS).
 * @param isLast 1 for the last strip of a page; only it may have a number of rows that is no multiple of 8
 */
export function packStrip(group: usize, strip: usize, count: u32, isLast: u32): void {
  packWords(group, strip, WORDS_USER, STRIP_USER, count);
  packWords(group, strip, WORDS_SESSION, STRIP_SESSION, count);
  packWords(group, strip, WORDS_ITEM, STRIP_ITEM, count);
  packStates(group, strip, count);
  const shown = load<u32>(group, GROUP_SHOWN);
  const played = load<u32>(group, GROUP_PLAYED);
  const packedUsers = isLast != 0 ? shown : shown & ~7;
  const packedSongs = isLast != 0 ? played : played & ~7;
  packUsers(group, strip, packedUsers);
  packSongs(group, strip, packedSongs);
  store<u32>(group, moveRest(strip + STRIP_USERS, USER_ROW_BYTES, packedUsers, shown), GROUP_SHOWN);
  store<u32>(group, moveRest(strip + STRIP_SONGS, SONG_ROW_BYTES, packedSongs, played), GROUP_PLAYED);
}
