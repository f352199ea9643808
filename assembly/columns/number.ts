// The dictionaries of a row group: users and sessions are numbered by their first appearance in it, songs and other entries of the
// catalog in the catalog's order. What a group needs of them is then in small tables of its own, where a million users' entries
// would be read from memory for every event.
//
// A table has an entry for each user; numbers in it grow from group to group, so that it need not be cleared for each: what is below the
// group's first number belongs to an earlier group.
import { sessionIdOf, userIdAt } from "../encode/ids";
import {
  GROUP_FIRST_SESSION,
  GROUP_FIRST_USER,
  GROUP_GREATEST_ITEM,
  GROUP_LEAST_ITEM,
  GROUP_NEXT_SESSION,
  GROUP_NEXT_USER,
  GROUP_PLACES,
  GROUP_PLAYED,
  GROUP_SESSIONS,
  GROUP_SHOWN,
  GROUP_SHOWN_USERS,
  GROUP_STATE_ROWS,
  GROUP_TIMES,
  GROUP_TOUCHED,
  GROUP_USED_SONGS,
  GROUP_USED_STATES,
  GROUP_USERS,
  NUMBERS_BYTES,
  NUMBERS_SESSION,
  NUMBERS_USER,
  PLACE_BYTES,
  PLACE_NUMBER,
  PLACE_SESSION,
  PLACE_USER,
  STATE_ROW_SHOWN,
} from "../layout/columns";
import { RECORD_BYTES, RECORD_ITEM, RECORD_SESSION, RECORD_SONG, RECORD_STATE, RECORD_TIME, RECORD_USER } from "../layout/record";
import { PARAMETERS, P_NO_SONG, P_USERS } from "../layout/run";
import { stateRowOf } from "./tables";

/** Records whose places are read before any of them is numbered, so that the cache misses overlap. */
const AHEAD: usize = 32;
/** Numbers begin again before they could pass u32: a group has fewer than 2^23 rows. */
const LAST_NUMBERS: u32 = 0xff800000;

// @ts-ignore: decorator
@inline
function placeOf(places: usize, record: usize): usize {
  return places + <usize>load<u32>(record, RECORD_USER) * PLACE_BYTES;
}

/** Begins a group: no user, session, song or state has appeared in it. */
function begin(group: usize, states: u32): void {
  // A group has at least as many sessions as users.
  if (load<u32>(group, GROUP_NEXT_SESSION) > LAST_NUMBERS) {
    memory.fill(<usize>load<u32>(group, GROUP_PLACES), 0, <usize>load<u32>(PARAMETERS, P_USERS) * PLACE_BYTES);
    store<u32>(group, 1, GROUP_NEXT_SESSION);
    store<u32>(group, 1, GROUP_NEXT_USER);
  }
  store<u32>(group, load<u32>(group, GROUP_NEXT_SESSION), GROUP_FIRST_SESSION);
  store<u32>(group, load<u32>(group, GROUP_NEXT_USER), GROUP_FIRST_USER);
  memory.fill(<usize>load<u32>(group, GROUP_USED_SONGS), 0, <usize>load<u32>(PARAMETERS, P_NO_SONG) + 1);
  memory.fill(<usize>load<u32>(group, GROUP_USED_STATES), 0, <usize>states);
  store<u32>(group, 0, GROUP_SHOWN);
  store<u32>(group, 0, GROUP_PLAYED);
}

/**
 * Begins a group of `count` records, at least one: numbers their users and sessions, marks their songs, their states and who is shown,
 * counts their times, and finds the least and greatest item. `numbers` receives NUMBERS_BYTES for each record: the numbers of its session
 * and its user in the group, from 0.
 * @param allStates number of states of the run
 */
export function numberRecords(group: usize, first: usize, count: u32, allStates: u32, numbers: usize): void {
  begin(group, allStates);
  const places = <usize>load<u32>(group, GROUP_PLACES);
  const firstSession = load<u32>(group, GROUP_FIRST_SESSION);
  const firstUser = load<u32>(group, GROUP_FIRST_USER);
  const sessions = <usize>load<u32>(group, GROUP_SESSIONS);
  const users = <usize>load<u32>(group, GROUP_USERS);
  const used = <usize>load<u32>(group, GROUP_USED_SONGS);
  const usedStates = <usize>load<u32>(group, GROUP_USED_STATES);
  const states = <usize>load<u32>(group, GROUP_STATE_ROWS);
  const shown = <usize>load<u32>(group, GROUP_SHOWN_USERS);
  let leastItem: u32 = u32.MAX_VALUE;
  let greatestItem: u32 = 0;
  let nextSession = load<u32>(group, GROUP_NEXT_SESSION);
  let nextUser = load<u32>(group, GROUP_NEXT_USER);
  let times: u32 = 1;
  let lastTime = load<u32>(first, RECORD_TIME);
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
      const item = load<u32>(record, RECORD_ITEM);
      const time = load<u32>(record, RECORD_TIME);
      times += u32(time != lastTime);
      lastTime = time;
      leastItem = min(leastItem, item);
      greatestItem = max(greatestItem, item);
      store<u8>(used + <usize>load<u32>(record, RECORD_SONG), 1);
      store<u8>(usedStates + <usize>load<u32>(record, RECORD_STATE), 1);
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
          store<u8>(shown + <usize>(user - firstUser), 0);
        }
      }
      const mark = shown + <usize>(user - firstUser);
      store<u8>(mark, load<u8>(mark) | load<u8>(stateRowOf(states, record), STATE_ROW_SHOWN));
      store<u32>(out, number - firstSession, NUMBERS_SESSION);
      store<u32>(out, user - firstUser, NUMBERS_USER);
    }
  }
  store<u32>(group, nextSession, GROUP_NEXT_SESSION);
  store<u32>(group, nextUser, GROUP_NEXT_USER);
  store<u32>(group, times, GROUP_TIMES);
  store<u32>(group, leastItem, GROUP_LEAST_ITEM);
  store<u32>(group, greatestItem, GROUP_GREATEST_ITEM);
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
