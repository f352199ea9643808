import { availableParallelism } from "node:os";
import type { Machine, MemoryLimit } from "../system/machine.ts";
import { attainableBytes, residentBytes, totalBytes } from "./available.ts";
import { ADDRESS_LIMIT_BYTES } from "./plan.ts";

const MEBIBYTE = 2 ** 20;
/** As a JVM does. */
const DEFAULT_PERCENTAGE = 25;
/** The default limit's floor, as far as the machine has it: the program itself takes a third of it. */
const LEAST_DEFAULT_BYTES = 512 * MEBIBYTE;

/**
 * Memory of the program and its main isolate after reading and compiling, assumed until it is measured. With Node 20 to 26 an
 * empty process has 39 to 42 MiB, and one with the built-in tables 70 to 92.
 */
const PROGRAM_BYTES = 96 * MEBIBYTE;
/**
 * The process's growth during the run, including Node's own code that is paged in from its file. Measured with Node 20 to 26
 * after a collection: 4 to 16 MiB, into a file, many files or a pipe.
 */
const GROWTH_BYTES = 20 * MEBIBYTE;
/** A worker's isolate, stack and code. Measured: 7.8 MiB with Node 20, 9 to 11 with 22 to 26. */
const WORKER_BYTES = 11 * MEBIBYTE;
/** A worker's growth after it has loaded its code; half of this was measured, with eight workers. */
const WORKER_GROWTH_BYTES = MEBIBYTE;
/** The young generation's part of it. */
const USUAL_YOUNG_BYTES = 2 * MEBIBYTE;
/** Memory for a worker's slots of the ring, about. */
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
  /** The limit is the memory that the system has left, so no option can raise it. */
  isShortOfMemory: boolean;
  /** Workers that a higher limit would add, and the bytes that each takes outside of the shared memory. */
  missingWorkers: number;
  workerBytes: number;
}

/** The default number of workers: one for each processor. */
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

/** The number of workers that fit within the limit next to a small population; at least one. */
export function workersWithin({ limit = defaultLimit(), companionBytes = 0 }: Machine, wanted: number): number {
  const room = limit.byteLength - companionBytes - PROGRAM_BYTES - GROWTH_BYTES - LEAST_SHARED_BYTES;
  return Math.max(1, Math.min(wanted, Math.floor(room / (WORKER_BYTES + RING_BYTES))));
}

/** Below this limit, garbage matters, and so does whether the workers have loaded their code. */
const SHORT_BYTES = 1024 * MEBIBYTE;

function isShort({ limit = defaultLimit() }: Machine): boolean {
  return limit.byteLength <= SHORT_BYTES;
}

/** Memory of the process, all threads included. */
interface Measured {
  /** Resident bytes. */
  resident: number;
  /** The workers have loaded their code, so these bytes include them. */
  hasWorkers: boolean;
}

function isolatesOf(workers: number, workerBytes: number, growthBytes: number, { resident, hasWorkers }: Measured) {
  return hasWorkers
    ? resident + workers * (WORKER_GROWTH_BYTES + growthBytes)
    : Math.max(PROGRAM_BYTES, resident) + workers * workerBytes;
}

/** Bytes that compression takes outside of the shared memory: in each worker, and in the thread that writes. */
interface Compression {
  outsideBytes?: number;
  writerBytes?: number;
}

/**
 * Divides the limit.
 * @param measured the process's memory after the model is compiled
 */
export function budgetFor(
  machine: Machine,
  workers: number,
  { outsideBytes = 0, writerBytes = 0 }: Compression = {},
  measured: Measured = { resident: residentBytes(), hasWorkers: false },
): Budget {
  const { limit = defaultLimit(), youngBytes = USUAL_YOUNG_BYTES, companionBytes = 0 } = machine;
  const growthBytes = Math.max(0, youngBytes - USUAL_YOUNG_BYTES) + outsideBytes;
  const workerBytes = WORKER_BYTES + growthBytes;
  const isolateBytes =
    isolatesOf(workers, workerBytes, growthBytes, measured) + GROWTH_BYTES + companionBytes + writerBytes;
  const attainable = attainableBytes();
  const isShortOfMemory = attainable < limit.byteLength;
  const effective = isShortOfMemory ? { byteLength: attainable, origin: "what is available here" } : limit;
  const sharedBytes = Math.min(ADDRESS_LIMIT_BYTES, Math.max(0, effective.byteLength - isolateBytes));
  const processors = machine.processors ?? availableParallelism();
  const missingWorkers = workers === usualWorkers(machine) ? Math.max(0, processors - workers) : 0;
  return { limit: effective, isolateBytes, sharedBytes, isShortOfMemory, missingWorkers, workerBytes };
}

/** The threads of a run. */
interface Threads {
  size: number;
  /** Resolves when all of them have loaded their code; rejects if one dies before that. */
  ready: Promise<void>;
}

/**
 * Divides the limit, given the process's memory after the model is compiled. If memory is short, this is measured after all
 * threads have started and garbage is collected, so that it is the same at every start, however busy the machine.
 */
export async function measuredBudget(machine: Machine, threads: Threads, compression?: Compression): Promise<Budget> {
  if (!isShort(machine)) return budgetFor(machine, threads.size, compression);
  await threads.ready;
  (await import("./heap.ts")).collectGarbage();
  return budgetFor(machine, threads.size, compression, { resident: residentBytes(), hasWorkers: true });
}
