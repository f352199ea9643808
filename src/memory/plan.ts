import {
  FRAGMENT_PADDING,
  PAGE_BYTES,
  PAGE_CAPACITY,
  RECORD_BYTES,
  SCRATCH_BYTES,
  USER_BYTES,
} from "../../assembly/layout.ts";
import { UsageError } from "../errors.ts";

/** WebAssembly memories are counted in pages of 64 KiB. */
export const WASM_PAGE_BYTES = 65536;
/** 32-bit addresses: 4 GiB, less the last page so that no end is 2^32. */
export const ADDRESS_LIMIT_BYTES = 65535 * WASM_PAGE_BYTES;

/** Records that a slice should have: enough that its steps outweigh what each costs by itself, few enough for the caches. */
const SMALLEST_SLICE_RECORDS = 65536;
/**
 * One for so many users: a user who is taken out of memory should stay for more than one event. Measured with a million
 * users, simulation took 63 ns an event with 65,536 records a slice, 34 with 524,288 and 30 with 1,048,576.
 */
const USERS_FOR_A_RECORD = 2;
const LARGEST_SLICE_RECORDS = 1 << 21;
/** A slice may produce this many times what was aimed at. */
const SLICE_RESERVE = 4;
/** Never fewer: the sessions of a small population come in bursts. */
const SMALLEST_POOL_RECORDS = 262144;
const LONGEST_SLICE_SECONDS = 16384;
const SMALLEST_CHUNK_USERS = 64;
const LARGEST_CHUNK_USERS = 16384;
const CHUNKS_FOR_A_WORKER = 8;
/** Cells of the counts; slices are as much shorter as there are more chunks. */
const LARGEST_COUNTS = 1 << 21;
const PART_EVENTS = 2048;
const LARGEST_PART_BYTES = 1 << 23;
const SLOTS_FOR_A_WORKER = 6;

/** What a plan is made for. */
export interface Demand {
  users: number;
  workers: number;
  imageEnd: number;
  longestLineBytes: number;
  leaving: boolean;
  /** Overrides of the sizes that are otherwise chosen here; they change no byte of the output. */
  sliceRecords?: number;
  partEvents?: number;
  /** Most bytes of shared memory. */
  limitBytes: number;
}

/** Where everything stands in the shared memory, and the sizes that follow from the population. */
export interface MemoryPlan {
  nextTimes: number;
  /** 0 where nobody leaves. */
  leaveTimes: number;
  lines: number;
  scratch: number;
  chunkPages: number;
  counts: number;
  totals: number;
  pool: number;
  poolPages: number;
  ordered: number;
  orderedBytes: number;
  slots: number;
  slotCount: number;
  slotBytes: number;
  chunkUsers: number;
  chunks: number;
  sliceRecords: number;
  longestSliceSeconds: number;
  partEvents: number;
  totalBytes: number;
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

function clamp(value: number, smallest: number, largest: number): number {
  return Math.max(smallest, Math.min(largest, value));
}

/** Sizes that depend on the population and the workers alone. */
function sizes({ users, workers, longestLineBytes, sliceRecords, partEvents }: Demand) {
  const perChunk = clamp(Math.ceil(users / (workers * CHUNKS_FOR_A_WORKER)), SMALLEST_CHUNK_USERS, LARGEST_CHUNK_USERS);
  const chunkUsers = roundUp(perChunk, 4);
  const chunks = Math.max(1, Math.ceil(users / chunkUsers));
  const records =
    sliceRecords ?? clamp(Math.floor(users / USERS_FOR_A_RECORD), SMALLEST_SLICE_RECORDS, LARGEST_SLICE_RECORDS);
  const poolRecords = Math.max(SMALLEST_POOL_RECORDS, records * SLICE_RESERVE);
  const events = clamp(partEvents ?? PART_EVENTS, 1, Math.max(1, Math.floor(LARGEST_PART_BYTES / longestLineBytes)));
  return {
    chunkUsers,
    chunks,
    sliceRecords: records,
    poolRecords,
    partEvents: events,
    slotCount: workers * SLOTS_FOR_A_WORKER + 2,
    slotBytes: roundUp(events * longestLineBytes + FRAGMENT_PADDING, 4096),
    longestSliceSeconds: clamp(Math.floor(LARGEST_COUNTS / chunks), 16, LONGEST_SLICE_SECONDS),
  };
}

/** Lays the regions out one after the other. */
function layOut(demand: Demand): MemoryPlan {
  const { users, workers, imageEnd, leaving } = demand;
  const { poolRecords, ...size } = sizes(demand);
  let end = imageEnd;
  const region = (byteLength: number, alignment = 64) => {
    const start = roundUp(end, alignment);
    end = start + byteLength;
    return start;
  };
  const column = roundUp(users, 4) * 4 + 64;
  const rowBytes = roundUp(size.longestSliceSeconds, 4) * 4;
  const orderedBytes = roundUp(poolRecords * RECORD_BYTES + 64, 64);
  // Every chunk may leave a page unfilled.
  const poolPages = Math.ceil(poolRecords / PAGE_CAPACITY) + size.chunks;
  return {
    nextTimes: region(column),
    leaveTimes: leaving ? region(column) : 0,
    lines: region(users * USER_BYTES),
    scratch: region(workers * SCRATCH_BYTES, 4096),
    chunkPages: region(size.chunks * 4),
    counts: region(size.chunks * rowBytes),
    totals: region(rowBytes),
    pool: region(poolPages * PAGE_BYTES, PAGE_BYTES),
    poolPages,
    ordered: region(2 * orderedBytes),
    orderedBytes,
    slots: region(size.slotCount * size.slotBytes, 4096),
    ...size,
    totalBytes: roundUp(end, WASM_PAGE_BYTES),
  };
}

/** The largest population whose plan fits. */
export function largestPopulation(demand: Demand): number {
  let fits = 0;
  let step = 2 ** 31;
  while (step >= 1) {
    if (layOut({ ...demand, users: fits + step }).totalBytes <= demand.limitBytes) fits += step;
    step /= 2;
  }
  return fits;
}

function inMebibytes(byteLength: number): string {
  return `${Math.ceil(byteLength / 2 ** 20).toLocaleString("en-US")} MiB`;
}

/** Plans the shared memory; refuses a population that does not fit, with the number that would. */
export function planMemory(demand: Demand): MemoryPlan {
  const plan = layOut(demand);
  if (plan.totalBytes <= demand.limitBytes) return plan;
  const fits = largestPopulation(demand);
  throw new UsageError(
    `${demand.users.toLocaleString("en-US")} users need ${inMebibytes(plan.totalBytes)} of memory; ${inMebibytes(demand.limitBytes)} are available.\n` +
      `At most ${fits.toLocaleString("en-US")} users fit: use --nusers ${fits} or fewer.`,
  );
}
