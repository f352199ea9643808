// Simulates one chunk of users for one slice of time.
import { LIST_CAPACITY, PAGE_RECORDS, SCRATCH_BYTES, SCRATCH_LIST, SCRATCH_TOUCHED } from "../layout/record";
import { P_CHUNK_PAGES, P_CHUNK_USERS, P_USER_TABLE, P_NEXT_TIMES, P_SCRATCH, P_USERS, PARAMETERS } from "../layout/run";
import { USER_BYTES, USER_POSITION } from "../layout/user";
import { runUser } from "./advance";
import { closePage, firstPage } from "./pages";
import { clearCounts } from "./place";

/** Compares four users' next times at once and lists the users whose next event is before `limit`; returns the new length of the list. */
// @ts-ignore: decorator
@inline
function listFour(times: usize, userIndex: u32, limit: v128, list: usize, length: u32): u32 {
  let mask = i32x4.bitmask(i32x4.lt_s(v128.load(times + (<usize>userIndex << 2)), limit));
  let listed = length;
  while (mask != 0) {
    store<u32>(list + (<usize>listed << 2), userIndex + <u32>ctz(mask));
    listed++;
    mask &= mask - 1;
  }
  return listed;
}

/** Reads a word of every listed user, so that their cache misses overlap. */
function touchUsers(scratch: usize, table: usize, length: u32): void {
  let sum: u64 = 0;
  for (let i: u32 = 0; i < length; i++) {
    const userIndex = <usize>load<u32>(scratch + SCRATCH_LIST + (<usize>i << 2));
    sum += load<u64>(table + userIndex * USER_BYTES, USER_POSITION);
  }
  store<u64>(scratch, sum, SCRATCH_TOUCHED);
}

/** Simulates the chunk's users for `sliceStart <= time < sliceEnd` (seconds); their records go to the chunk's pages. */
export function simulateChunk(worker: u32, chunk: u32, sliceStart: i32, sliceEnd: i32): void {
  const scratch = <usize>load<u32>(PARAMETERS, P_SCRATCH) + <usize>worker * SCRATCH_BYTES;
  const times = <usize>load<u32>(PARAMETERS, P_NEXT_TIMES);
  const table = <usize>load<u32>(PARAMETERS, P_USER_TABLE);
  const chunkUsers = load<u32>(PARAMETERS, P_CHUNK_USERS);
  const first = chunk * chunkUsers;
  const last = min<u32>(first + chunkUsers, load<u32>(PARAMETERS, P_USERS));
  const limit = i32x4.splat(sliceEnd);
  const counts = clearCounts(chunk, sliceStart, sliceEnd);
  const begin = firstPage();
  store<u32>(<usize>load<u32>(PARAMETERS, P_CHUNK_PAGES) + (<usize>chunk << 2), <u32>(begin - PAGE_RECORDS));

  let out = begin;
  let userIndex = first;
  while (userIndex < last) {
    let length: u32 = 0;
    while (userIndex < last && length <= LIST_CAPACITY - 4) {
      length = listFour(times, userIndex, limit, scratch + SCRATCH_LIST, length);
      userIndex += 4;
    }
    touchUsers(scratch, table, length);
    for (let i: u32 = 0; i < length; i++) {
      const listed = load<u32>(scratch + SCRATCH_LIST + (<usize>i << 2));
      out = runUser(
        table + <usize>listed * USER_BYTES,
        listed,
        times + (<usize>listed << 2),
        sliceEnd,
        out,
        counts,
      );
    }
  }
  closePage(out);
}
