import type { KnownProducer, Producer } from "../cluster/producer.ts";
import { pauseMs } from "../wire/pause.ts";
import { NO_ORIGIN, type Origin, type RecordBatch } from "../wire/record-batch.ts";
import { FAR, sequenceAfter, sequenceDistance } from "../wire/sequence.ts";

/** Brokers find a batch that they have already among this many last ones of a producer. */
const MOST_IN_FLIGHT = 5;

/** A batch on its way. */
export interface Pending {
  readonly batch: RecordBatch;
  /** Number of the batch among those of its partition. */
  readonly order: number;
  /** Number of its first record. */
  sequence: number;
  wasSent: boolean;
  readonly onAcknowledged: () => void;
}

/** What the broker's own count of a producer's records means for batches that it refused as out of order. */
export type Resolution = "again" | "lost" | "overtaken" | "torn";

/**
 * The batches of a partition until they are acknowledged:
 *
 * ```
 * add --> waiting --> in flight --> acknowledged
 *            ^            |
 *            +-- failed <-+     back in order, when nothing is in flight any more
 * ```
 * Up to five are in flight, but one until the first of them is acknowledged: a broker that knows nothing of a producer
 * takes any sequence number, and so could take the second batch before the first one.
 */
export class Partition {
  readonly #waiting: Pending[] = [];
  readonly #inFlight: Pending[] = [];
  readonly #failed: Pending[] = [];
  #added = 0;
  #retries = 0;
  #isConfirmed = false;
  /** Failures since the last acknowledgement. */
  #failures = 0;
  #notBeforeMs = 0;
  #progressMs = 0;
  /** Number of the next record that is added. */
  #nextSequence: number;
  #epoch: number;
  /** True while it must be found out which batches the broker has. */
  isInDoubt = false;
  /** The last problem, in words. */
  problem = "";

  /** @param producer undefined without idempotence */
  constructor(
    readonly index: number,
    readonly producer: Producer | undefined,
    nextSequence = 0,
  ) {
    this.#nextSequence = nextSequence;
    this.#epoch = producer?.epoch ?? -1;
  }

  get nextSequence(): number {
    return this.#nextSequence;
  }

  get epoch(): number {
    return this.#epoch;
  }

  get isEmpty(): boolean {
    return this.unacknowledged === 0;
  }

  get unacknowledged(): number {
    return this.#waiting.length + this.#inFlight.length + this.#failed.length;
  }

  /** Batches that were sent again. */
  get retries(): number {
    return this.#retries;
  }

  /** When a batch could be sent again, after a failure. */
  get notBeforeMs(): number {
    return this.#notBeforeMs;
  }

  /** Whether a batch waits and may leave, apart from the connection. */
  canSend(nowMs: number): boolean {
    const most = this.#isConfirmed ? MOST_IN_FLIGHT : 1;
    const isHeld = this.isInDoubt || this.#failed.length > 0 || nowMs < this.#notBeforeMs;
    return this.#waiting.length > 0 && this.#inFlight.length < most && !isHeld;
  }

  /** Milliseconds since the oldest batch could have been acknowledged. */
  stuckMs(nowMs: number): number {
    return this.isEmpty ? 0 : nowMs - this.#progressMs;
  }

  /** Passes over records that the broker has from an earlier run. */
  skip(count: number): void {
    this.#nextSequence = sequenceAfter(this.#nextSequence, count);
  }

  add(batch: RecordBatch, nowMs: number, onAcknowledged: () => void): void {
    if (this.isEmpty) this.#progressMs = nowMs;
    this.#waiting.push({ batch, order: this.#added++, sequence: this.#nextSequence, wasSent: false, onAcknowledged });
    this.#nextSequence = sequenceAfter(this.#nextSequence, batch.count);
  }

  /** The size of the batch that would be sent next. */
  get nextBytes(): number {
    return this.#waiting[0]?.batch.bytes.byteLength ?? 0;
  }

  /** Takes the next batch, with its header complete. @param timeMs its time stamp, where that is the time of sending */
  send(timeMs: number | undefined): Pending {
    const pending = this.#waiting.shift() as Pending;
    if (!pending.wasSent && timeMs !== undefined) pending.batch.stampTime(timeMs);
    pending.batch.seal(this.producer === undefined ? NO_ORIGIN : this.#originOf(this.producer, pending));
    if (pending.wasSent) this.#retries++;
    pending.wasSent = true;
    this.#inFlight.push(pending);
    return pending;
  }

  acknowledge(pending: Pending, nowMs: number): void {
    this.#land(pending);
    this.#failures = 0;
    this.#progressMs = nowMs;
    if (this.#failed.length === 0) this.#isConfirmed = true;
    this.#settle(nowMs);
    pending.onAcknowledged();
  }

  /** The batch must be sent again. */
  fail(pending: Pending, nowMs: number, problem: string): void {
    this.#land(pending);
    this.#failed.push(pending);
    this.#isConfirmed = false;
    this.problem = problem;
    this.#settle(nowMs);
  }

  /** The broker expects other numbers than those of this batch. It is in doubt unless an earlier one has failed. */
  failOutOfOrder(pending: Pending, nowMs: number, problem: string): void {
    const earlier = [...this.#inFlight, ...this.#failed].some(({ order }) => order < pending.order);
    if (!earlier) this.isInDoubt = true;
    this.fail(pending, nowMs, problem);
  }

  /** True when nothing is in flight, so that the broker's count of records is final. */
  get canResolve(): boolean {
    return this.isInDoubt && this.#inFlight.length === 0;
  }

  /**
   * Compares batches in doubt with what the broker has. Those that it has are acknowledged.
   * - `again`: the others are sent again as they are
   * - `lost`: the broker has forgotten the producer, or records that it had acknowledged. The others begin a new epoch
   * - `overtaken`: someone else has begun a later epoch
   * - `torn`: the broker has a part of a batch, which it never takes
   */
  resolve(known: KnownProducer | undefined, nowMs: number): Resolution {
    this.isInDoubt = false;
    if (known !== undefined && known.epoch > this.#epoch) return "overtaken";
    const first = this.#waiting[0];
    if (first === undefined) return "again";
    const have =
      known?.epoch === this.#epoch ? sequenceDistance(first.sequence, sequenceAfter(known.lastSequence, 1)) : FAR;
    if (have >= FAR) {
      this.#beginEpoch();
      return "lost";
    }
    const count = this.#batchesOf(have);
    if (count === undefined) return "torn";
    for (const { onAcknowledged } of this.#waiting.splice(0, count)) onAcknowledged();
    if (count > 0) this.#progressMs = nowMs;
    return "again";
  }

  /** The next number that the first batch in doubt has. */
  get firstSequence(): number | undefined {
    return this.#waiting[0]?.sequence;
  }

  #originOf({ producerId }: Producer, { sequence }: Pending): Origin {
    return { producerId, epoch: this.#epoch, baseSequence: sequence };
  }

  /** How many of the first batches have so many records; undefined if a batch has only some of them, or was not sent. */
  #batchesOf(records: number): number | undefined {
    let count = 0;
    for (let rest = records; rest > 0; count++) {
      const { wasSent = false, batch } = this.#waiting[count] ?? {};
      if (!wasSent || batch === undefined || batch.count > rest) return undefined;
      rest -= batch.count;
    }
    return count;
  }

  /** Counts from 0 on in a new epoch, as Kafka's producer does, since brokers take any epoch that is later. */
  #beginEpoch(): void {
    this.#epoch++;
    this.#isConfirmed = false;
    let sequence = 0;
    for (const pending of this.#waiting) {
      pending.sequence = sequence;
      sequence = sequenceAfter(sequence, pending.batch.count);
    }
    this.#nextSequence = sequence;
  }

  #land(pending: Pending): void {
    const index = this.#inFlight.indexOf(pending);
    if (index < 0) throw new Error("a batch was answered that is not in flight");
    this.#inFlight.splice(index, 1);
  }

  /** Returns failed batches to those that wait, once all others in flight have been answered. */
  #settle(nowMs: number): void {
    if (this.#inFlight.length > 0 || this.#failed.length === 0) return;
    const again = this.#failed.splice(0).sort((left, right) => left.order - right.order);
    this.#waiting.unshift(...again);
    this.#failures++;
    this.#notBeforeMs = nowMs + pauseMs(this.#failures);
  }
}
