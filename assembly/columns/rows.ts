// Between the two passes over a row group: its own numbers for what its users and songs show, in the order of the values' bytes, so
// that the first and the last are the least and the greatest.
//
//   user -> ranks in the catalog -> marks ->  numbers of the ranks that are marked -> the user's row
import { registrationOf } from "../encode/milliseconds";
import { userAt } from "../encode/fragment";
import {
  DICTIONARIES,
  DICTIONARY_AGENT,
  DICTIONARY_ARTIST,
  DICTIONARY_BYTES,
  DICTIONARY_COUNT,
  DICTIONARY_ENTRIES,
  DICTIONARY_FIRST_NAME,
  DICTIONARY_GENDER,
  DICTIONARY_LAST_NAME,
  DICTIONARY_LENGTH,
  DICTIONARY_LOCATION,
  DICTIONARY_MARKS,
  DICTIONARY_NUMBERS,
  DICTIONARY_RANKS,
  DICTIONARY_TITLE,
  DICTIONARY_USED,
  GROUP_DICTIONARIES,
  GROUP_FIRST_USER,
  GROUP_NEXT_USER,
  GROUP_REGISTRATION_COUNT,
  GROUP_REGISTRATION_SLOTS,
  GROUP_REGISTRATIONS,
  GROUP_SHOWN_USERS,
  GROUP_SONG_ROWS,
  GROUP_TOUCHED,
  GROUP_USED_SONGS,
  GROUP_USER_ROWS,
  GROUP_USERS,
  SONG_ROW_ARTIST,
  SONG_ROW_BYTES,
  SONG_ROW_LENGTH,
  SONG_ROW_TITLE,
  USER_ROW_AGENT,
  USER_ROW_BYTES,
  USER_ROW_FIRST_NAME,
  USER_ROW_GENDER,
  USER_ROW_LAST_NAME,
  USER_ROW_LOCATION,
  USER_ROW_REGISTRATION,
} from "../layout/columns";
import { PARAMETERS, P_NO_SONG } from "../layout/run";
import { USER_AGENT, USER_FIRST_NAME, USER_LAST_NAME, USER_LOCATION } from "../layout/user";
import { numberMarked } from "./number";
import { rankAt } from "./tables";

/** Users whose entries are read before any is needed, so that the cache misses overlap. */
const AHEAD: u32 = 16;
/** Of the golden ratio: multiplication spreads neighbouring numbers over the upper bits. */
const SPREAD: u32 = 0x9e3779b1;

// @ts-ignore: decorator
@inline
function dictionaryOf(group: usize, dictionary: u32): usize {
  return group + GROUP_DICTIONARIES + <usize>dictionary * DICTIONARY_BYTES;
}

/** Marks the rank of an entry of the catalog's table; returns the rank. */
// @ts-ignore: decorator
@inline
function mark(dictionary: usize, entry: u32): u32 {
  const rank = rankAt(<usize>load<u32>(dictionary, DICTIONARY_RANKS), <usize>entry);
  store<u8>(<usize>load<u32>(dictionary, DICTIONARY_MARKS) + <usize>rank, 1);
  return rank;
}

/** The number in the group of a rank that is marked. */
// @ts-ignore: decorator
@inline
function numberOf(dictionary: usize, rank: u32): u32 {
  return load<u32>(<usize>load<u32>(dictionary, DICTIONARY_NUMBERS) + (<usize>rank << 2));
}

function clearMarks(group: usize, first: u32, end: u32): void {
  for (let each = first; each < end; each++) {
    const dictionary = dictionaryOf(group, each);
    memory.fill(<usize>load<u32>(dictionary, DICTIONARY_MARKS), 0, <usize>load<u32>(dictionary, DICTIONARY_COUNT));
  }
}

function numberAll(group: usize, first: u32, end: u32): void {
  for (let each = first; each < end; each++) {
    const dictionary = dictionaryOf(group, each);
    const used = numberMarked(
      <usize>load<u32>(dictionary, DICTIONARY_MARKS),
      load<u32>(dictionary, DICTIONARY_COUNT),
      <usize>load<u32>(dictionary, DICTIONARY_NUMBERS),
      <usize>load<u32>(dictionary, DICTIONARY_ENTRIES),
    );
    store<u32>(dictionary, used, DICTIONARY_USED);
  }
}

// @ts-ignore: decorator
@inline
function markUser(group: usize, entry: usize, row: usize): void {
  const firstName = <u32>load<u16>(entry, USER_FIRST_NAME);
  const location = mark(dictionaryOf(group, DICTIONARY_LOCATION), <u32>load<u16>(entry, USER_LOCATION));
  const agent = mark(dictionaryOf(group, DICTIONARY_AGENT), <u32>load<u16>(entry, USER_AGENT));
  const lastName = mark(dictionaryOf(group, DICTIONARY_LAST_NAME), <u32>load<u16>(entry, USER_LAST_NAME));
  store<u16>(row, <u16>location, USER_ROW_LOCATION);
  store<u16>(row, <u16>agent, USER_ROW_AGENT);
  store<u16>(row, <u16>lastName, USER_ROW_LAST_NAME);
  store<u16>(row, <u16>mark(dictionaryOf(group, DICTIONARY_FIRST_NAME), firstName), USER_ROW_FIRST_NAME);
  store<u16>(row, <u16>mark(dictionaryOf(group, DICTIONARY_GENDER), firstName), USER_ROW_GENDER);
}

// @ts-ignore: decorator
@inline
function renumber(group: usize, dictionary: u32, row: usize, field: usize): void {
  const rank = <u32>load<u16>(row + field);
  store<u16>(row + field, <u16>numberOf(dictionaryOf(group, dictionary), rank));
}

function renumberUser(group: usize, row: usize): void {
  renumber(group, DICTIONARY_LOCATION, row, USER_ROW_LOCATION);
  renumber(group, DICTIONARY_AGENT, row, USER_ROW_AGENT);
  renumber(group, DICTIONARY_LAST_NAME, row, USER_ROW_LAST_NAME);
  renumber(group, DICTIONARY_FIRST_NAME, row, USER_ROW_FIRST_NAME);
  renumber(group, DICTIONARY_GENDER, row, USER_ROW_GENDER);
}

/** The number of a registration, which many users may share. */
function numberRegistration(group: usize, milliseconds: i64, mask: u32): u32 {
  const slots = <usize>load<u32>(group, GROUP_REGISTRATION_SLOTS);
  const all = <usize>load<u32>(group, GROUP_REGISTRATIONS);
  const count = load<u32>(group, GROUP_REGISTRATION_COUNT);
  const microseconds = milliseconds * 1000;
  // Milliseconds end all alike, so that the seconds are what is spread.
  const hash = <u32>(milliseconds / 1000) * SPREAD;
  let index = (hash ^ (hash >> 16)) & mask;
  let found = load<u32>(slots + (<usize>index << 2));
  while (found != 0) {
    if (load<i64>(all + (<usize>(found - 1) << 3)) == microseconds) return found - 1;
    index = (index + 1) & mask;
    found = load<u32>(slots + (<usize>index << 2));
  }
  store<u32>(slots + (<usize>index << 2), count + 1);
  store<i64>(all + (<usize>count << 3), microseconds);
  store<u32>(group, count + 1, GROUP_REGISTRATION_COUNT);
  return count;
}

/** The least power of two above twice a number, less one. */
function maskFor(users: u32): u32 {
  return <u32>(((<u64>1) << (64 - <u64>clz<u64>(<u64>users << 1))) - 1);
}

/** Makes the rows of the group's users. Those of users whom no record shows have no meaning. */
export function makeUserRows(group: usize): void {
  const users = load<u32>(group, GROUP_NEXT_USER) - load<u32>(group, GROUP_FIRST_USER);
  const indexes = <usize>load<u32>(group, GROUP_USERS);
  const shown = <usize>load<u32>(group, GROUP_SHOWN_USERS);
  const rows = <usize>load<u32>(group, GROUP_USER_ROWS);
  const mask = maskFor(users);
  clearMarks(group, DICTIONARY_LOCATION, DICTIONARY_ARTIST);
  memory.fill(<usize>load<u32>(group, GROUP_REGISTRATION_SLOTS), 0, (<usize>mask + 1) << 2);
  store<u32>(group, 0, GROUP_REGISTRATION_COUNT);
  for (let first: u32 = 0; first < users; first += AHEAD) {
    const end = min(first + AHEAD, users);
    let sum: u32 = 0;
    for (let each = first; each < end; each++) sum += load<u32>(userAt(load<u32>(indexes + (<usize>each << 2))));
    store<u32>(group, sum, GROUP_TOUCHED);
    for (let each = first; each < end; each++) {
      const row = rows + <usize>each * USER_ROW_BYTES;
      v128.store(row, i64x2.splat(0));
      if (load<u8>(shown + <usize>each) == 0) continue;
      const entry = userAt(load<u32>(indexes + (<usize>each << 2)));
      markUser(group, entry, row);
      store<u32>(row, numberRegistration(group, registrationOf(entry), mask), USER_ROW_REGISTRATION);
    }
  }
  numberAll(group, DICTIONARY_LOCATION, DICTIONARY_ARTIST);
  for (let each: u32 = 0; each < users; each++)
    if (load<u8>(shown + <usize>each) != 0) renumberUser(group, rows + <usize>each * USER_ROW_BYTES);
}

/** Makes the rows of the songs that the group plays. */
export function makeSongRows(group: usize): void {
  const songs = load<u32>(PARAMETERS, P_NO_SONG);
  const used = <usize>load<u32>(group, GROUP_USED_SONGS);
  const rows = <usize>load<u32>(group, GROUP_SONG_ROWS);
  const artists = dictionaryOf(group, DICTIONARY_ARTIST);
  const titles = dictionaryOf(group, DICTIONARY_TITLE);
  const lengths = dictionaryOf(group, DICTIONARY_LENGTH);
  clearMarks(group, DICTIONARY_ARTIST, DICTIONARIES);
  for (let song: u32 = 0; song < songs; song++) {
    if (load<u8>(used + <usize>song) == 0) continue;
    const row = rows + <usize>song * SONG_ROW_BYTES;
    store<u32>(row, mark(artists, song), SONG_ROW_ARTIST);
    store<u32>(row, mark(titles, song), SONG_ROW_TITLE);
    store<u32>(row, mark(lengths, song), SONG_ROW_LENGTH);
  }
  numberAll(group, DICTIONARY_ARTIST, DICTIONARIES);
  for (let song: u32 = 0; song < songs; song++) {
    if (load<u8>(used + <usize>song) == 0) continue;
    const row = rows + <usize>song * SONG_ROW_BYTES;
    store<u32>(row, numberOf(artists, load<u32>(row, SONG_ROW_ARTIST)), SONG_ROW_ARTIST);
    store<u32>(row, numberOf(titles, load<u32>(row, SONG_ROW_TITLE)), SONG_ROW_TITLE);
    store<u32>(row, numberOf(lengths, load<u32>(row, SONG_ROW_LENGTH)), SONG_ROW_LENGTH);
  }
}
