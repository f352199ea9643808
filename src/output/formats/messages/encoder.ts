import { RECORD_BYTES } from "../../../../assembly/layout/record.ts";
import type { Kernel } from "../../../kernel/kernel.ts";
import { Origin } from "../../../memory/origin/origin.ts";
import type { Codec } from "../../codecs/codec.ts";
import type { Encoder, RangePlace, RecordRun } from "../encoder.ts";
import type { EncoderContext, RowEncoders } from "../format.ts";
import { leastAndGreatest, secondOf } from "../record-times.ts";
import { lastBatch } from "../rows.ts";
import { BATCH_HEADER_BYTES, mostRecordsOfBatchBytes, putBatchHeader } from "./batch.ts";
import { type Checksum, checksumOver } from "./checksum.ts";
import { CODEC_CODES, type MessageCompression } from "./codecs.ts";
import type { MessagesEncoding } from "./encoding.ts";
import type { MessagesJob } from "./job.ts";
import { type OrderingPlaces, orderingPlaces } from "./sizes.ts";

type EncodeMessages = (worker: number, record: number, count: number, out: number, mostBytes: number) => number;

function encodeMessagesOf(kernel: Kernel, rows: RowEncoders, { emitsLz4 }: Codec): EncodeMessages {
  return kernel[emitsLz4 ? rows.messagesLz4! : rows.messages];
}

/**
 * Makes a batch of the broker for each partition that the records belong to, or several if one would be too large:
 *
 * ```
 * records               | a b a c b a c b |
 * in order of partition | a a a b b b c c |
 * slot                  | header a a a | header b b b | header c c |
 * ```
 */
class MessagesEncoder implements Encoder {
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  readonly #words: Int32Array;
  readonly #places: OrderingPlaces;
  readonly #messages: MessagesEncoding;
  readonly #attributes: number;
  readonly #mostBytes: number;
  readonly #encode: EncodeMessages;
  readonly #checksum: Checksum;
  readonly #origin: Origin;

  constructor(
    private readonly context: EncoderContext,
    private readonly job: MessagesJob,
    rows: RowEncoders,
  ) {
    const { kernel, memory, codec, encoding, worker } = context;
    this.#view = new DataView(memory.buffer);
    this.#bytes = new Uint8Array(memory.buffer);
    this.#words = new Int32Array(memory.buffer);
    this.#places = orderingPlaces(job.start + worker * job.workerBytes, job.events);
    this.#messages = job.messages;
    this.#mostBytes = mostRecordsOfBatchBytes(job.messages.mostBatchBytes);
    this.#attributes = CODEC_CODES[encoding.compress as MessageCompression];
    this.#encode = encodeMessagesOf(kernel, rows, codec);
    this.#checksum = checksumOver(memory, kernel);
    this.#origin = new Origin(memory);
  }

  encode({ buffer, first, count, batch }: RecordRun, slot: number): RangePlace[] {
    const { records, firsts } = this.#places;
    const { partitions, key } = this.#messages;
    this.context.kernel.partitionRecords(buffer, first, count, records, firsts);
    // Without keys all records are in the first group, and whole batches go to the partitions in turn.
    const offset = key === "none" ? (this.job.firstBatch + batch) % partitions : 0;
    const ranges: RangePlace[] = [];
    let at = slot;
    for (let group = 0; group < partitions; group++) {
      const end = this.#words[firsts / 4 + group + 1] as number;
      for (let next = this.#words[firsts / 4 + group] as number; next < end; ) {
        const range = this.#makeBatch(records + next * RECORD_BYTES, end - next, at);
        ranges.push({ ...range, partition: group + offset });
        at = range.address + range.byteLength;
        next += range.events;
      }
    }
    return ranges;
  }

  rest(): Promise<void> | undefined {
    return this.context.codec.rest?.();
  }

  /** Makes a batch of the first of `count` records, of as many as it may have. */
  #makeBatch(record: number, count: number, at: number) {
    const { worker, kernel, codec } = this.context;
    const address = at + BATCH_HEADER_BYTES + codec.headroomBytes;
    const byteLength = (this.#encode(worker, record, count, address, this.#mostBytes) >>> 0) - address;
    const events = kernel.messagesWritten(worker) >>> 0;
    const known = lastBatch(kernel, worker, codec, { address, byteLength });
    const finished = codec.finish({ memory: this.#bytes, address, byteLength, ...known, events });
    const firstSecond = secondOf(this.#words, record);
    const lastSecond = secondOf(this.#words, record + (events - 1) * RECORD_BYTES);
    const hasTimes = this.#messages.times === "event";
    const startMs = this.job.startMs + this.#origin.seconds * 1000;
    const batch = finished.address - BATCH_HEADER_BYTES;
    putBatchHeader(this.#view, {
      address: batch,
      recordsBytes: finished.byteLength,
      events,
      attributes: this.#attributes,
      recordsChecksum: this.#checksum(finished.address, finished.byteLength),
      firstMs: hasTimes ? startMs + firstSecond * 1000 : 0,
      lastMs: hasTimes ? startMs + this.#greatestSecond(record, events) * 1000 : 0,
    });
    const range = { address: batch, byteLength: BATCH_HEADER_BYTES + finished.byteLength };
    return { ...range, rawBytes: known.rawBytes, events, firstSecond, lastSecond };
  }

  #greatestSecond(record: number, events: number): number {
    const greatest = this.job.isInOrder
      ? record + (events - 1) * RECORD_BYTES
      : leastAndGreatest(this.#words, record, events)[1];
    return secondOf(this.#words, greatest);
  }
}

/** Opens a worker's encoder of a row format's events as messages. */
export function openMessages(rows: RowEncoders, context: EncoderContext): Encoder {
  if (context.messages === undefined) throw new Error("the run was not planned for messages");
  return new MessagesEncoder(context, context.messages, rows);
}
