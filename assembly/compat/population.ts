// The original's users, in its order of draws, including the draws whose results it discards.

import { COMPAT_ARRIVED, COMPAT_ENDED, COMPAT_SESSIONS, COMPAT_STOP, STOP_NONE } from "../layout/compat";
import {
  LIST_AUTHS,
  LIST_FIRST_NAMES,
  LIST_LAST_NAMES,
  LIST_LEVELS,
  LIST_LOCATIONS,
  LIST_USER_AGENTS,
} from "../layout/model";
import {
  P_ALPHA,
  P_BETA,
  P_GROWTH,
  P_HEAP,
  P_INITIAL_USERS,
  P_LEVELS,
  P_USER_TABLE,
  P_NEW_USER_PAIR,
  P_REGISTRATION_BASE,
  P_REGISTRATION_GROWTH,
  P_START_SECONDS,
  P_WINDOW,
  PARAMETERS,
} from "../layout/run";
import {
  USER_AGENT,
  USER_ALPHA,
  USER_BETA,
  USER_BYTES,
  USER_FIRST_NAME,
  USER_LAST_NAME,
  USER_LOCATION,
} from "../layout/user";
import { setRegistration as storeRegistration } from "../simulate/registration";
import { listAt } from "../simulate/session";
import { pickFirstTime } from "./calendar";
import { drawEntry, drawLogNormal, drawSeconds } from "./draws";
import { prepareCompatTables } from "./functions";
import { nodeOf, pushNode } from "./heap";
import { startSession } from "./session";
import { hasStopped } from "./stop";
import { compatBlock, seedTwister } from "./twister";

const YEAR_SECONDS: f64 = 31557600;
const FIVE_YEARS_SECONDS: i32 = 157788000;

/** Draws a person into the user's entry; returns the seconds since registration, which users who arrive later do not need. */
function drawPerson(block: usize, user: usize): i32 {
  const before = drawSeconds(block, load<f64>(PARAMETERS, P_REGISTRATION_GROWTH) * YEAR_SECONDS);
  store<u16>(user, <u16>drawEntry(block, listAt(LIST_FIRST_NAMES)), USER_FIRST_NAME);
  store<u16>(user, <u16>drawEntry(block, listAt(LIST_LOCATIONS)), USER_LOCATION);
  store<u16>(user, <u16>drawEntry(block, listAt(LIST_LAST_NAMES)), USER_LAST_NAME);
  store<u16>(user, <u16>drawEntry(block, listAt(LIST_USER_AGENTS)), USER_AGENT);
  // The device, which never appears in the output.
  drawEntry(block, listAt(LIST_LOCATIONS));
  drawEntry(block, listAt(LIST_USER_AGENTS));
  return min<i32>(before, FIVE_YEARS_SECONDS);
}

function setRegistration(user: usize, time: i64): void {
  const base = load<i64>(PARAMETERS, P_REGISTRATION_BASE) - load<i64>(PARAMETERS, P_START_SECONDS);
  storeRegistration(user, min<i64>(time - base, <i64>i32.MAX_VALUE));
}

/** Makes a user who arrives at `start`, with a first session; returns the time of that session. */
function makeUser(block: usize, user: usize, isInitial: bool, start: i64): i64 {
  store<f64>(user, load<f64>(PARAMETERS, P_ALPHA) * drawLogNormal(block), USER_ALPHA);
  const beta = load<f64>(PARAMETERS, P_BETA) * drawLogNormal(block);
  store<f64>(user, beta, USER_BETA);
  const auth = isInitial ? drawEntry(block, listAt(LIST_AUTHS)) : 0;
  const before = drawPerson(block, user);
  const level = isInitial ? drawEntry(block, listAt(LIST_LEVELS)) : 0;
  setRegistration(user, isInitial ? -(<i64>before) : start);
  const pair = isInitial ? auth * load<u32>(PARAMETERS, P_LEVELS) + level : load<u32>(PARAMETERS, P_NEW_USER_PAIR);
  const time = pickFirstTime(block, start, beta);
  startSession(block, user, pair, time);
  return time;
}

/** Makes the user with an index and queues it. Without a heap (address 0) all users share one entry and none is queued. */
function addUser(block: usize, userIndex: u32, isInitial: bool, start: i64): void {
  const heap = <usize>load<u32>(PARAMETERS, P_HEAP);
  const table = <usize>load<u32>(PARAMETERS, P_USER_TABLE);
  const user = heap == 0 ? table : table + <usize>userIndex * USER_BYTES;
  const time = makeUser(block, user, isInitial, start);
  if (heap != 0) pushNode(heap, userIndex + 1, nodeOf(time, userIndex));
}

/** Makes all users, at most `limit`; returns their number. */
function populate(limit: u32): u32 {
  prepareCompatTables();
  const block = compatBlock();
  seedTwister(block);
  store<u32>(block, 0, COMPAT_SESSIONS);
  store<u32>(block, 0, COMPAT_ENDED);
  store<u32>(block, STOP_NONE, COMPAT_STOP);
  const initial = load<u32>(PARAMETERS, P_INITIAL_USERS);
  let users: u32 = 0;
  while (users < initial && users < limit && !hasStopped(block)) addUser(block, users++, true, 0);
  const growth = load<f64>(PARAMETERS, P_GROWTH);
  const window = load<i64>(PARAMETERS, P_WINDOW);
  let current: i64 = 0;
  while (growth > 0 && current < window && users < limit && !hasStopped(block)) {
    current += <i64>drawSeconds(block, YEAR_SECONDS / (<f64>users * growth));
    addUser(block, users++, false, current);
  }
  store<i64>(block, current, COMPAT_ARRIVED);
  return users;
}

/** The number of users that there will be, at most `limit`: makes one over the other, in one entry. */
export function countCompat(limit: u32): u32 {
  return populate(limit);
}

/** Makes all users and their queue. */
export function makeCompatUsers(): void {
  populate(u32.MAX_VALUE);
}
