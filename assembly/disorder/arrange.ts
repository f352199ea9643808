// Puts the records of a slice, which are in the order of time, into the order of arrival. Most pass as they are. Those that arrive later
// wait, and leave in their second before the records of that second, in the order in which they came: so ties are in the order of time.
//
//   slice (in the order of time)   ->  pass       ->  buffer, and a column with the second of each arrival
//                                  ->  wait  ->   leave   ->
//                                  ->  lost
import {
  ARRIVAL_COPY,
  BUCKET_FIRST,
  DISORDER_ARRIVALS,
  DISORDER_ARRIVAL_BYTES,
  DISORDER_BOTH,
  DISORDER_COUNTS,
  DISORDER_DUPLICATE,
  DISORDER_DUPLICATE_MOST,
  DISORDER_DUPLICATE_SCALE,
  DISORDER_INPUT,
  DISORDER_INPUT_COUNT,
  DISORDER_INPUT_NEXT,
  DISORDER_KEY,
  DISORDER_LATE,
  DISORDER_LATE_MOST,
  DISORDER_LATE_SCALE,
  DISORDER_LOST,
  DISORDER_SECOND,
  DISORDER_TRUTH,
  DISORDER_TRUTH_COUNT,
  DISORDER_TRUTH_LIMIT,
  FATE_DUPLICATE,
  FATE_LATE,
  FATE_LOST,
  FATE_OUTAGE,
  TRUTH_ARRIVAL,
  TRUTH_BYTES,
  TRUTH_ENTRIES_OF_EVENT,
  TRUTH_FATE,
  WAITING_COPY,
} from "../layout/disorder";
import { RECORD_BYTES, RECORD_ITEM, RECORD_TIME } from "../layout/record";
import { P_DISORDER, P_USER_OFFSET, P_USER_STRIDE, PARAMETERS } from "../layout/run";
import { hasFault } from "../simulate/pages";
import { orderedAt } from "../simulate/place";
import { DUPLICATE_STEP, LATE_STEP, delayOf, drawOf, shareOf } from "./draws";
import { holderOf, leavesAt } from "./shifts";
import { bucketOf, release, wait } from "./waiting";

/** Counts an event's fate, and lists it if somebody wants to know. Outages and bursts are counted together. */
function tell(block: usize, record: usize, fate: u32, arrival: i32): void {
  const count = block + DISORDER_COUNTS + (<usize>min<u32>(fate, FATE_OUTAGE) << 3);
  store<u64>(count, load<u64>(count) + 1);
  const truth = <usize>load<u32>(block, DISORDER_TRUTH);
  if (truth == 0) return;
  const index = load<u32>(block, DISORDER_TRUTH_COUNT);
  const entry = truth + <usize>index * TRUTH_BYTES;
  v128.store(entry, v128.load(record));
  store<u32>(entry, fate, TRUTH_FATE);
  store<i32>(entry, arrival, TRUTH_ARRIVAL);
  store<u32>(block, index + 1, DISORDER_TRUTH_COUNT);
}

function hasRoomToTell(block: usize): bool {
  if (load<u32>(block, DISORDER_TRUTH) == 0) return true;
  return load<u32>(block, DISORDER_TRUTH_COUNT) + TRUTH_ENTRIES_OF_EVENT <= load<u32>(block, DISORDER_TRUTH_LIMIT);
}

// @ts-ignore: decorator
@inline
function put(record: usize, arrival: u32, ordered: usize, arrivals: usize, at: u32): void {
  const target = ordered + <usize>at * RECORD_BYTES;
  v128.store(target, v128.load(record));
  store<u64>(target, load<u64>(record, 16), 16);
  store<u32>(arrivals + (<usize>at << 2), arrival);
}

/**
 * Decides about a record whose draw is within a share, or whose second is held. Returns whether it leaves now; otherwise it is lost or
 * waits. A copy waits in either case.
 */
function meet(block: usize, record: usize, draw: u64, second: i32): bool {
  const share = shareOf(draw);
  if (share < load<u64>(block, DISORDER_LOST)) {
    tell(block, record, FATE_LOST, 0);
    return false;
  }
  const isLate = share < load<u64>(block, DISORDER_LATE);
  const isDoubled = share < load<u64>(block, DISORDER_BOTH) || (!isLate && share < load<u64>(block, DISORDER_DUPLICATE));
  let arrival = second;
  if (isLate)
    arrival += delayOf(draw, LATE_STEP, load<f64>(block, DISORDER_LATE_SCALE), load<u32>(block, DISORDER_LATE_MOST));
  const leaves = leavesAt(block, arrival);
  if (isLate) tell(block, record, FATE_LATE, leaves);
  else if (leaves != second) tell(block, record, holderOf(block, arrival), leaves);
  if (leaves != second) wait(block, record, leaves, 0);
  if (isDoubled) {
    const scale = load<f64>(block, DISORDER_DUPLICATE_SCALE);
    const again = leavesAt(block, arrival + delayOf(draw, DUPLICATE_STEP, scale, load<u32>(block, DISORDER_DUPLICATE_MOST)));
    tell(block, record, FATE_DUPLICATE, again);
    wait(block, record, again, ARRIVAL_COPY);
  }
  return leaves == second;
}

/** Lets the records go that have waited for this second, as far as there is room. Returns the number of records in the buffer. */
function letGo(block: usize, second: i32, ordered: usize, arrivals: usize, first: u32, limit: u32): u32 {
  const bucket = bucketOf(block, second);
  let at = first;
  for (let node = <usize>load<u32>(bucket, BUCKET_FIRST); node != 0 && at < limit; node = <usize>load<u32>(bucket, BUCKET_FIRST)) {
    put(node, <u32>second | load<u32>(node, WAITING_COPY), ordered, arrivals, at++);
    release(block, bucket, node);
  }
  return at;
}

/** Passes the slice's records of this second, as far as there is room. Returns the number of records in the buffer. */
function pass(block: usize, second: i32, ordered: usize, arrivals: usize, first: u32, limit: u32): u32 {
  const input = <usize>load<u32>(block, DISORDER_INPUT);
  const end = load<u32>(block, DISORDER_INPUT_COUNT);
  const most = leavesAt(block, second) == second ? load<u64>(block, DISORDER_DUPLICATE) : u64.MAX_VALUE;
  const key = load<u64>(block, DISORDER_KEY);
  const offset = load<u32>(PARAMETERS, P_USER_OFFSET);
  const stride = load<u32>(PARAMETERS, P_USER_STRIDE);
  let next = load<u32>(block, DISORDER_INPUT_NEXT);
  let at = first;
  for (; next < end && at < limit; next++) {
    const record = input + <usize>next * RECORD_BYTES;
    if (load<i32>(record, RECORD_TIME) != second) break;
    const draw = drawOf(key, offset, stride, record, load<u32>(record, RECORD_ITEM));
    if (shareOf(draw) < most) {
      if (!hasRoomToTell(block)) break;
      if (!meet(block, record, draw, second)) continue;
    }
    put(record, <u32>second, ordered, arrivals, at++);
  }
  store<u32>(block, next, DISORDER_INPUT_NEXT);
  return at;
}

function hasMore(block: usize, second: i32): bool {
  if (load<u32>(bucketOf(block, second), BUCKET_FIRST) != 0) return true;
  const next = load<u32>(block, DISORDER_INPUT_NEXT);
  if (next == load<u32>(block, DISORDER_INPUT_COUNT)) return false;
  return load<i32>(<usize>load<u32>(block, DISORDER_INPUT) + <usize>next * RECORD_BYTES, RECORD_TIME) == second;
}

/** The next slice is placed: its records, where the third buffer would be. */
export function takeSlice(records: u32): void {
  const block = <usize>load<u32>(PARAMETERS, P_DISORDER);
  store<u32>(block, 0, DISORDER_INPUT_NEXT);
  store<u32>(block, records, DISORDER_INPUT_COUNT);
}

/**
 * Fills the buffer, which holds `first` records, with those that arrive before `end`. Stops when it holds `limit`, more than `first`, or
 * when there is no more room to tell what happened. Returns the number of its records. `arrangedUntil` tells how far it came.
 */
export function arrange(buffer: u32, first: u32, limit: u32, end: i32): u32 {
  const block = <usize>load<u32>(PARAMETERS, P_DISORDER);
  const ordered = orderedAt(buffer);
  const arrivals = <usize>load<u32>(block, DISORDER_ARRIVALS) + <usize>buffer * <usize>load<u32>(block, DISORDER_ARRIVAL_BYTES);
  let at = first;
  let second = load<i32>(block, DISORDER_SECOND);
  for (; second < end && !hasFault(); second++) {
    at = letGo(block, second, ordered, arrivals, at, limit);
    at = pass(block, second, ordered, arrivals, at, limit);
    if (hasMore(block, second)) break;
  }
  store<i32>(block, second, DISORDER_SECOND);
  return at;
}

/** All arrivals before this second are in the buffers. */
export function arrangedUntil(): i32 {
  return load<i32>(<usize>load<u32>(PARAMETERS, P_DISORDER), DISORDER_SECOND);
}
