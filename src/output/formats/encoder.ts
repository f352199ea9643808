/**
 * Encoders turn ordered records into ranges of bytes, in a worker. The writer passes the ranges to containers.
 *
 * ```
 * records of a batch   | a b a c b a c b |
 * ranges               | bytes, facts |                    one range: lines, frames, a row group
 *                      | a a a | b b b | c c |             a range for each partition: batches of a broker
 * ```
 */

/** Contiguous bytes in the shared memory, and their metadata. */
export interface EncodedRange {
  bytes: Uint8Array;
  events: number;
  /** Bytes before compression. */
  rawBytes: number;
  /** Simulated seconds of the first and last event, relative to the window's start. */
  firstSecond: number;
  lastSecond: number;
  /** Partition of the range; 0 if there is only one. */
  partition: number;
  /** Statistics, positions of events and the like, in a layout that encoder and container agree on; often empty. */
  facts: Uint8Array;
}

/** The encoded records of a batch. Batches arrive in order, and so do the ranges of each partition. */
export interface Batch {
  /** Empty if the batch belongs to a kept file and its records were only simulated. */
  ranges: readonly EncodedRange[];
  /** Totals over all ranges. A batch without ranges still counts its events. */
  events: number;
  byteLength: number;
  rawBytes: number;
  firstSecond: number;
  lastSecond: number;
  /** Address of a copy of the batch's records, for the tally. */
  records: number;
  /** Seconds from the window's start from which the records count; 0 if absent. */
  originSeconds?: number;
}

/** A range as an encoder left it: addresses in the shared memory, and seconds as records have them. Times default to those of the batch. */
export interface RangePlace {
  address: number;
  byteLength: number;
  rawBytes: number;
  /** All events of the batch if absent. */
  events?: number;
  firstSecond?: number;
  lastSecond?: number;
  partition?: number;
  facts?: { address: number; byteLength: number };
}

/** Words that describe a range in the table after the ranges of a slot. */
export const RANGE_WORDS = 9;

/** Bytes that an encoder must leave free in a slot, after ranges and facts, for a table of this many ranges. */
export function rangeTableBytes(ranges: number): number {
  return 4 * (2 + ranges * RANGE_WORDS);
}

/** Ordered records in one of the kernel's buffers. */
export interface RecordRun {
  buffer: number;
  first: number;
  count: number;
  /** Number of the batch in the run. */
  batch: number;
}

/** Turns records into ranges of bytes. Each worker has its own. The bytes depend only on the records and the options. */
export interface Encoder {
  /**
   * Encodes records into a ring slot and returns the ranges, in output order.
   * @param slot address of the slot, which has the format's `slotBytes`
   */
  encode(records: RecordRun, slot: number): RangePlace[];
  /** Called between batches. If it returns a promise, the thread must await it. */
  rest?(): Promise<void> | undefined;
}

/** Returns the bytes of all ranges, in order, as a destination takes them. */
export function bytesOf(batches: readonly Batch[]): Uint8Array[] {
  return batches.flatMap(({ ranges }) => ranges.map(({ bytes }) => bytes));
}

export const NO_FACTS = new Uint8Array(0);
