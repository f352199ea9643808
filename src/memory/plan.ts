import { COMPAT_BYTES } from "../../assembly/layout/compat.ts";
import { ARRIVAL_BYTES } from "../../assembly/layout/disorder.ts";
import { PAGE_BYTES, PAGE_CAPACITY, RECORD_BYTES, SCRATCH_BYTES } from "../../assembly/layout/record.ts";
import { USER_BYTES } from "../../assembly/layout/user.ts";
import { type DisorderDemand, type DisorderPlan, planSlice, planWaiting } from "./disorder.ts";
import { type Region, type RegionName, Regions } from "./regions.ts";
import { choosePool, chooseSizes, type Load, type Pool, roundUp, type Sizes } from "./sizes.ts";
import { planTally, type TallyDemand, type TallyPlan } from "./tally.ts";

/** WebAssembly memories are counted in pages of 64 KiB. */
export const WASM_PAGE_BYTES = 65536;
/** 32-bit addresses: 4 GiB, less the last page so that no end is 2^32. */
export const ADDRESS_LIMIT_BYTES = 65535 * WASM_PAGE_BYTES;

/** Unordered records, and two buffers of ordered ones. */
const COPIES_OF_RECORDS = 3;
/** Slices are not exactly as long as they should be. */
export const TOUCHED_RESERVE = 1.5;
/** A node of the heap, see NODE_USER_BITS. */
const NODE_BYTES = 8;
/** A page of the pool, and the places of its records in both ordered buffers. */
const BYTES_FOR_A_PAGE = PAGE_BYTES + 2 * PAGE_CAPACITY * RECORD_BYTES;
/** The same where a slice is put into the order of arrival: the buffers are filled from one place for its records. */
const BYTES_FOR_AN_ARRANGED_PAGE = PAGE_BYTES + PAGE_CAPACITY * RECORD_BYTES;
/** What a record of a buffer takes there in both of them: itself, and its arrival. */
const BYTES_FOR_AN_ARRANGED_RECORD = 2 * (RECORD_BYTES + ARRIVAL_BYTES);
/** Alignment of the regions after the fixed ones, and of the memory's end, in bytes. */
const ALIGNMENT_BYTES = 2 * WASM_PAGE_BYTES;

/**
 * The most bytes of the texts of persons, and their largest share (1 in 8) of the limit. They are worth their room for any population (they
 * save a third of the encoding's time with a million users as with 20,000), unless fewer users would fit.
 */
const LARGEST_PEOPLE_BYTES = 128 * 2 ** 20;
const PEOPLE_SHARE = 8;

/** The input of a plan. */
export interface Demand extends Load {
  /** Address after the model's last byte. */
  imageEnd: number;
  /** Users may leave, which needs a column. */
  leaving: boolean;
  /** Some of the users arrive during the window. */
  growing: boolean;
  /** One thread makes ordered records, and users wait in a heap, as in the original's engine. */
  serial: boolean;
  /** Most bytes that the memory may have, were all of it touched. */
  limitBytes: number;
  /** Bytes for each person's cached texts; without it no texts are cached. */
  personBytes?: number;
  /** The counts for the manifest, if there is one. */
  tally?: TallyDemand;
  /** Bytes that a worker needs to emit LZ4 blocks of this many events; absent if LZ4 is not emitted. */
  emitterBytes?: (events: number) => number;
  /** Where events become messages. */
  messages?: MessagesDemand;
  /** Bytes of the ring's due times; absent unless events leave when their time comes. */
  dueTimesBytes?: (slotCount: number) => number;
  /** Where events leave in another order than they happen. */
  disorder?: DisorderDemand;
}

/** The memory that messages need: their description, and for each worker the records of a batch in another order. */
export interface MessagesDemand {
  blockBytes: number;
  orderingBytes(events: number): number;
}

/** The address of every region of the shared memory, and the sizes for which it was planned. */
export interface MemoryPlan extends Sizes {
  nextTimes: number;
  /** 0 if no users leave. */
  leaveTimes: number;
  userTable: number;
  scratch: number;
  chunkPages: number;
  counts: number;
  totals: number;
  /** Block and heap of the original's engine; 0 in the default one. */
  compat: number;
  heap: number;
  pool: number;
  poolPages: number;
  ordered: number;
  orderedBytes: number;
  slots: number;
  tally?: TallyPlan;
  /** The first worker's emitter, and the distance to the next; 0 where LZ4 is not emitted. */
  emitters: number;
  emitterBytes: number;
  /** The texts of persons; 0 where they are looked up for each event. */
  people: number;
  /** Where the first worker makes its row group, and the distance to the next; 0 where batches are none. */
  rowGroups: number;
  rowGroupBytes: number;
  /** The description of messages, and the first worker's places for records in another order; 0 where there are no messages. */
  messages: number;
  ordering: number;
  orderingBytes: number;
  /** When the batches in the ring are due; 0 where they leave at once. */
  dueTimes: number;
  /** Where events leave in another order than they happen. */
  disorder?: DisorderPlan;
  /** All of it after the model, in order. */
  regions: readonly Region[];
  /** Size of the memory in bytes: the most that it can take, since untouched pages take none. */
  addressBytes: number;
  /** Bytes of it that the run is expected to touch. */
  touchedBytes: number;
}

/** The regions whose size is given. */
function fixedRegions({ users, workers, imageEnd, leaving, serial }: Demand, sizes: Sizes) {
  const regions = new Regions(imageEnd);
  const columnBytes = roundUp(users, 4) * 4 + 64;
  const rowBytes = roundUp(sizes.longestSliceSeconds, 4) * 4;
  const parallel = (name: RegionName, byteLength: number) => (serial ? 0 : regions.take(name, byteLength));
  const places = {
    nextTimes: parallel("next times", columnBytes),
    leaveTimes: leaving ? parallel("leave times", columnBytes) : 0,
    userTable: regions.take("users", users * USER_BYTES),
    scratch: regions.take("scratch", workers * SCRATCH_BYTES, 4096),
    chunkPages: parallel("chunk pages", sizes.chunks * 4),
    counts: parallel("counts", sizes.chunks * rowBytes),
    totals: parallel("totals", rowBytes),
    compat: serial ? regions.take("generator", COMPAT_BYTES) : 0,
    heap: serial ? regions.take("heap", (users + 1) * NODE_BYTES) : 0,
    slots: regions.take("ring", sizes.slotCount * sizes.slotBytes, 4096),
  };
  return { places, regions };
}

function planMessages(regions: Regions, { messages, workers }: Demand, { batchEvents }: Sizes) {
  if (messages === undefined) return { messages: 0, ordering: 0, orderingBytes: 0 };
  const orderingBytes = messages.orderingBytes(batchEvents);
  const blockBytes = roundUp(messages.blockBytes, 64);
  const start = regions.take("messages", blockBytes + workers * orderingBytes, 4096);
  return { messages: start, ordering: start + blockBytes, orderingBytes };
}

/** Room for records, in bytes, from an address on. */
function roomBehind(end: number, { limitBytes, disorder }: Demand, sizes: Sizes): number {
  const rest = 2 * (sizes.batchEvents * RECORD_BYTES + 64);
  const arranged =
    disorder === undefined
      ? 0
      : sizes.sliceRecords * BYTES_FOR_AN_ARRANGED_RECORD + sizes.batchEvents * 2 * ARRIVAL_BYTES;
  return Math.min(limitBytes, ADDRESS_LIMIT_BYTES) - end - ALIGNMENT_BYTES - rest - arranged;
}

/** Room for records from an address on: unordered ones and two buffers of ordered ones, or the buffers alone. */
function poolBehind(end: number, demand: Demand, sizes: Sizes): Pool {
  const { serial, users, sliceRecords, disorder } = demand;
  const room = roomBehind(end, demand, sizes);
  const pageBytes = disorder === undefined ? BYTES_FOR_A_PAGE : BYTES_FOR_AN_ARRANGED_PAGE;
  const records = serial
    ? Math.floor(room / (2 * RECORD_BYTES))
    : (Math.floor(room / pageBytes) - sizes.chunks) * PAGE_CAPACITY;
  return choosePool(records, sizes.sliceRecords, { users, serial, isFixed: sliceRecords !== undefined });
}

function peopleBytes({ users, personBytes = 0 }: Demand): number {
  return users * personBytes;
}

function layOutWith(demand: Demand, hasPeople: boolean): MemoryPlan {
  const sizes = chooseSizes(demand);
  const { places, regions } = fixedRegions(demand, sizes);
  const tally = demand.tally && planTally(regions, demand.tally, demand.users);
  const emitterBytes = demand.emitterBytes?.(sizes.batchEvents) ?? 0;
  const emitters = emitterBytes === 0 ? 0 : regions.take("emitters", demand.workers * emitterBytes, 4096);
  const rowGroupBytes = demand.rowGroups?.workerBytes(sizes.batchEvents, demand.users) ?? 0;
  const rowGroups = rowGroupBytes === 0 ? 0 : regions.take("row groups", demand.workers * rowGroupBytes, 4096);
  const messages = planMessages(regions, demand, sizes);
  const dueTimesBytes = demand.dueTimesBytes?.(sizes.slotCount) ?? 0;
  const dueTimes = dueTimesBytes === 0 ? 0 : regions.take("due times", dueTimesBytes);
  const people = hasPeople ? regions.take("people", peopleBytes(demand)) : 0;
  const waiting =
    demand.disorder && planWaiting(regions, demand.disorder, demand.users, roomBehind(regions.end, demand, sizes));
  const fixedEnd = regions.end;
  const { sliceRecords, poolRecords } = poolBehind(fixedEnd, demand, sizes);
  // Every chunk may leave a page unfilled.
  const poolPages = demand.serial ? 0 : Math.ceil(poolRecords / PAGE_CAPACITY) + sizes.chunks;
  const sliceCapacity = demand.serial ? sliceRecords : poolPages * PAGE_CAPACITY;
  // A slice's remainder, less than a batch, is kept before the next slice's records.
  const bufferRecords = (waiting === undefined ? sliceCapacity : sliceRecords) + sizes.batchEvents;
  const orderedBytes = roundUp(bufferRecords * RECORD_BYTES + 64, 64);
  const pool = regions.take("pool", poolPages * PAGE_BYTES, PAGE_BYTES);
  const ordered = regions.take("ordered", 2 * orderedBytes);
  const disorder = waiting && { ...waiting, ...planSlice(regions, { sliceCapacity, orderedBytes }) };
  const addressBytes = roundUp(regions.end, WASM_PAGE_BYTES);
  const expected = fixedEnd + sliceRecords * RECORD_BYTES * COPIES_OF_RECORDS * TOUCHED_RESERVE;
  return {
    ...sizes,
    ...places,
    ...(tally === undefined ? {} : { tally }),
    ...{ emitters, emitterBytes, people, rowGroups, rowGroupBytes, ...messages, dueTimes },
    ...(disorder && { disorder }),
    ...{ regions: regions.all.filter(({ byteLength }) => byteLength > 0) },
    ...{ sliceRecords, pool, poolPages, ordered, orderedBytes, addressBytes },
    touchedBytes: Math.min(addressBytes, expected),
  };
}

/** With the texts of persons, if they are wanted and leave enough room for everything else. */
function layOut(demand: Demand): MemoryPlan {
  const wanted = peopleBytes(demand);
  if (wanted > 0 && wanted <= Math.min(LARGEST_PEOPLE_BYTES, demand.limitBytes / PEOPLE_SHARE)) {
    const plan = layOutWith(demand, true);
    if (fits(plan, demand.limitBytes)) return plan;
  }
  return layOutWith(demand, false);
}

function fits(plan: MemoryPlan, limitBytes: number): boolean {
  return plan.addressBytes <= Math.min(ADDRESS_LIMIT_BYTES, limitBytes);
}

/** The least memory that the run needs, in bytes. */
export function leastBytes(demand: Demand): number {
  return layOut({ ...demand, limitBytes: 0 }).addressBytes;
}

/** The largest population whose plan fits. */
export function largestPopulation(demand: Demand): number {
  let largest = 0;
  for (let step = 2 ** 31; step >= 1; step /= 2) {
    if (fits(layOut({ ...demand, users: largest + step }), demand.limitBytes)) largest += step;
  }
  return largest;
}

/** Plans the shared memory; returns undefined if the population does not fit. */
export function planMemory(demand: Demand): MemoryPlan | undefined {
  const plan = layOut(demand);
  return fits(plan, demand.limitBytes) ? plan : undefined;
}
