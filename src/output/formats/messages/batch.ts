// A record batch, version 2: https://kafka.apache.org/documentation/#recordbatch. Numbers are big-endian.
//
//   0            8         12             16      17    21           23            27          35
//   | baseOffset | length | leader epoch | magic | crc | attributes | lastOffset  | base time | max time |
//   43           51      53              57      61
//   | producer | epoch | base sequence | count | records ...

export const BATCH_HEADER_BYTES = 61;
/** The length counts what follows it. */
const LENGTH_FROM = 12;
const MAGIC = 2;
const NONE = -1;

/** Places in the header that the sender fills, in bytes. */
export const BatchField = {
  Checksum: 17,
  /** The checksum covers everything from here on. */
  Attributes: 21,
  BaseTime: 27,
  MostTime: 35,
  Producer: 43,
  Epoch: 51,
  Sequence: 53,
  Count: 57,
} as const;

/**
 * The most bytes of a batch that brokers take unless they are configured: message.max.bytes, 2^20 + 12
 * (https://kafka.apache.org/documentation/#brokerconfigs_message.max.bytes).
 */
export const MOST_BATCH_BYTES = 1_048_588;
/** What does not compress becomes longer: by 1 in 255 with LZ4, more than with the others, and by the frame around it. */
const COMPRESSIBLE_SHARE = 250 / 251;
const FRAME_BYTES = 1024;

/** Returns the most bytes of a batch's records before compression. @param mostBatchBytes what the topic takes */
export function mostRecordsOfBatchBytes(mostBatchBytes: number = MOST_BATCH_BYTES): number {
  const forRecords = Math.min(mostBatchBytes, MOST_BATCH_BYTES) - BATCH_HEADER_BYTES - FRAME_BYTES;
  return Math.max(1, Math.floor(forRecords * COMPRESSIBLE_SHARE));
}

/** What is known of a batch where it is made. */
export interface BatchFacts {
  /** The batch's address in the shared memory. */
  address: number;
  recordsBytes: number;
  events: number;
  /** Code of the codec. */
  attributes: number;
  /** CRC-32C of the records, as they are sent. */
  recordsChecksum: number;
  /** Milliseconds since 1970 of the first and last event; 0 if the sender sets them. */
  firstMs: number;
  lastMs: number;
}

/**
 * Writes a batch's header. The checksum is that of the records alone, and there is no producer: the sender adds it, the
 * sequence and possibly the time, and completes the checksum.
 */
export function putBatchHeader(view: DataView, facts: BatchFacts): void {
  const { address, recordsBytes, events, attributes, recordsChecksum, firstMs, lastMs } = facts;
  view.setBigInt64(address, 0n);
  view.setInt32(address + 8, BATCH_HEADER_BYTES - LENGTH_FROM + recordsBytes);
  view.setInt32(address + 12, NONE);
  view.setInt8(address + 16, MAGIC);
  view.setUint32(address + BatchField.Checksum, recordsChecksum);
  view.setInt16(address + BatchField.Attributes, attributes);
  view.setInt32(address + 23, events - 1);
  view.setBigInt64(address + BatchField.BaseTime, BigInt(firstMs));
  view.setBigInt64(address + BatchField.MostTime, BigInt(lastMs));
  view.setBigInt64(address + BatchField.Producer, BigInt(NONE));
  view.setInt16(address + BatchField.Epoch, NONE);
  view.setInt32(address + BatchField.Sequence, NONE);
  view.setInt32(address + BatchField.Count, events);
}
