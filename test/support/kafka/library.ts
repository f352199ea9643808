// Batches and requests as @platformatic/kafka makes them: another program's bytes to compare ours with.
import { crc32c, createRecordsBatch, type MessageRecord, NumericMap } from "@platformatic/kafka";

export const TIME_MS = 1_764_400_000_000;
const RECORDS = 61;

export interface Origin {
  producerId: number;
  epoch: number;
  baseSequence: number;
}

/** Messages of a partition, of some lengths. */
export function messages(count: number, partition = 3, timeMs = TIME_MS): MessageRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    key: Buffer.from(String(index % 7)),
    value: Buffer.from(`event ${"x".repeat((index * 37) % 300)}`),
    topic: "clicks",
    partition,
    timestamp: BigInt(timeMs),
  }));
}

/** A whole batch, as the library makes it. */
export function batchOf(records: MessageRecord[], { producerId, epoch, baseSequence }: Origin): Buffer {
  const { topic, partition } = records[0] as MessageRecord;
  const sequences = new NumericMap([[`${topic}:${partition}`, baseSequence]]);
  const options = { producerId: BigInt(producerId), producerEpoch: epoch, sequences };
  return createRecordsBatch(records, options).buffer;
}

/** The same as a worker leaves it, in shared memory: the header lacks time and origin, and has the CRC of the records. */
export function unfinished(batch: Buffer): Uint8Array {
  const bytes = new Uint8Array(new SharedArrayBuffer(batch.byteLength + 24), 24).fill(0xff);
  bytes.set(batch);
  bytes.fill(0xee, 27, 57);
  new DataView(bytes.buffer, 24).setUint32(17, crc32c(batch.subarray(RECORDS)));
  return bytes;
}
