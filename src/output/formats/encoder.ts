/**
 * What an encoder makes of ordered records, in a worker, and what the writer hands to containers.
 *
 * ```
 * records of a batch   | a b a c b a c b |
 * ranges               | bytes, facts |                    one range: lines, frames, a row group
 *                      | a a a | b b b | c c |             a range for each partition: batches of a broker
 * ```
 */

/** Bytes in the shared memory that belong together, and what belongs to them. */
export interface EncodedRange {
  bytes: Uint8Array;
  events: number;
  /** Length of the events before compression, in bytes. */
  rawBytes: number;
  /** Simulated seconds, relative to the window's start, of the first and the last event. */
  firstSecond: number;
  lastSecond: number;
  /** The partition that the range is for; 0 where there is one partition. */
  partition: number;
  /** Statistics, positions of events and the like, in a layout on which encoder and container agree; often empty. */
  facts: Uint8Array;
}

/** The records of a batch, encoded. Batches come in order, and so do the ranges of one partition. */
export interface Batch {
  /** None where the batch's file is kept and its records were only simulated. */
  ranges: readonly EncodedRange[];
  /** Of all ranges; of a batch without any, its events. */
  events: number;
  byteLength: number;
  rawBytes: number;
  firstSecond: number;
  lastSecond: number;
  /** Address of a copy of the batch's records, for the tally. */
  records: number;
}

/** Where an encoder left a range: addresses in the shared memory. Times are those of the batch where it does not say them. */
export interface RangePlace {
  address: number;
  byteLength: number;
  rawBytes: number;
  /** All of the batch without it. */
  events?: number;
  firstSecond?: number;
  lastSecond?: number;
  partition?: number;
  facts?: { address: number; byteLength: number };
}

/** Ordered records in one of the kernel's buffers. */
export interface RecordRun {
  buffer: number;
  first: number;
  count: number;
}

/** Turns records into ranges of bytes. A worker has one of its own; the bytes depend on the records and its options alone. */
export interface Encoder {
  /**
   * Encodes records into a slot of the ring and returns the ranges, in the order in which they are to be taken.
   * @param slot address; there are `boundBytes` from it on
   */
  encode(records: RecordRun, slot: number): RangePlace[];
  /** To be called between batches; where it returns a promise, the thread must let that resolve. */
  rest?(): Promise<void> | undefined;
}

/** The bytes of whole ranges, in order, as a destination takes them. */
export function bytesOf(batches: readonly Batch[]): Uint8Array[] {
  return batches.flatMap(({ ranges }) => ranges.map(({ bytes }) => bytes));
}

export const NO_FACTS = new Uint8Array(0);
