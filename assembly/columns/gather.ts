// The second pass over a row group: each record's numbers, as columns that are then packed. All columns of a strip fit into the
// second-level cache, and so do the tables that are read, except for the largest catalogs.
//
//   records   | time user session item song state | ...
//   numbers   | session user | ...                           \  by number: the group's own rows of users and songs
//   strip     user  | 1 0 0 2 1 ...                           >
//             page  | 3 3 7 1 3 ...                          /
//             artist| 9 4 4 ...            (no gap where no song is played)
import {
  GROUP_PLAYED,
  GROUP_SHOWN,
  GROUP_SONG_ROWS,
  GROUP_STATE_ROWS,
  GROUP_USER_ROWS,
  NUMBERS_BYTES,
  NUMBERS_SESSION,
  NUMBERS_USER,
  SONG_ROW_ARTIST,
  SONG_ROW_BYTES,
  SONG_ROW_LENGTH,
  SONG_ROW_TITLE,
  STATE_ROW_AUTH,
  STATE_ROW_BYTES,
  STATE_ROW_LEVEL,
  STATE_ROW_METHOD,
  STATE_ROW_PAGE,
  STATE_ROW_SHOWN,
  STATE_ROW_STATUS,
  STRIP_AGENT,
  STRIP_ARTIST,
  STRIP_AUTH,
  STRIP_COLUMN_BYTES,
  STRIP_FIRST_NAME,
  STRIP_GENDER,
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
  STRIP_STATUS,
  STRIP_TITLE,
  STRIP_USER,
  USER_ROW_AGENT,
  USER_ROW_BYTES,
  USER_ROW_FIRST_NAME,
  USER_ROW_GENDER,
  USER_ROW_LAST_NAME,
  USER_ROW_LOCATION,
} from "../layout/columns";
import { RECORD_BYTES, RECORD_ITEM, RECORD_SONG, RECORD_STATE } from "../layout/record";
import { PARAMETERS, P_NO_SONG } from "../layout/run";

// @ts-ignore: decorator
@inline
function put(strip: usize, column: u32, offset: usize, value: u32): void {
  store<u32>(strip + <usize>column * STRIP_COLUMN_BYTES + offset, value);
}

// @ts-ignore: decorator
@inline
function putState(strip: usize, offset: usize, state: usize): void {
  put(strip, STRIP_PAGE, offset, <u32>load<u16>(state, STATE_ROW_PAGE));
  put(strip, STRIP_AUTH, offset, <u32>load<u16>(state, STATE_ROW_AUTH));
  put(strip, STRIP_METHOD, offset, <u32>load<u16>(state, STATE_ROW_METHOD));
  put(strip, STRIP_STATUS, offset, <u32>load<u16>(state, STATE_ROW_STATUS));
  put(strip, STRIP_LEVEL, offset, <u32>load<u16>(state, STATE_ROW_LEVEL));
}

// @ts-ignore: decorator
@inline
function putUser(strip: usize, offset: usize, number: u32, row: usize): void {
  put(strip, STRIP_LOCATION, offset, <u32>load<u16>(row, USER_ROW_LOCATION));
  put(strip, STRIP_AGENT, offset, <u32>load<u16>(row, USER_ROW_AGENT));
  put(strip, STRIP_LAST_NAME, offset, <u32>load<u16>(row, USER_ROW_LAST_NAME));
  put(strip, STRIP_FIRST_NAME, offset, <u32>load<u16>(row, USER_ROW_FIRST_NAME));
  put(strip, STRIP_REGISTRATION, offset, number);
  put(strip, STRIP_GENDER, offset, <u32>load<u16>(row, USER_ROW_GENDER));
}

// @ts-ignore: decorator
@inline
function putSong(strip: usize, offset: usize, row: usize): void {
  put(strip, STRIP_ARTIST, offset, load<u32>(row, SONG_ROW_ARTIST));
  put(strip, STRIP_TITLE, offset, load<u32>(row, SONG_ROW_TITLE));
  put(strip, STRIP_LENGTH, offset, load<u32>(row, SONG_ROW_LENGTH));
}

/**
 * Gathers up to STRIP_ROWS records, whose numbers `numberRecords` has made, into the columns of a strip (STRIP_...). Values are written
 * for every row and kept only where they count, so that no branch depends on the data.
 */
export function gatherStrip(group: usize, first: usize, numbers: usize, count: u32, strip: usize): void {
  const states = <usize>load<u32>(group, GROUP_STATE_ROWS);
  const users = <usize>load<u32>(group, GROUP_USER_ROWS);
  const songs = <usize>load<u32>(group, GROUP_SONG_ROWS);
  const noSong = load<u32>(PARAMETERS, P_NO_SONG);
  const end = first + <usize>count * RECORD_BYTES;
  let from = numbers;
  let row: usize = 0;
  let shown: usize = 0;
  let played: usize = 0;
  for (let record = first; record < end; record += RECORD_BYTES, from += NUMBERS_BYTES, row += 4) {
    const state = states + <usize>load<u32>(record, RECORD_STATE) * STATE_ROW_BYTES;
    const user = load<u32>(from, NUMBERS_USER);
    const song = load<u32>(record, RECORD_SONG);
    const isShown = <u32>load<u16>(state, STATE_ROW_SHOWN);
    const isPlayed = u32(song != noSong);
    putState(strip, row, state);
    put(strip, STRIP_USER, row, (user + 1) & (0 - isShown));
    put(strip, STRIP_SESSION, row, load<u32>(from, NUMBERS_SESSION));
    put(strip, STRIP_ITEM, row, load<u32>(record, RECORD_ITEM));
    put(strip, STRIP_SHOWN, row, isShown);
    put(strip, STRIP_PLAYED, row, isPlayed);
    putUser(strip, shown, user, users + <usize>user * USER_ROW_BYTES);
    putSong(strip, played, songs + <usize>song * SONG_ROW_BYTES);
    shown += <usize>(isShown << 2);
    played += <usize>(isPlayed << 2);
  }
  store<u32>(group, <u32>(shown >> 2), GROUP_SHOWN);
  store<u32>(group, <u32>(played >> 2), GROUP_PLAYED);
}
