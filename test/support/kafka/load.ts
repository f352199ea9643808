import type { Batch } from "../../../src/output/formats/encoder.ts";
import type { KafkaOutput } from "../../../src/output/kafka/output.ts";
import type { Message } from "../servers/kafka/messages.ts";
import { batchOf, unfinished } from "./library.ts";

const MOST_OPEN = 16;

export interface LoadOptions {
  /** Records of a batch; from 1 to 60 in turn if absent. */
  records?: number;
  /** Bytes of a value at least. */
  valueBytes?: number;
  timeMs?: number;
  key?: null;
}

/** A batch for each partition, as the writer passes them to a container. */
export function batchFor(
  values: readonly (readonly string[])[],
  { timeMs = Date.now(), key }: LoadOptions = {},
): Batch {
  const ranges = values.flatMap((texts, partition) => {
    if (texts.length === 0) return [];
    const keys = key === null ? {} : { key: Buffer.from("7") };
    const records = texts.map((text) => ({
      ...keys,
      value: Buffer.from(text),
      topic: "t",
      partition,
      timestamp: BigInt(timeMs),
    }));
    const whole = batchOf(records, { producerId: -1, epoch: -1, baseSequence: 0 });
    const bytes = unfinished(whole);
    bytes.set(whole.subarray(27, 43), 27);
    return [
      { bytes, partition, events: texts.length, rawBytes: 0, firstSecond: 0, lastSecond: 0, facts: new Uint8Array(0) },
    ];
  });
  const events = ranges.reduce((sum, range) => sum + range.events, 0);
  return { ranges, events, byteLength: 0, rawBytes: 0, firstSecond: 0, lastSecond: 0, records: 0 };
}

/** Sends numbered records to all partitions of an output, as fast as they are acknowledged. */
export class Load {
  /** How many records each partition was given. */
  readonly counts: number[];
  /** How many groups of batches are acknowledged. */
  acknowledged = 0;
  failure: Error | undefined;
  readonly #open = new Set<Promise<void>>();
  #groups = 0;

  constructor(
    private readonly output: KafkaOutput,
    partitions: number,
    private readonly options: LoadOptions = {},
  ) {
    this.counts = Array.from({ length: partitions }, () => 0);
  }

  /** Sends one group of batches. */
  send(): void {
    const { records = 1 + (this.#groups++ % 60), valueBytes = 0 } = this.options;
    const values = this.counts.map((count, partition) =>
      Array.from({ length: records }, (_, index) => `${partition} ${count + index} `.padEnd(valueBytes, "x")),
    );
    const taken = this.output.take([batchFor(values, this.options)]).then(
      () => void this.acknowledged++,
      (error: Error) => {
        this.failure ??= error;
      },
    );
    this.counts.forEach((count, partition) => {
      this.counts[partition] = count + records;
    });
    this.#open.add(taken);
    void taken.finally(() => this.#open.delete(taken));
  }

  /** Sends until the time has come, or something has failed. */
  async sendUntil(end: Promise<unknown>): Promise<void> {
    let isOver = false;
    const stop = () => {
      isOver = true;
    };
    end.then(stop, stop);
    while (!isOver && this.failure === undefined) {
      while (this.#open.size >= MOST_OPEN) await Promise.race(this.#open);
      this.send();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(this.#open);
    await end;
  }

  /** The same for a number of groups. */
  async sendGroups(count: number): Promise<void> {
    for (let group = 0; group < count; group++) {
      while (this.#open.size >= MOST_OPEN) await Promise.race(this.#open);
      this.send();
    }
    await this.settled();
  }

  /** Resolves when all groups are acknowledged, or have failed. */
  async settled(): Promise<void> {
    await Promise.all(this.#open);
  }

  /** What each partition should have: all numbers from 0 on, each once, in order. */
  get expected(): string[][] {
    return this.counts.map((count, partition) => Array.from({ length: count }, (_, index) => `${partition} ${index}`));
  }
}

/** The numbered values of each partition, in order of offsets. */
export function valuesOf(messages: readonly Message[], partitions: number): string[][] {
  const values = Array.from({ length: partitions }, (): string[] => []);
  for (const { partition, value } of messages) values[partition]?.push(/^\d+ \d+/.exec(value.toString())?.[0] ?? "");
  return values;
}
