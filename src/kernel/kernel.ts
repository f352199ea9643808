import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineName } from "../config/engine.ts";
import { RunError } from "../system/errors.ts";
import { packageRoot } from "../system/root.ts";
import { LAYOUT_SECTION, layoutHash } from "./layout-hash.ts";

/**
 * Encodes `count` records of an ordered buffer, from index `first` on, at address `out`. Returns the address after the
 * last byte.
 */
export type EncodeBatch = (worker: number, buffer: number, first: number, count: number, out: number) => number;

/**
 * Encodes up to `count` records, at least one, from address `record` on at address `out`, as messages: the records of a batch of Kafka
 * (MESSAGES_... of the memory map). Ends after a message after which another of the greatest size (MESSAGES_MOST_RECORD_BYTES) could pass `mostBytes`
 * before compression. Returns the address after the last byte.
 */
export type EncodeMessages = (worker: number, record: number, count: number, out: number, mostBytes: number) => number;

/**
 * The exports of assembly/index.ts. Times are seconds relative to the window's start; addresses are byte offsets into
 * the memory.
 */
export interface Kernel {
  prepareTables(): void;
  /**
   * Returns the number of users, at most `limit`, at the end of a window that begins with `first` users. Writes start
   * times if `write` is 1.
   */
  planArrivals(first: number, limit: number, write: number): number;
  makeChunk(chunk: number): void;
  /** The origin has moved by some seconds: the times of the chunk's users follow. */
  moveChunk(chunk: number, bySeconds: number): void;
  simulateChunk(worker: number, chunk: number, sliceStart: number, sliceEnd: number): void;
  /** Returns the number of records in the slice's buffer, including the `carry` records already at its front. */
  prefixSums(chunks: number, sliceStart: number, sliceEnd: number, carry: number): number;
  placeChunk(chunk: number, sliceStart: number, sliceEnd: number, buffer: number): void;
  /** Where events leave in another order: the placed records, in the place of a third buffer, are this many. */
  takeSlice(records: number): void;
  /**
   * Appends records in the order of arrival to the ordered buffer, from index `first` on, until all that arrive before `end` are there, the
   * buffer holds `limit`, or there is no room to tell what happened to an event. Returns the number of records in the buffer.
   */
  arrange(buffer: number, first: number, limit: number, end: number): number;
  /** Returns the second before which everything is arranged. */
  arrangedUntil(): number;
  /** The origin has moved by some seconds: the times of the records that wait follow. */
  moveWaiting(bySeconds: number): void;
  /** Makes the original's users in the same place, each over the one before. Returns their number, at most `limit`. */
  countCompat(limit: number): number;
  /** Makes the original's users, in its order of random draws. */
  makeCompat(): void;
  /**
   * Appends records to the ordered buffer from index `first` on. Stops when it holds `limit` records, when the next
   * record is at `end` or later (if that is before the window's end), or when the run has ended. Returns the number of
   * records in the buffer.
   */
  simulateCompat(buffer: number, first: number, limit: number, end: number): number;
  /** As lines of JSON. */
  encodeJson: EncodeBatch;
  /** As MessagePack; the model must have been compiled for it. */
  encodeMsgpack: EncodeBatch;
  /** As Avro without the container; likewise. */
  encodeAvro: EncodeBatch;
  /** As rows of CSV; likewise. */
  encodeCsv: EncodeBatch;
  /** As a block of LZ4, without a frame; the model must have been compiled with `emitsLz4`. */
  encodeJsonLz4: EncodeBatch;
  encodeMsgpackLz4: EncodeBatch;
  /** Copies records to `target`, grouped by partition (PARTITIONED_BYTES each); `firsts` receives the first of each, and `count`. */
  partitionRecords(buffer: number, first: number, count: number, target: number, firsts: number): void;
  /** As messages, uncompressed. */
  encodeJsonMessages: EncodeMessages;
  encodeMsgpackMessages: EncodeMessages;
  encodeAvroMessages: EncodeMessages;
  encodeCsvMessages: EncodeMessages;
  /** The same messages as a block of LZ4, without a frame; the model must have been compiled with `emitsLz4`. */
  encodeJsonMessagesLz4: EncodeMessages;
  encodeMsgpackMessagesLz4: EncodeMessages;
  /** How many messages the worker wrote last. */
  messagesWritten(worker: number): number;
  /** CRC-32C of `byteLength` bytes at an address. */
  crc32c(address: number, byteLength: number): number;
  /** Uncompressed size of the block that the worker wrote last, in bytes. */
  blockRawBytes(worker: number): number;
  /** xxHash32 of that block, with seed 0. */
  blockChecksum(worker: number): number;
  /** The low half of the xxHash64, with seed 0, of `byteLength` bytes at an address. */
  contentChecksum(address: number, byteLength: number): number;
  /** Packs `count` u32 values below 2^width as a stream of Parquet's runs; returns the address after it. */
  packRuns(values: number, count: number, width: number, out: number): number;
  /** Packs the times of `count` records as values of DELTA_BINARY_PACKED; returns the address after them. */
  packTimes(first: number, count: number, start: bigint, unitsPerSecond: number, out: number): number;
  /** Packs the times of `count` records as runs of numbers, and appends new ones to the group's dictionary of times. */
  packTimeRuns(
    group: number,
    first: number,
    count: number,
    valueBytes: number,
    start: bigint,
    unitsPerSecond: number,
    out: number,
  ): number;
  /** Begins a row group (GROUP_... of the memory map): numbers its sessions and users; `numbers` receives NUMBERS_... of each record. */
  numberRecords(group: number, first: number, count: number, allStates: number, numbers: number): void;
  /** Makes the rows of the group's users, after all its records are numbered. */
  makeUserRows(group: number): void;
  /** Makes the rows of the songs that the group plays. */
  makeSongRows(group: number): void;
  /** Gathers at most STRIP_ROWS numbered records into columns of numbers (STRIP_...). */
  gatherStrip(group: number, first: number, numbers: number, count: number, strip: number): void;
  /** Appends the columns of a strip to their streams (GROUP_ENDS). */
  packStrip(group: number, strip: number, count: number, isLast: number): void;
  /** Writes the dictionary of user ids; returns the address after it. */
  writeUserIds(group: number, out: number): number;
  /** Copies the catalog's values of `count` ranks; returns the address after them. */
  copyValues(places: number, entries: number, count: number, out: number): number;
  copyBytes(from: number, byteLength: number, to: number): void;
  /** Writes the least and the greatest of `count` i64 to `out`. */
  findBounds(values: number, count: number, out: number): void;
  /** Numbers the marked of `count` entries; returns how many are marked. */
  numberMarked(marks: number, count: number, numbers: number, entries: number): number;
  /** Makes the rows of the songs for record batches of Arrow (ARROW_... of the memory map). */
  makeArrowSongs(batch: number): void;
  /** Writes the user ids of records, and where each ends; returns the address after them. */
  writeArrowIds(batch: number, first: number, count: number, out: number): number;
  /** Write the other columns of a record batch from records. */
  writeArrowNumbers(batch: number, first: number, count: number): void;
  writeArrowStates(batch: number, first: number, count: number): void;
  writeArrowUsers(batch: number, first: number, count: number): void;
  writeArrowSongs(batch: number, first: number, count: number): void;
  /** Counts the records of a batch for the manifest. @param origin from which their times count, in seconds of the window */
  tallyRecords(records: number, count: number, origin: number): void;
}

/** Compiles the module, which can be sent to workers. Refuses a module that was built from another memory map. */
export function compileKernel(): WebAssembly.Module {
  const file = join(packageRoot(), "dist", "kernel.wasm");
  const module = new WebAssembly.Module(readFileSync(file));
  const [hash] = WebAssembly.Module.customSections(module, LAYOUT_SECTION);
  if (hash === undefined || !layoutHash().equals(Buffer.from(hash))) {
    throw new RunError(`${file} does not belong to this version of the program; run npm run build`);
  }
  return module;
}

/** Instantiates the kernel. Every thread does so with the same module and the same memory. */
export function openKernel(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernel {
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  return instance.exports as unknown as Kernel;
}

/** How the threads of a run produce the records of an engine. */
export interface Production {
  /** Makes the users of a chunk. */
  makeUsers(kernel: Kernel, chunk: number): void;
  /**
   * Present only if one thread produces all records in order. Appends records to a buffer from index `first` on, until
   * it holds `limit` or the next record is at `end`. Returns the number of records in the buffer. There is one chunk
   * then, and no placing.
   */
  fill?(kernel: Kernel, buffer: number, first: number, limit: number, end: number): number;
}

/**
 * Keyed by the engine's name, which is all that a thread receives: threads do not load the code that reads
 * configurations.
 */
export const PRODUCTIONS: Record<EngineName, Production> = {
  default: { makeUsers: (kernel, chunk) => kernel.makeChunk(chunk) },
  interana: {
    makeUsers: (kernel) => kernel.makeCompat(),
    fill: (kernel, buffer, first, limit, end) => kernel.simulateCompat(buffer, first, limit, end) >>> 0,
  },
};

/** Whether one thread produces all records in order. */
export function isSerial({ fill }: Production): boolean {
  return fill !== undefined;
}
