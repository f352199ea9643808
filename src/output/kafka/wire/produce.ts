// Requests and answers of Produce: https://kafka.apache.org/protocol#The_Messages_Produce
import { Cursor, MalformedAnswer } from "./cursor.ts";
import { SIZE_BYTES } from "./frames.ts";

export const PRODUCE_KEY = 0;
/** The versions that this file knows: 7 is of Kafka 2.1. Later ones than 11 are for transactions and ids of topics. */
export const PRODUCE_VERSIONS = [7, 11] as const;
/** From this version on lengths are varints, and there are tagged fields. */
const FIRST_FLEXIBLE = 9;
/** From this version on an answer tells which records were refused, and why. */
const FIRST_WITH_REASONS = 8;
/** The size, and the correlation id. */
const ANSWER_HEADER_BYTES = SIZE_BYTES + 4;
const MOST_REASONS = 1 << 16;

export interface ProduceHead {
  version: number;
  correlationId: number;
  clientId: string;
  acks: number;
  /** How long the broker may wait for its replicas. */
  timeoutMs: number;
  topic: string;
}

export interface PartitionBytes {
  partition: number;
  bytes: Uint8Array;
}

/** Small parts of a request, in one piece of memory that is cut where batches go between. */
class Parts {
  readonly #bytes: Buffer;
  #end = 0;
  #start = 0;

  constructor(
    mostBytes: number,
    private readonly isFlexible: boolean,
  ) {
    this.#bytes = Buffer.allocUnsafe(mostBytes);
  }

  get written(): number {
    return this.#end;
  }

  int16(value: number): void {
    this.#end = this.#bytes.writeInt16BE(value, this.#end);
  }

  int32(value: number): void {
    this.#end = this.#bytes.writeInt32BE(value, this.#end);
  }

  /** Length of an array or of bytes. */
  length(value: number): void {
    if (this.isFlexible) this.varint(value + 1);
    else this.int32(value);
  }

  text(value: string): void {
    const byteLength = Buffer.byteLength(value);
    if (this.isFlexible) this.varint(byteLength + 1);
    else this.int16(byteLength);
    this.#end += this.#bytes.write(value, this.#end);
  }

  /** With a length of 16 bits in all versions, as in the header of a request. */
  shortText(value: string): void {
    this.int16(Buffer.byteLength(value));
    this.#end += this.#bytes.write(value, this.#end);
  }

  nullText(): void {
    if (this.isFlexible) this.varint(0);
    else this.int16(-1);
  }

  noTags(): void {
    if (this.isFlexible) this.varint(0);
  }

  varint(value: number): void {
    let rest = value;
    for (; rest > 0x7f; rest >>>= 7) this.#end = this.#bytes.writeUInt8((rest & 0x7f) | 0x80, this.#end);
    this.#end = this.#bytes.writeUInt8(rest, this.#end);
  }

  setInt32(value: number, offset: number): void {
    this.#bytes.writeInt32BE(value, offset);
  }

  /** What was written since the last cut. */
  cut(): Buffer {
    const part = this.#bytes.subarray(this.#start, this.#end);
    this.#start = this.#end;
    return part;
  }
}

/** A request as pieces to write one after the other: the batches are in it as they are, without a copy. */
export function produceRequest(head: ProduceHead, batches: readonly PartitionBytes[]): Uint8Array[] {
  const isFlexible = head.version >= FIRST_FLEXIBLE;
  const parts = new Parts(64 + 3 * (head.clientId.length + head.topic.length) + 16 * batches.length, isFlexible);
  parts.int32(0);
  parts.int16(PRODUCE_KEY);
  parts.int16(head.version);
  parts.int32(head.correlationId);
  parts.shortText(head.clientId);
  parts.noTags();
  parts.nullText();
  parts.int16(head.acks);
  parts.int32(head.timeoutMs);
  parts.length(1);
  parts.text(head.topic);
  parts.length(batches.length);
  const pieces: Uint8Array[] = [];
  let batchBytes = 0;
  for (const { partition, bytes } of batches) {
    parts.int32(partition);
    parts.length(bytes.byteLength);
    pieces.push(parts.cut(), bytes);
    batchBytes += bytes.byteLength;
    parts.noTags();
  }
  parts.noTags();
  parts.noTags();
  parts.setInt32(parts.written + batchBytes - SIZE_BYTES, 0);
  const end = parts.cut();
  return end.byteLength > 0 ? [...pieces, end] : pieces;
}

/** What a broker says of a partition's batch. */
export interface PartitionAnswer {
  partition: number;
  errorCode: number;
  /** First offset that the partition still has; -1 if unknown. */
  logStartOffset: bigint;
  /** What the broker says in words, if anything. */
  reason: string | undefined;
}

export interface ProduceAnswer {
  throttleMs: number;
  partitions: PartitionAnswer[];
}

function readPartition(cursor: Cursor, version: number): PartitionAnswer {
  const partition = cursor.int32();
  const errorCode = cursor.int16();
  cursor.int64();
  cursor.int64();
  const logStartOffset = cursor.int64();
  let reason: string | undefined;
  if (version >= FIRST_WITH_REASONS) {
    const reasons = cursor.array(Math.min(MOST_REASONS, cursor.remaining), () => {
      cursor.int32();
      const text = cursor.text();
      cursor.skipTags();
      return text;
    });
    reason = cursor.text() ?? reasons.find((text) => text !== undefined);
  }
  cursor.skipTags();
  return { partition, errorCode, logStartOffset, reason };
}

/** Reads an answer. Throws a MalformedAnswer. @param count how many batches the request had */
export function readProduceAnswer(frame: Buffer, version: number, count: number): ProduceAnswer {
  const cursor = new Cursor(frame, ANSWER_HEADER_BYTES, version >= FIRST_FLEXIBLE);
  cursor.skipTags();
  const topics = cursor.array(1, () => {
    cursor.text();
    const partitions = cursor.array(count, () => readPartition(cursor, version));
    cursor.skipTags();
    return partitions;
  });
  const throttleMs = cursor.int32();
  cursor.skipTags();
  if (cursor.remaining > 0) throw new MalformedAnswer(`${cursor.remaining} bytes after an answer`);
  return { throttleMs, partitions: topics.flat() };
}
