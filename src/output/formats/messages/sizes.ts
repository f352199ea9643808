import { PARTITIONED_BYTES } from "../../../../assembly/layout/messages.ts";
import { FRAGMENT_PADDING } from "../../../../assembly/layout/text.ts";
import type { Codec } from "../../codecs/codec.ts";
import { rangeTableBytes } from "../encoder.ts";
import { BATCH_HEADER_BYTES, mostRecordsOfBatchBytes } from "./batch.ts";
import { mostRecordBytes } from "./block.ts";
import type { MessagesEncoding } from "./encoding.ts";

const ALIGNMENT = 64;

/** The sizes that batches of messages depend on. */
export interface MessageSizes {
  messages: MessagesEncoding;
  /** Events of a batch of the ring, which becomes a batch of the broker for each partition, or several. */
  events: number;
  longestLineBytes: number;
}

function roundUp(value: number): number {
  return Math.ceil(value / ALIGNMENT) * ALIGNMENT;
}

/** Returns the most bytes of the records of a batch of the ring, before compression. */
function mostRecordsBytes({ messages, events, longestLineBytes }: MessageSizes): number {
  return events * mostRecordBytes(messages, longestLineBytes);
}

/** Returns the most batches of the broker that a batch of the ring becomes. */
function mostBatches({ messages, events, longestLineBytes }: MessageSizes): number {
  const recordBytes = mostRecordBytes(messages, longestLineBytes);
  const recordsOfFull = Math.max(1, Math.floor(mostRecordsOfBatchBytes(messages.mostBatchBytes) / recordBytes));
  return Math.min(events, messages.partitions + Math.ceil(events / recordsOfFull));
}

/** Returns the bytes of a ring slot: batches one after the other, and the table of their ranges. */
export function messagesSlotBytes(codec: Codec, sizes: MessageSizes): number {
  const batches = mostBatches(sizes);
  const overhead = BATCH_HEADER_BYTES + codec.headroomBytes + codec.boundBytes(0);
  const recordsBytes = codec.boundBytes(mostRecordsBytes(sizes));
  return batches * overhead + recordsBytes + rangeTableBytes(batches) + FRAGMENT_PADDING;
}

/** Where a worker puts records in the order of their partitions. */
export interface OrderingPlaces {
  /** Address of the records, and of the words that the kernel orders them by. */
  records: number;
  /** Address of the number of the first record of each partition, and of the number of all. */
  firsts: number;
}

export function orderingPlaces(start: number, events: number): OrderingPlaces {
  return { records: start, firsts: start + roundUp(events * PARTITIONED_BYTES) };
}

/** Returns the bytes of a worker's places. */
export function orderingBytes({ messages, events }: Pick<MessageSizes, "messages" | "events">): number {
  return roundUp(events * PARTITIONED_BYTES) + roundUp((messages.partitions + 1) * 4);
}
