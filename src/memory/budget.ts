import { availableParallelism } from "node:os";
import type { Machine, MemoryLimit } from "../machine.ts";
import { attainableBytes, residentBytes, totalBytes } from "./available.ts";
import { ADDRESS_LIMIT_BYTES } from "./plan.ts";

const MEBIBYTE = 2 ** 20;
/** As a JVM does. */
const DEFAULT_PERCENTAGE = 25;
/** Where a quarter is less than this, the default is this much or all there is: the program itself takes a third of it. */
const LEAST_DEFAULT_BYTES = 512 * MEBIBYTE;

/**
 * The program with its main isolate when everything is read and compiled. Measured with Node 20.20: 43 MiB an empty process,
 * 85 to 96 with the built-in tables, of them 20 of heap.
 */
const PROGRAM_BYTES = 96 * MEBIBYTE;
/** What the main isolate may grow by from then on. Measured: 1 to 2 MiB with one output, 9 with a hundred files. */
const GROWTH_BYTES = 20 * MEBIBYTE;
/** A worker's isolate, stack and code; measured: 8.2 MiB. */
const WORKER_BYTES = 10 * MEBIBYTE;
/** The young generation that is in it. */
const USUAL_YOUNG_BYTES = 2 * MEBIBYTE;
/** What a worker's slots of the ring take beside it, about. */
const RING_BYTES = 12 * MEBIBYTE;
/** The rest of the shared memory for one user: model, tables, the least room for records. */
const LEAST_SHARED_BYTES = 24 * MEBIBYTE;

/** How the limit is divided. */
export interface Budget {
  limit: MemoryLimit;
  /** Everything but the shared memory: program, isolates, code, stacks. */
  isolateBytes: number;
  /** Most bytes that the shared memory may take. */
  sharedBytes: number;
  /** The limit is what the system has left, and no option can raise it. */
  isShortOfMemory: boolean;
  /** Workers that a higher limit brings, and what each takes outside of the shared memory. */
  missingWorkers: number;
  workerBytes: number;
}

/** Workers that nobody asked for by number, as many as there are processors. */
export function usualWorkers(machine: Machine): number {
  return workersWithin(machine, machine.processors ?? availableParallelism());
}

/** A quarter of the machine or container, but enough for small populations. */
export function defaultLimit(): MemoryLimit {
  const total = totalBytes();
  const quarter = Math.floor((total * DEFAULT_PERCENTAGE) / 100);
  if (quarter >= LEAST_DEFAULT_BYTES)
    return { byteLength: quarter, origin: `the default, ${DEFAULT_PERCENTAGE} % of this machine's memory` };
  return { byteLength: Math.min(total, LEAST_DEFAULT_BYTES), origin: "the default on this small machine" };
}

/** The workers that have room within the limit beside a small population; at least one. */
export function workersWithin({ limit = defaultLimit(), companionBytes = 0 }: Machine, wanted: number): number {
  const room = limit.byteLength - companionBytes - PROGRAM_BYTES - GROWTH_BYTES - LEAST_SHARED_BYTES;
  return Math.max(1, Math.min(wanted, Math.floor(room / (WORKER_BYTES + RING_BYTES))));
}

/** Below this limit garbage counts. */
const SHORT_BYTES = 1024 * MEBIBYTE;

/** Whether the limit is so low that garbage should be collected before what is there is measured. */
export function isShort({ limit = defaultLimit() }: Machine): boolean {
  return limit.byteLength <= SHORT_BYTES;
}

/**
 * Divides the limit. Measures what the process has so far, with the workers under way and the model compiled.
 * @param codecBytes that each worker takes for compression
 * @param resident bytes that it has
 */
export function budgetFor(machine: Machine, workers: number, codecBytes = 0, resident = residentBytes()): Budget {
  const { limit = defaultLimit(), youngBytes = USUAL_YOUNG_BYTES, companionBytes = 0 } = machine;
  const workerBytes = WORKER_BYTES + Math.max(0, youngBytes - USUAL_YOUNG_BYTES) + codecBytes;
  const isolateBytes = Math.max(PROGRAM_BYTES, resident) + GROWTH_BYTES + workers * workerBytes + companionBytes;
  const attainable = attainableBytes();
  const isShortOfMemory = attainable < limit.byteLength;
  const effective = isShortOfMemory ? { byteLength: attainable, origin: "what is available here" } : limit;
  const sharedBytes = Math.min(ADDRESS_LIMIT_BYTES, Math.max(0, effective.byteLength - isolateBytes));
  const processors = machine.processors ?? availableParallelism();
  const missingWorkers = workers === usualWorkers(machine) ? Math.max(0, processors - workers) : 0;
  return { limit: effective, isolateBytes, sharedBytes, isShortOfMemory, missingWorkers, workerBytes };
}
