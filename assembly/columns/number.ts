// The dictionaries of a row group: users and sessions are numbered by their first appearance in it, songs and other entries of the
// catalog in the catalog's order. What a group needs of them is then in small tables of its own, where a million users' entries
// would be read from memory for every event.
//
// A table has an entry for each user; numbers in it grow from group to group and are never reset, so that it need not be cleared: what
// is below the group's first number belongs to an earlier group.
import { sessionIdOf, userIdAt } from "../encode/ids";
import {
  GROUP_FIRST_SESSION,
  GROUP_FIRST_USER,
  GROUP_NEXT_SESSION,
  GROUP_NEXT_USER,
  GROUP_PLACES,
  GROUP_SESSIONS,
  GROUP_TOUCHED,
  GROUP_USED_SONGS,
  GROUP_USERS,
  NUMBERS_BYTES,
  NUMBERS_SESSION,
  NUMBERS_USER,
  PLACE_BYTES,
  PLACE_NUMBER,
  PLACE_SESSION,
  PLACE_USER,
} from "../layout/columns";
import { RECORD_BYTES, RECORD_SESSION, RECORD_SONG, RECORD_USER } from "../layout/record";

/** Records whose places are read before any of them is numbered, so that the cache misses overlap. */
const AHEAD: usize = 32;

// @ts-ignore: decorator
@inline
function placeOf(places: usize, record: usize): usize {
  return places + <usize>load<u32>(record, RECORD_USER) * PLACE_BYTES;
}

/** Begins a group: no user, session or song has appeared in it. */
export function beginGroup(group: usize, songs: u32): void {
  store<u32>(group, load<u32>(group, GROUP_NEXT_SESSION), GROUP_FIRST_SESSION);
  store<u32>(group, load<u32>(group, GROUP_NEXT_USER), GROUP_FIRST_USER);
  memory.fill(<usize>load<u32>(group, GROUP_USED_SONGS), 0, <usize>songs + 1);
}

/**
 * Numbers users and sessions of the next `count` records, and marks their songs. `numbers` receives NUMBERS_BYTES for each record: the
 * numbers of its session and its user in the group, from 0.
 */
export function numberRecords(group: usize, first: usize, count: u32, numbers: usize): void {
  const places = <usize>load<u32>(group, GROUP_PLACES);
  const firstSession = load<u32>(group, GROUP_FIRST_SESSION);
  const firstUser = load<u32>(group, GROUP_FIRST_USER);
  const sessions = <usize>load<u32>(group, GROUP_SESSIONS);
  const users = <usize>load<u32>(group, GROUP_USERS);
  const used = <usize>load<u32>(group, GROUP_USED_SONGS);
  let nextSession = load<u32>(group, GROUP_NEXT_SESSION);
  let nextUser = load<u32>(group, GROUP_NEXT_USER);
  let record = first;
  let out = numbers;
  const end = first + <usize>count * RECORD_BYTES;
  while (record < end) {
    const stop = min<usize>(record + AHEAD * RECORD_BYTES, end);
    let sum: u32 = 0;
    for (let each = record; each < stop; each += RECORD_BYTES) sum += load<u32>(placeOf(places, each));
    store<u32>(group, sum, GROUP_TOUCHED);
    for (; record < stop; record += RECORD_BYTES, out += NUMBERS_BYTES) {
      const place = placeOf(places, record);
      const session = load<u32>(record, RECORD_SESSION);
      let number = load<u32>(place, PLACE_NUMBER);
      let user = load<u32>(place, PLACE_USER);
      store<u8>(used + <usize>load<u32>(record, RECORD_SONG), 1);
      if (number < firstSession || load<u32>(place, PLACE_SESSION) != session) {
        const index = load<u32>(record, RECORD_USER);
        number = nextSession++;
        store<u32>(place, number, PLACE_NUMBER);
        store<u32>(place, session, PLACE_SESSION);
        store<u64>(sessions + (<usize>(number - firstSession) << 3), sessionIdOf(userIdAt(index), session));
        if (user < firstUser) {
          user = nextUser++;
          store<u32>(place, user, PLACE_USER);
          store<u32>(users + (<usize>(user - firstUser) << 2), index);
        }
      }
      store<u32>(out, number - firstSession, NUMBERS_SESSION);
      store<u32>(out, user - firstUser, NUMBERS_USER);
    }
  }
  store<u32>(group, nextSession, GROUP_NEXT_SESSION);
  store<u32>(group, nextUser, GROUP_NEXT_USER);
}

/**
 * Numbers the marked entries of a table in its order: `numbers` receives each entry's number (u32; meaningless where it is not marked),
 * `entries` the entry of each number. Returns how many are marked.
 */
export function numberMarked(marks: usize, count: u32, numbers: usize, entries: usize): u32 {
  let next: u32 = 0;
  for (let index: u32 = 0; index < count; index++) {
    store<u32>(numbers + (<usize>index << 2), next);
    store<u32>(entries + (<usize>next << 2), index);
    next += <u32>load<u8>(marks + <usize>index);
  }
  return next;
}
