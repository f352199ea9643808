// Messages of the kernel: the block of their options, and the batches of a run by partition.
import * as layout from "../../../assembly/layout/messages.ts";
import { RECORD_BYTES, RECORD_USER } from "../../../assembly/layout/record.ts";
import { P_MESSAGES, P_ORDERED, PARAMETERS } from "../../../assembly/layout/run.ts";
import { loadBuiltinCatalog } from "../../../src/catalog/builtin.ts";
import type { Kernel } from "../../../src/kernel/kernel.ts";
import { smallConfig } from "../reference/sample.ts";
import { type Inputs, type KernelEncoding, KernelRun, originalInputs } from "./kernel-run.ts";

const WORKER = 0;
const BUFFER = 0;
/** Two lengths, attributes, deltas and key: more than they ever take. */
const MOST_FRAME_BYTES = 64;
const BATCH_LIMIT_BYTES = 1_048_588 - 61;

export const ENCODERS = {
  json: { event: "encodeJson", messages: "encodeJsonMessages", lz4: "encodeJsonMessagesLz4" },
  msgpack: { event: "encodeMsgpack", messages: "encodeMsgpackMessages", lz4: "encodeMsgpackMessagesLz4" },
  avro: { event: "encodeAvro", messages: "encodeAvroMessages", lz4: undefined },
  csv: { event: "encodeCsv", messages: "encodeCsvMessages", lz4: undefined },
} as const;
export type MessageFormat = keyof typeof ENCODERS;

/** A site that shows no user. */
export const hidden = smallConfig({ showUserDetails: new Map([["Logged In", false]]) });

/** A site in the original's engine, whose first user has this id. */
export function original(userid: number): Inputs {
  return originalInputs("Accordion", loadBuiltinCatalog(), {
    nusers: 150,
    userid,
    randomseed: 7n,
    startTime: "2026-01-01T00:00:00",
    endTime: "2026-01-03T00:00:00",
  });
}

export interface MessageOptions {
  partitions?: number;
  key?: "none" | "user" | "session";
  eventTimes?: boolean;
  prefix?: Buffer;
  /** As a record ends with them: their number first. */
  headers?: Buffer;
  mostBytes?: number;
}

/** A batch of one partition. */
export interface MessageBatch {
  /** Index of each record in the ordered buffer. */
  indexes: number[];
  bytes: Buffer;
}

const KEYS = { none: layout.KEY_NONE, user: layout.KEY_USER, session: layout.KEY_SESSION };

export class MessageRun {
  readonly mostRecordBytes: number;
  readonly #words: Uint32Array;
  readonly #bytes: Buffer;
  readonly #firsts: number;
  readonly #partitions: number;
  readonly #mostBytes: number;
  #end: number;

  constructor(
    readonly run: KernelRun,
    { partitions = 4, key = "user", eventTimes = false, prefix, headers, mostBytes }: MessageOptions = {},
  ) {
    const { memory, plan } = run.opened;
    this.#words = new Uint32Array(memory.buffer);
    this.#bytes = Buffer.from(memory.buffer);
    this.#end = plan.slots;
    this.#partitions = partitions;
    this.#mostBytes = mostBytes ?? BATCH_LIMIT_BYTES;
    const block = this.#take(layout.MESSAGES_BYTES);
    const { prefix: prefixBytes, headers: headersBytes } = {
      prefix: prefix ?? Buffer.alloc(0),
      headers: headers ?? Buffer.of(0),
    };
    this.mostRecordBytes = run.model.longestLineBytes + MOST_FRAME_BYTES + prefixBytes.length + headersBytes.length;
    this.#put(PARAMETERS + P_MESSAGES, block);
    this.#put(block + layout.MESSAGES_PARTITIONS, partitions);
    this.#put(block + layout.MESSAGES_KEY, KEYS[key]);
    this.#put(block + layout.MESSAGES_EVENT_TIMES, Number(eventTimes));
    this.#put(block + layout.MESSAGES_MOST_RECORD_BYTES, this.mostRecordBytes);
    this.#put(block + layout.MESSAGES_PREFIX_BYTES, prefixBytes.length);
    this.#put(block + layout.MESSAGES_PREFIX, this.#copy(prefixBytes));
    this.#put(block + layout.MESSAGES_HEADERS_BYTES, headersBytes.length);
    this.#put(block + layout.MESSAGES_HEADERS, this.#copy(headersBytes));
    this.#firsts = this.#take((partitions + 1) * 4);
  }

  static async open(
    inputs: Inputs,
    encoding: KernelEncoding,
    options?: MessageOptions,
    batchEvents?: number,
  ): Promise<MessageRun> {
    return new MessageRun(await KernelRun.open(inputs, encoding, batchEvents), options);
  }

  #put(address: number, value: number): void {
    this.#words[address / 4] = value;
  }

  #take(byteLength: number): number {
    const start = Math.ceil(this.#end / 64) * 64;
    this.#end = start + byteLength;
    const { slots, slotCount, slotBytes } = this.run.opened.plan;
    if (this.#end > slots + slotCount * slotBytes) throw new Error("the ring is too small for this test");
    return start;
  }

  #copy(bytes: Buffer): number {
    const start = this.#take(bytes.length + 64);
    bytes.copy(this.#bytes, start);
    return start;
  }

  /** Address from which on nothing is in use. */
  get free(): number {
    return Math.ceil(this.#end / 64) * 64;
  }

  /** Index of a record's user in memory. */
  userIndexOf(index: number): number {
    const record = (this.#words[(PARAMETERS + P_ORDERED) / 4] as number) + index * RECORD_BYTES;
    return this.#words[(record + RECORD_USER) / 4] as number;
  }

  /** The records of a batch by partition: for each its record's index, in order. */
  partition(first: number, count: number, use: (records: number, indexes: number[], partition: number) => void): void {
    const kept = this.#end;
    const target = this.#take(count * layout.PARTITIONED_BYTES + 32);
    this.run.kernel.partitionRecords(BUFFER, first, count, target, this.#firsts);
    const firsts = this.#words.slice(this.#firsts / 4, this.#firsts / 4 + this.#partitions + 1);
    const ordered = this.#words[(PARAMETERS + P_ORDERED) / 4] as number;
    const recordAt = (address: number) => this.#bytes.toString("latin1", address, address + RECORD_BYTES);
    const unused = new Map<string, number>();
    for (let index = first; index < first + count; index++) unused.set(recordAt(ordered + index * RECORD_BYTES), index);
    for (let partition = 0; partition < this.#partitions; partition++) {
      const [start, end] = [firsts[partition] as number, firsts[partition + 1] as number];
      const indexes = Array.from({ length: end - start }, (_, index) => {
        const record = recordAt(target + (start + index) * RECORD_BYTES);
        const found = unused.get(record);
        if (found === undefined) throw new Error("a record of a partition is none of the batch, or is there twice");
        unused.delete(record);
        return found;
      });
      if (indexes.length > 0) use(target + start * RECORD_BYTES, indexes, partition);
    }
    this.#end = kept;
    if (unused.size > 0) throw new Error(`${unused.size} records are in no partition`);
  }

  /** Encodes records from an address on as batches, none of which passes the limit. */
  encode(encoder: keyof Kernel, records: number, indexes: number[]): MessageBatch[] {
    const encode = this.run.kernel[encoder] as Kernel["encodeJsonMessages"];
    const out = this.free;
    const batches: MessageBatch[] = [];
    for (let done = 0; done < indexes.length; ) {
      const address = records + done * RECORD_BYTES;
      const end = encode(WORKER, address, indexes.length - done, out, this.#mostBytes) >>> 0;
      const written = this.run.kernel.messagesWritten(WORKER);
      batches.push({
        indexes: indexes.slice(done, done + written),
        bytes: Buffer.from(this.#bytes.subarray(out, end)),
      });
      done += written;
    }
    return batches;
  }
}
