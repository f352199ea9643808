// Columns of a record batch that show a state, a user or a song: values of the catalog as their indices in dictionaries. What a record
// does not show is written as 0, so that no branch depends on the data.
import { rankAt, stateRowOf } from "../columns/tables";
import { millisecondsOf } from "../encode/milliseconds";
import {
  ARROW_AGENT,
  ARROW_ARTIST,
  ARROW_AUTH,
  ARROW_FIRST_NAME,
  ARROW_GENDER,
  ARROW_INDEX_COLUMN,
  ARROW_INDEX_RANKS,
  ARROW_INDEX_SHIFT,
  ARROW_LAST_NAME,
  ARROW_LENGTHS,
  ARROW_LEVEL,
  ARROW_LOCATION,
  ARROW_METHOD,
  ARROW_PAGE,
  ARROW_PLAYED,
  ARROW_PLAYED_COUNT,
  ARROW_REGISTRATIONS,
  ARROW_SHOWN,
  ARROW_SHOWN_COUNT,
  ARROW_SONG_ARTIST,
  ARROW_SONG_BYTES,
  ARROW_SONG_LENGTH,
  ARROW_SONG_ROWS,
  ARROW_SONG_TITLE,
  ARROW_STATE_ROWS,
  ARROW_STATUS,
  ARROW_STATUS_VALUES,
  ARROW_TITLE,
  ARROW_TOUCHED,
} from "../layout/arrow";
import {
  STATE_ROW_AUTH,
  STATE_ROW_LEVEL,
  STATE_ROW_METHOD,
  STATE_ROW_PAGE,
  STATE_ROW_SHOWN,
  STATE_ROW_STATUS,
} from "../layout/columns";
import { RECORD_BYTES, RECORD_SONG, RECORD_USER } from "../layout/record";
import { PARAMETERS, P_NO_SONG, P_REGISTRATION_BASE, P_START_SECONDS, P_USER_TABLE } from "../layout/run";
import { USER_AGENT, USER_BYTES, USER_FIRST_NAME, USER_LAST_NAME, USER_LOCATION } from "../layout/user";
import { registrationIn } from "../simulate/registration";

/** Records whose users or songs are read before any is needed, so that the cache misses overlap. */
const AHEAD: usize = 32;
const MICROSECONDS: i64 = 1000000;

// Addresses are read once a batch: the engine cannot know that no store of a row changes them.

// @ts-ignore: decorator
@inline
function columnOf(batch: usize, column: usize): usize {
  return <usize>load<u32>(batch + column, ARROW_INDEX_COLUMN);
}

// @ts-ignore: decorator
@inline
function isShort(batch: usize, column: usize): bool {
  return load<u32>(batch + column, ARROW_INDEX_SHIFT) == 1;
}

// @ts-ignore: decorator
@inline
function ranksOf(batch: usize, column: usize): usize {
  return <usize>load<u32>(batch + column, ARROW_INDEX_RANKS);
}

/** Stores a row's index in a column. */
// @ts-ignore: decorator
@inline
function put(column: usize, isShort: bool, row: usize, index: u32): void {
  if (isShort) store<u16>(column + (row << 1), index);
  else store<u32>(column + (row << 2), index);
}

/** Stores a row's bit; those of later rows of its byte become 0. */
// @ts-ignore: decorator
@inline
function putBit(bits: usize, row: usize, before: u32, bit: u32): u32 {
  const all = (row & 7 ? before : 0) | (bit << <u32>(row & 7));
  store<u8>(bits + (row >> 3), all);
  return all;
}

/** Writes the columns of states, and the bits of the rows that show the user. */
export function writeArrowStates(batch: usize, first: usize, count: u32): void {
  const states = <usize>load<u32>(batch, ARROW_STATE_ROWS);
  const values = <usize>load<u32>(batch, ARROW_STATUS_VALUES);
  const status = <usize>load<u32>(batch, ARROW_STATUS);
  const bits = <usize>load<u32>(batch, ARROW_SHOWN);
  const page = columnOf(batch, ARROW_PAGE);
  const pageShort = isShort(batch, ARROW_PAGE);
  const auth = columnOf(batch, ARROW_AUTH);
  const authShort = isShort(batch, ARROW_AUTH);
  const method = columnOf(batch, ARROW_METHOD);
  const methodShort = isShort(batch, ARROW_METHOD);
  const level = columnOf(batch, ARROW_LEVEL);
  const levelShort = isShort(batch, ARROW_LEVEL);
  let byte: u32 = 0;
  let shown: u32 = 0;
  for (let row: usize = 0; row < <usize>count; row++) {
    const state = stateRowOf(states, first + row * RECORD_BYTES);
    const isShown = <u32>load<u16>(state, STATE_ROW_SHOWN);
    put(page, pageShort, row, load<u16>(state, STATE_ROW_PAGE));
    put(auth, authShort, row, load<u16>(state, STATE_ROW_AUTH));
    put(method, methodShort, row, load<u16>(state, STATE_ROW_METHOD));
    put(level, levelShort, row, load<u16>(state, STATE_ROW_LEVEL));
    store<u32>(status + (row << 2), load<u32>(values + (<usize>load<u16>(state, STATE_ROW_STATUS) << 2)));
    byte = putBit(bits, row, byte, isShown);
    shown += isShown;
  }
  store<u32>(batch, shown, ARROW_SHOWN_COUNT);
}

// @ts-ignore: decorator
@inline
function userIn(users: usize, record: usize): usize {
  return users + <usize>load<u32>(record, RECORD_USER) * USER_BYTES;
}

/** When a user whose entry has 0 joined, in microseconds since 1970. */
function registrationBase(): i64 {
  return millisecondsOf(load<i64>(PARAMETERS, P_REGISTRATION_BASE) - load<i64>(PARAMETERS, P_START_SECONDS)) * 1000;
}

/** Writes the columns of users. */
export function writeArrowUsers(batch: usize, first: usize, count: u32): void {
  const states = <usize>load<u32>(batch, ARROW_STATE_ROWS);
  const users = <usize>load<u32>(PARAMETERS, P_USER_TABLE);
  const base = registrationBase();
  const registrations = <usize>load<u32>(batch, ARROW_REGISTRATIONS);
  const location = columnOf(batch, ARROW_LOCATION);
  const locationShort = isShort(batch, ARROW_LOCATION);
  const locationRanks = ranksOf(batch, ARROW_LOCATION);
  const agent = columnOf(batch, ARROW_AGENT);
  const agentShort = isShort(batch, ARROW_AGENT);
  const agentRanks = ranksOf(batch, ARROW_AGENT);
  const lastName = columnOf(batch, ARROW_LAST_NAME);
  const lastNameShort = isShort(batch, ARROW_LAST_NAME);
  const lastNameRanks = ranksOf(batch, ARROW_LAST_NAME);
  const firstName = columnOf(batch, ARROW_FIRST_NAME);
  const firstNameShort = isShort(batch, ARROW_FIRST_NAME);
  const firstNameRanks = ranksOf(batch, ARROW_FIRST_NAME);
  const gender = columnOf(batch, ARROW_GENDER);
  const genderShort = isShort(batch, ARROW_GENDER);
  const genderRanks = ranksOf(batch, ARROW_GENDER);
  for (let from: usize = 0; from < <usize>count; from += AHEAD) {
    const end = min(from + AHEAD, <usize>count);
    let sum: u32 = 0;
    for (let row = from; row < end; row++) sum += load<u32>(userIn(users, first + row * RECORD_BYTES));
    store<u32>(batch, sum, ARROW_TOUCHED);
    for (let row = from; row < end; row++) {
      const record = first + row * RECORD_BYTES;
      const user = userIn(users, record);
      const name = load<u16>(user, USER_FIRST_NAME);
      const isShown = <u32>load<u16>(stateRowOf(states, record), STATE_ROW_SHOWN);
      const mask = 0 - isShown;
      put(location, locationShort, row, rankAt(locationRanks, <usize>load<u16>(user, USER_LOCATION)) & mask);
      put(agent, agentShort, row, rankAt(agentRanks, <usize>load<u16>(user, USER_AGENT)) & mask);
      put(lastName, lastNameShort, row, rankAt(lastNameRanks, <usize>load<u16>(user, USER_LAST_NAME)) & mask);
      put(firstName, firstNameShort, row, rankAt(firstNameRanks, <usize>name) & mask);
      put(gender, genderShort, row, rankAt(genderRanks, <usize>name) & mask);
      const registration = base + registrationIn(user) * MICROSECONDS;
      store<i64>(registrations + (row << 3), registration * <i64>isShown);
    }
  }
}

/** Writes the columns of songs, and the bits of the rows that play one. */
export function writeArrowSongs(batch: usize, first: usize, count: u32): void {
  const songs = <usize>load<u32>(batch, ARROW_SONG_ROWS);
  const lengths = <usize>load<u32>(batch, ARROW_LENGTHS);
  const bits = <usize>load<u32>(batch, ARROW_PLAYED);
  const artist = columnOf(batch, ARROW_ARTIST);
  const artistShort = isShort(batch, ARROW_ARTIST);
  const title = columnOf(batch, ARROW_TITLE);
  const titleShort = isShort(batch, ARROW_TITLE);
  const noSong = load<u32>(PARAMETERS, P_NO_SONG);
  let byte: u32 = 0;
  let played: u32 = 0;
  for (let row: usize = 0; row < <usize>count; row++) {
    const song = load<u32>(first + row * RECORD_BYTES, RECORD_SONG);
    const entry = songs + <usize>song * ARROW_SONG_BYTES;
    const isPlayed = u32(song != noSong);
    store<f64>(lengths + (row << 3), load<f64>(entry, ARROW_SONG_LENGTH));
    put(artist, artistShort, row, load<u32>(entry, ARROW_SONG_ARTIST));
    put(title, titleShort, row, load<u32>(entry, ARROW_SONG_TITLE));
    byte = putBit(bits, row, byte, isPlayed);
    played += isPlayed;
  }
  store<u32>(batch, played, ARROW_PLAYED_COUNT);
}
