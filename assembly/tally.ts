// Totals of the written events, for the manifest. They are counted batch after batch, in order, from copies of the batches' records.
//
//   P_TALLY | sessions | users | second, skip | events by state ... | by hour ... | by song ..., without | one bit for each user |
import { drawOf, shareOf } from "./disorder/draws";
import { TALLY_SECOND, TALLY_SESSIONS, TALLY_SKIP, TALLY_STATES, TALLY_USERS } from "./layout/control";
import { ARRIVAL_COPY, ARRIVAL_SECOND, DISORDER_KEY, DISORDER_LOST } from "./layout/disorder";
import { RECORD_BYTES, RECORD_ITEM, RECORD_SONG, RECORD_STATE, RECORD_TIME, RECORD_USER } from "./layout/record";
import {
  P_DISORDER,
  P_TALLY,
  P_TALLY_ARRIVALS,
  P_TALLY_HOURS,
  P_TALLY_SONGS,
  P_TALLY_START_SECOND,
  P_TALLY_USERS,
  P_USER_OFFSET,
  P_USER_STRIDE,
  PARAMETERS,
} from "./layout/run";

const HOUR_SECONDS: i32 = 3600;

// @ts-ignore: decorator
@inline
function addOne(table: usize, index: u32): void {
  const cell = table + (<usize>index << 3);
  store<u64>(cell, load<u64>(cell) + 1);
}

/** Marks the user as seen; returns 1 the first time. */
// @ts-ignore: decorator
@inline
function markUser(users: usize, userIndex: u32): u32 {
  const cell = users + (<usize>(userIndex >>> 5) << 2);
  const bits = load<u32>(cell);
  const bit = <u32>1 << (userIndex & 31);
  store<u32>(cell, bits | bit);
  return (bits & bit) == 0 ? 1 : 0;
}

/** The hour, counted from the one that the origin is in. */
// @ts-ignore: decorator
@inline
function hourOf(time: i32): u32 {
  return <u32>(load<i32>(PARAMETERS, P_TALLY_START_SECOND) + time) / HOUR_SECONDS;
}

/** Whether no earlier event of the record's session arrives at all. */
function isFirstThere(record: usize): bool {
  const block = <usize>load<u32>(PARAMETERS, P_DISORDER);
  const lost = block == 0 ? 0 : load<u64>(block, DISORDER_LOST);
  let item = load<u32>(record, RECORD_ITEM);
  if (item == 0 || lost == 0) return item == 0;
  const key = load<u64>(block, DISORDER_KEY);
  const offset = load<u32>(PARAMETERS, P_USER_OFFSET);
  const stride = load<u32>(PARAMETERS, P_USER_STRIDE);
  while (item > 0 && shareOf(drawOf(key, offset, stride, record, item - 1)) < lost) item--;
  return item == 0;
}

/**
 * Counts `count` records from address `records` on. A session is counted with its first event, or when its user is seen for
 * the first time in the middle of it: then it began before the window. Where events leave in another order, a copy counts no
 * session, and the first event of a session is the first one that is not lost. Seconds are those of the arrivals.
 * @param origin of the records' times, in seconds since the window's start
 */
export function tallyRecords(records: usize, count: u32, origin: f64): void {
  const tally = <usize>load<u32>(PARAMETERS, P_TALLY);
  const hours = <usize>load<u32>(PARAMETERS, P_TALLY_HOURS);
  const songs = <usize>load<u32>(PARAMETERS, P_TALLY_SONGS);
  const users = <usize>load<u32>(PARAMETERS, P_TALLY_USERS);
  const end = records + <usize>count * RECORD_BYTES;
  const toArrivals = <usize>load<u32>(PARAMETERS, P_TALLY_ARRIVALS);
  let arrival: usize = toArrivals == 0 ? 0 : records + toArrivals;
  let second = load<i64>(tally, TALLY_SECOND);
  let skip = load<u64>(tally, TALLY_SKIP);
  let newUsers: u64 = 0;
  let newSessions: u64 = 0;
  for (let record = records; record < end; record += RECORD_BYTES) {
    const isNewUser = markUser(users, load<u32>(record, RECORD_USER));
    newUsers += <u64>isNewUser;
    let time = load<i32>(record, RECORD_TIME);
    addOne(hours, hourOf(time));
    if (arrival == 0) {
      newSessions += <u64>(isNewUser | (load<u32>(record, RECORD_ITEM) == 0 ? 1 : 0));
    } else {
      const mark = load<u32>(arrival);
      if ((mark & ARRIVAL_COPY) == 0) newSessions += <u64>(isNewUser | (isFirstThere(record) ? 1 : 0));
      time = <i32>(mark & ARRIVAL_SECOND);
      arrival += 4;
    }
    addOne(tally + TALLY_STATES, load<u32>(record, RECORD_STATE));
    addOne(songs, load<u32>(record, RECORD_SONG));
    const at = <i64>origin + <i64>time;
    skip = at == second ? skip + 1 : 1;
    second = at;
  }
  store<i64>(tally, second, TALLY_SECOND);
  store<u64>(tally, skip, TALLY_SKIP);
  store<u64>(tally, load<u64>(tally, TALLY_USERS) + newUsers, TALLY_USERS);
  store<u64>(tally, load<u64>(tally, TALLY_SESSIONS) + newSessions, TALLY_SESSIONS);
}
