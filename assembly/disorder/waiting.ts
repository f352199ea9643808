// The records that wait for the second in which they leave: a calendar queue, which has a list for each second. There are more lists
// than seconds that any record waits, so a list never holds records of two seconds.
import { FAULT_WAITING } from "../layout/control";
import {
  BUCKET_BYTES,
  BUCKET_FIRST,
  BUCKET_LAST,
  DISORDER_BUCKETS,
  DISORDER_BUCKET_COUNT,
  DISORDER_FREE,
  DISORDER_NODES,
  DISORDER_NODES_USED,
  DISORDER_NODE_LIMIT,
  DISORDER_PHASE,
  DISORDER_SECOND,
  WAITING_BYTES,
  WAITING_COPY,
  WAITING_NEXT,
} from "../layout/disorder";
import { RECORD_TIME } from "../layout/record";
import { P_DISORDER, PARAMETERS } from "../layout/run";
import { recordFault } from "../simulate/pages";

// @ts-ignore: decorator
@inline
export function bucketOf(block: usize, second: i32): usize {
  const index = <usize>((<u32>second + load<u32>(block, DISORDER_PHASE)) % load<u32>(block, DISORDER_BUCKET_COUNT));
  return <usize>load<u32>(block, DISORDER_BUCKETS) + index * BUCKET_BYTES;
}

/** Takes a free node. If there is none, records the fault and returns the first one again. */
function takeNode(block: usize): usize {
  const free = <usize>load<u32>(block, DISORDER_FREE);
  if (free != 0) {
    store<u32>(block, load<u32>(free, WAITING_NEXT), DISORDER_FREE);
    return free;
  }
  let used = load<u32>(block, DISORDER_NODES_USED);
  if (used >= load<u32>(block, DISORDER_NODE_LIMIT)) {
    recordFault(FAULT_WAITING);
    used = 0;
  }
  store<u32>(block, used + 1, DISORDER_NODES_USED);
  return <usize>load<u32>(block, DISORDER_NODES) + <usize>used * WAITING_BYTES;
}

/** Appends the record to those that leave in a second. */
export function wait(block: usize, record: usize, second: i32, copyMark: u32): void {
  const node = takeNode(block);
  v128.store(node, v128.load(record));
  store<u64>(node, load<u64>(record, 16), 16);
  store<u32>(node, 0, WAITING_NEXT);
  store<u32>(node, copyMark, WAITING_COPY);
  const bucket = bucketOf(block, second);
  if (load<u32>(bucket, BUCKET_FIRST) == 0) store<u32>(bucket, <u32>node, BUCKET_FIRST);
  else store<u32>(<usize>load<u32>(bucket, BUCKET_LAST), <u32>node, WAITING_NEXT);
  store<u32>(bucket, <u32>node, BUCKET_LAST);
}

/** Removes the first node of a list that is not empty, after it was copied. */
// @ts-ignore: decorator
@inline
export function release(block: usize, bucket: usize, node: usize): void {
  store<u32>(bucket, load<u32>(node, WAITING_NEXT), BUCKET_FIRST);
  store<u32>(node, load<u32>(block, DISORDER_FREE), WAITING_NEXT);
  store<u32>(block, <u32>node, DISORDER_FREE);
}

/** The origin has moved by some seconds: the times of the records that wait are as many less, and they stay in their lists. */
export function moveWaiting(bySeconds: i32): void {
  const block = <usize>load<u32>(PARAMETERS, P_DISORDER);
  const count = load<u32>(block, DISORDER_BUCKET_COUNT);
  const first = <usize>load<u32>(block, DISORDER_BUCKETS);
  for (let bucket = first; bucket < first + <usize>count * BUCKET_BYTES; bucket += BUCKET_BYTES) {
    for (let node = <usize>load<u32>(bucket, BUCKET_FIRST); node != 0; node = <usize>load<u32>(node, WAITING_NEXT)) {
      store<i32>(node, load<i32>(node, RECORD_TIME) - bySeconds, RECORD_TIME);
    }
  }
  store<u32>(block, (load<u32>(block, DISORDER_PHASE) + <u32>bySeconds) % count, DISORDER_PHASE);
  store<i32>(block, load<i32>(block, DISORDER_SECOND) - bySeconds, DISORDER_SECOND);
}
