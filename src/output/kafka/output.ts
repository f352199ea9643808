import type { Delivery, RunContainer } from "../containers/container.ts";
import type { Batch, EncodedRange } from "../formats/encoder.ts";
import type { MessageTimes } from "../formats/messages/encoding.ts";
import type { Producer } from "./cluster/producer.ts";
import { KafkaFailure } from "./errors.ts";
import { Partition } from "./sending/partition.ts";
import { Sender } from "./sending/sender.ts";
import type { KafkaTopic } from "./topic.ts";
import { RecordBatch } from "./wire/record-batch.ts";
import { FAR, sequenceDistance } from "./wire/sequence.ts";

const MOST_TAKES = 64;

/** A producer, and the number of each partition's next record. */
export interface ProducerState extends Producer {
  sequences: readonly number[];
}

export interface KafkaOutputOptions {
  times: MessageTimes;
  /** Where an earlier run began, or where its journal ends: goes on as the same producer. */
  state?: ProducerState | undefined;
  /** Number of the last record that each partition has of this producer: batches up to it are not sent. */
  skip?: readonly number[] | undefined;
  warn?: ((message: string) => void) | undefined;
}

/** A run whose ranges are batches of records for the partitions of a topic. */
export class KafkaOutput implements RunContainer {
  readonly isComplete = false;
  readonly mostTakes = MOST_TAKES;
  readonly #producer: Producer | undefined;
  readonly #partitions: readonly Partition[];
  readonly #sender: Sender;
  readonly #rejections = new Set<(error: unknown) => void>();
  #failure: { error: unknown } | undefined;
  #acknowledgedEvents = 0;

  constructor(
    private readonly topic: KafkaTopic,
    private readonly options: KafkaOutputOptions,
  ) {
    const { state, times, warn = () => {} } = options;
    this.#producer = topic.producer && (state ?? topic.producer);
    this.#partitions = Array.from(
      { length: topic.partitions },
      (_, index) => new Partition(index, this.#producer, state?.sequences[index] ?? 0),
    );
    this.#sender = new Sender(topic.cluster, this.#partitions, {
      stampsNow: times === "now",
      warn,
      onFailure: (error) => this.#fail(error),
    });
  }

  /** By whom the brokers know the batches; undefined without idempotence. */
  get producer(): Producer | undefined {
    return this.#producer;
  }

  /** False once a broker has lost confirmed records: its numbers no longer tell what it has. */
  get canResume(): boolean {
    return this.#producer !== undefined && this.#partitions.every(({ epoch }) => epoch === this.#producer?.epoch);
  }

  get delivery(): Delivery {
    return {
      acknowledgedEvents: this.#acknowledgedEvents,
      retries: this.#partitions.reduce((sum, { retries }) => sum + retries, 0),
      unacknowledgedBatches: this.#partitions.reduce((sum, { unacknowledged }) => sum + unacknowledged, 0),
    };
  }

  /** Returns the number of each partition's next record, counting all that were taken. */
  sequences(): number[] {
    return this.#partitions.map(({ nextSequence }) => nextSequence);
  }

  /** Resolves when all batches are acknowledged. Rejects with a RunError if they cannot be delivered in time. */
  take(batches: readonly Batch[]): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure.error);
    return new Promise((resolve, reject) => {
      let open = 1;
      const onAcknowledged = () => {
        if (--open > 0) return;
        this.#rejections.delete(reject);
        resolve();
      };
      this.#rejections.add(reject);
      for (const range of batches.flatMap(({ ranges }) => ranges)) {
        if (range.bytes.byteLength === 0) continue;
        open++;
        this.#add(range, onAcknowledged);
      }
      onAcknowledged();
      this.#sender.pump();
    });
  }

  async finish(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure.error;
    this.#sender.end();
    const { cluster } = this.topic;
    const wasRead = await cluster.flush();
    await cluster.checkTopic();
    await cluster.close();
    if (!wasRead) this.#sender.warnOfLoss();
  }

  abort(): void {
    this.#sender.end();
    this.topic.cluster.abort();
    this.#fail(new Error("the run has ended"));
  }

  #add({ bytes, partition: index }: EncodedRange, onAcknowledged: () => void): void {
    const partition = this.#partitions[index] as Partition;
    const batch = new RecordBatch(bytes);
    const delivered = this.options.skip?.[index] ?? -1;
    const before = delivered < 0 ? 0 : sequenceDistance(partition.nextSequence, delivered + 1);
    if (before === 0 || before >= FAR) {
      this.#sender.add(partition, batch, () => {
        this.#acknowledgedEvents += batch.count;
        onAcknowledged();
      });
      return;
    }
    if (before < batch.count) throw this.#torn(index, delivered);
    partition.skip(batch.count);
    onAcknowledged();
  }

  #torn(partition: number, delivered: number): KafkaFailure {
    return new KafkaFailure(
      this.topic.cluster.output,
      `partition ${partition} has records up to number ${delivered}, which end no batch of this run`,
      "resume with the same options, or start again with another topic",
    );
  }

  #fail(error: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = { error };
    this.topic.cluster.abort();
    for (const reject of this.#rejections) reject(error);
    this.#rejections.clear();
  }
}
