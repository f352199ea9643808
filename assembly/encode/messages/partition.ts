// Groups the records of a batch by the partition of their keys, in order: a counting sort.
import { KEY_NONE, MESSAGES_KEY, MESSAGES_PARTITIONS } from "../../layout/messages";
import { RECORD_BYTES } from "../../layout/record";
import { P_MESSAGES, PARAMETERS } from "../../layout/run";
import { orderedAt } from "../../simulate/place";
import { partitionOf } from "./key";

// @ts-ignore: decorator
@inline
function cellOf(cells: usize, index: u32): usize {
  return cells + (<usize>index << 2);
}

/** Notes the partition of each record, and counts those of each partition. */
function countRecords(first: usize, end: usize, notes: usize, counts: usize, scratch: usize): void {
  const messages = <usize>load<u32>(PARAMETERS, P_MESSAGES);
  const partitions = load<u32>(messages, MESSAGES_PARTITIONS);
  const kind = load<u32>(messages, MESSAGES_KEY);
  let note = notes;
  for (let record = first; record < end; record += RECORD_BYTES) {
    const partition = kind == KEY_NONE ? 0 : partitionOf(record, kind, partitions, scratch);
    const cell = cellOf(counts, partition);
    store<u32>(cell, load<u32>(cell) + 1);
    store<u32>(note, partition);
    note += 4;
  }
}

/** Turns the number of records of each partition into the number of those before it. */
function sumCounts(counts: usize, partitions: u32): void {
  let sum: u32 = 0;
  for (let partition: u32 = 0; partition < partitions; partition++) {
    const cell = cellOf(counts, partition);
    const count = load<u32>(cell);
    store<u32>(cell, sum);
    sum += count;
  }
}

/**
 * Copies `count` records from the `first`-th of the ordered buffer on to `target`, grouped by partition. `firsts` receives the index
 * of the first record of each partition, and `count` after them. `target` has room for PARTITIONED_BYTES for each record, and at
 * least 32 bytes. Without keys all records are in partition 0.
 */
export function partitionRecords(buffer: u32, first: u32, count: u32, target: usize, firsts: usize): void {
  const partitions = load<u32>(<usize>load<u32>(PARAMETERS, P_MESSAGES), MESSAGES_PARTITIONS);
  const records = orderedAt(buffer) + <usize>first * RECORD_BYTES;
  const end = records + <usize>count * RECORD_BYTES;
  let note = target + <usize>count * RECORD_BYTES;
  memory.fill(firsts, 0, cellOf(0, partitions + 1));
  countRecords(records, end, note, firsts, target);
  sumCounts(firsts, partitions);
  for (let record = records; record < end; record += RECORD_BYTES) {
    const cell = cellOf(firsts, load<u32>(note));
    const place = load<u32>(cell);
    store<u32>(cell, place + 1);
    const to = target + <usize>place * RECORD_BYTES;
    v128.store(to, v128.load(record));
    store<u64>(to, load<u64>(record, 16), 16);
    note += 4;
  }
  // Each cell has moved on to the first record of the next partition.
  memory.copy(cellOf(firsts, 1), firsts, cellOf(0, partitions));
  store<u32>(firsts, 0);
}
