import { ARRIVAL_BYTES } from "../../assembly/layout/disorder.ts";
import { RECORD_BYTES } from "../../assembly/layout/record.ts";
import { FRAGMENT_PADDING } from "../../assembly/layout/text.ts";

/** Target records of a slice: enough to outweigh the fixed cost of each step, few enough to fit the caches. */
const SMALLEST_SLICE_RECORDS = 65536;
/**
 * Users for each record of the target: a user whose entry has been fetched should make more than one event. Measured with a million
 * users, simulation took 63 ns an event with 65,536 records a slice, 34 with 524,288; with ten million 60 ns with
 * 1,048,576 and 36 with 4,194,304.
 */
const USERS_FOR_A_RECORD = 2;
const LARGEST_SLICE_RECORDS = 1 << 22;
/**
 * A slice's length follows from the previous slices; if events become denser meanwhile, it has room for more than its target.
 * At a window's start, when sessions begin to overlap, a slice can get 2.7 times its target.
 */
const RESERVE = 4;
/** The same for slices whose size an option sets, and for the smallest slices. */
const SMALLEST_RESERVE = 2;
const LEAST_RESERVE = 3;
/** Least targets when memory is short: below them, finding the users who have events takes longer than making the events. */
const LEAST_SLICE_RECORDS = 8192;
const MOST_USERS_FOR_A_RECORD = 32;
/** The room kept even when memory is short, for a small population that becomes active at once. */
const LEAST_POOL_RECORDS = 65536;
/**
 * Records to reserve room for, as far as the address space allows. Unused room is never touched and takes no memory;
 * it serves a small population that becomes active all at once, as after a weekend.
 */
const LARGEST_POOL_RECORDS = 1 << 24;
const LONGEST_SLICE_SECONDS = 4096;
const SMALLEST_CHUNK_USERS = 64;
const LARGEST_CHUNK_USERS = 16384;
/**
 * Enough that a worker seldom waits for the others at the end of a slice, and no more: each has a count for every second
 * of the slice, to be cleared and summed. With 8 a run takes 1.02 to 1.03 times as long, with 2 1.09 times.
 */
const CHUNKS_FOR_A_WORKER = 4;
/** Cells of the counts; slices are as much shorter as there are more chunks. */
const LARGEST_COUNTS = 1 << 21;
const BATCH_EVENTS = 2048;
const LARGEST_BATCH_BYTES = 1 << 23;
/** A row group is a batch of hundreds of thousands of rows: workers fill one each, and two wait for the writer. */
const SLOTS_BESIDE_WORKERS = 2;
/** Slots that can wait for the writer while others are being filled. */
const SLOTS_FOR_A_WORKER = 6;
/** The number of words that the control block has. */
export const LARGEST_SLOT_COUNT = 384;

/** The input for choosing sizes. */
export interface Load {
  users: number;
  workers: number;
  longestLineBytes: number;
  /** Overrides of the sizes that are otherwise chosen here; they change no byte of the output. */
  sliceRecords?: number;
  batchEvents?: number;
  /** Batches keep a copy of their records until they are written. */
  keepRecords?: boolean;
  /** They keep the arrivals, too. */
  keepArrivals?: boolean;
  /** The most bytes of a slot for a batch of this many events; without it, those of the longest lines. */
  slotBound?: (events: number) => number;
  /** Where batches are row groups, of `batchEvents`; `longestLineBytes` and `slotBound` then have no meaning. */
  rowGroups?: RowGroupLoad;
}

/** The memory that row groups of a number of rows need. */
export interface RowGroupLoad {
  /** Most bytes of a slot. */
  slotBytes(rows: number, users: number): number;
  /** Bytes in which a worker makes a group. */
  workerBytes(rows: number, users: number): number;
}

export interface Sizes {
  chunkUsers: number;
  chunks: number;
  /** Records that slices aim at. */
  sliceRecords: number;
  longestSliceSeconds: number;
  batchEvents: number;
  slotCount: number;
  slotBytes: number;
  /** Offset in a slot to which the batch's records are copied; 0 if they are not needed. */
  slotRecords: number;
}

/** Records that slices aim at, and those that there is room for. */
export interface Pool {
  sliceRecords: number;
  poolRecords: number;
}

export function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

export function clamp(value: number, smallest: number, largest: number): number {
  return Math.max(smallest, Math.min(largest, value));
}

/** Events in a batch: the requested number, else the default, but at most as many as fit. */
export function batchEventsFor(
  wanted: number | undefined,
  longestLineBytes: number,
  largestBytes: number = LARGEST_BATCH_BYTES,
): number {
  const most = Math.floor(Math.min(largestBytes, LARGEST_BATCH_BYTES) / longestLineBytes);
  return clamp(wanted ?? BATCH_EVENTS, 1, Math.max(1, most));
}

type RingSizes = Pick<Sizes, "batchEvents" | "slotCount" | "slotBytes" | "slotRecords">;

function chooseRing({
  users,
  workers,
  longestLineBytes,
  batchEvents,
  keepRecords,
  keepArrivals,
  slotBound,
  rowGroups,
}: Load): RingSizes {
  const events = rowGroups === undefined ? batchEventsFor(batchEvents, longestLineBytes) : (batchEvents as number);
  const mostBytes = rowGroups?.slotBytes(events, users) ?? slotBound?.(events) ?? events * longestLineBytes;
  const encodedBytes = roundUp(mostBytes + FRAGMENT_PADDING, 4096);
  const keptBytes = keepRecords ? events * (keepArrivals ? RECORD_BYTES + ARRIVAL_BYTES : RECORD_BYTES) : 0;
  const slots = rowGroups === undefined ? workers * SLOTS_FOR_A_WORKER + 2 : workers + SLOTS_BESIDE_WORKERS;
  return {
    batchEvents: events,
    slotCount: Math.min(slots, LARGEST_SLOT_COUNT),
    slotBytes: encodedBytes + roundUp(keptBytes, 4096),
    slotRecords: keepRecords ? encodedBytes : 0,
  };
}

/** Sizes that follow from the population, the workers and the longest event. */
export function chooseSizes(load: Load): Sizes {
  const { users, workers, sliceRecords } = load;
  const perChunk = clamp(Math.ceil(users / (workers * CHUNKS_FOR_A_WORKER)), SMALLEST_CHUNK_USERS, LARGEST_CHUNK_USERS);
  const chunkUsers = roundUp(perChunk, 4);
  const chunks = Math.max(1, Math.ceil(users / chunkUsers));
  const records =
    sliceRecords ?? clamp(Math.floor(users / USERS_FOR_A_RECORD), SMALLEST_SLICE_RECORDS, LARGEST_SLICE_RECORDS);
  return {
    chunkUsers,
    chunks,
    sliceRecords: records,
    longestSliceSeconds: clamp(Math.floor(LARGEST_COUNTS / chunks), 16, LONGEST_SLICE_SECONDS),
    ...chooseRing(load),
  };
}

/**
 * Divides the remaining room for records. If it is short, slices get a lower target; if it is too short for the lowest target,
 * the pool gets its minimum size, and the plan does not fit.
 * @param room in records
 * @param wanted a slice's target when room is unlimited, in records
 */
export function choosePool(
  room: number,
  wanted: number,
  { users, serial, isFixed }: { users: number; serial: boolean; isFixed: boolean },
): Pool {
  if (isFixed) {
    const least = serial ? wanted : wanted * SMALLEST_RESERVE;
    return { sliceRecords: wanted, poolRecords: Math.max(least, Math.min(room, LARGEST_POOL_RECORDS)) };
  }
  const least = Math.min(wanted, Math.max(LEAST_SLICE_RECORDS, Math.ceil(users / MOST_USERS_FOR_A_RECORD)));
  const sliceRecords = clamp(Math.floor(room / (serial ? 1 : RESERVE)), least, wanted);
  const smallest = Math.max(LEAST_POOL_RECORDS, sliceRecords * LEAST_RESERVE);
  return { sliceRecords, poolRecords: clamp(room, smallest, Math.max(smallest, LARGEST_POOL_RECORDS)) };
}
