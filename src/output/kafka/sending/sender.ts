import { printable } from "../../../system/printable.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { explainBroker } from "../cluster/explain.ts";
import { isPassing } from "../cluster/patience.ts";
import { LIMIT, mostBatchBytes } from "../cluster/producer.ts";
import { consequenceOf, finalError, KafkaFailure, MESSAGE_TOO_LARGE, nameOf } from "../errors.ts";
import { errorsIn } from "../wire/library.ts";
import { pauseMs } from "../wire/pause.ts";
import type { PartitionAnswer } from "../wire/produce.ts";
import type { RecordBatch } from "../wire/record-batch.ts";
import { RunClock, Timers } from "./clock.ts";
import { Doubts } from "./doubts.ts";
import { Leaders } from "./leaders.ts";
import { Link, type LinkEvents, type Sent } from "./link.ts";
import type { Partition } from "./partition.ts";

/** Most bytes of batches in one request, apart from the first one: a slow network must bring it in the time of a request. */
const MOST_REQUEST_BYTES = 2 << 20;
/** How often times are looked at: those of requests, and of batches without progress. */
const LOOK_MS = 100;
/** How often the brokers are asked about the topic without a reason: it may have been deleted and created again. */
const REFRESH_MS = 10_000;

export interface SenderOptions {
  /** Whether the time stamps are those of sending. */
  stampsNow: boolean;
  /** What a person should know, and what does not end the run. */
  warn: (message: string) => void;
  /** Ends the run. */
  onFailure: (error: unknown) => void;
}

/** Brings the batches of all partitions to their leaders, and again where that fails. */
export class Sender implements LinkEvents {
  readonly #clock = new RunClock();
  readonly #timers = new Timers();
  readonly #links = new Map<number, Link>();
  readonly #opening = new Set<number>();
  /** Failures in a row to connect to a node. */
  readonly #failures = new Map<number, number>();
  #hasWarned = false;
  readonly #leaders: Leaders;
  readonly #doubts: Doubts;
  /** The partition that is asked first, so that none waits longer than the others. */
  #turn = 0;

  constructor(
    private readonly cluster: Cluster,
    private readonly partitions: readonly Partition[],
    private readonly options: SenderOptions,
  ) {
    const events = {
      nowMs: () => this.#clock.nowMs,
      onChange: () => this.pump(),
      onFailure: (error: unknown) => this.#fail(error),
      warn: options.warn,
    };
    this.#leaders = new Leaders(cluster, partitions, this.#timers, events);
    this.#doubts = new Doubts(cluster, this.#leaders, this.#timers, events);
    this.#timers.every(LOOK_MS, () => this.#look());
    this.#timers.every(REFRESH_MS, () => this.#leaders.refresh());
  }

  /** Queues a batch. Call `pump` after the last one. */
  add(partition: Partition, batch: RecordBatch, onAcknowledged: () => void): void {
    partition.add(batch, this.#clock.nowMs, onAcknowledged);
  }

  /** Sends what can be sent. */
  pump(): void {
    if (this.#timers.areOver) return;
    const nowMs = this.#clock.nowMs;
    for (const node of new Set(this.cluster.leaders)) {
      const link = this.#linkTo(node, nowMs);
      while (link?.hasRoom) {
        const sent = this.#collect(node, nowMs);
        if (sent.length === 0) break;
        link.send(sent);
      }
    }
  }

  /** Stops all timers. Connections are the cluster's. */
  end(): void {
    this.#timers.end();
  }

  /** Says once that a broker has ended a connection on which it acknowledges nothing. */
  warnOfLoss(): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.options.warn(
      `${this.cluster.output}: a broker has ended a connection, and with --acks 0 nobody knows what it had read; events may be missing`,
    );
  }

  onAnswer({ partition, pending }: Sent, { errorCode, reason }: PartitionAnswer): void {
    if (this.#timers.areOver) return;
    const nowMs = this.#clock.nowMs;
    const problem = `the broker answers ${nameOf(errorCode)}`;
    const consequence = errorCode === 0 ? "delivered" : consequenceOf(errorCode);
    if (consequence === "delivered") partition.acknowledge(pending, nowMs);
    else if (consequence === "final") this.#refuse(partition, pending.batch, errorCode, reason);
    else if (consequence === "order") partition.failOutOfOrder(pending, nowMs, problem);
    else partition.fail(pending, nowMs, problem);
    if (consequence === "moved") this.#leaders.refresh();
    this.#doubts.check(partition);
    if (consequence !== "delivered") this.#pumpAt(partition.notBeforeMs);
  }

  onWritten({ partition, pending }: Sent): void {
    if (!this.#timers.areOver) partition.acknowledge(pending, this.#clock.nowMs);
  }

  onRoom(): void {
    this.pump();
  }

  onLost(sent: readonly Sent[], reason: unknown): void {
    if (this.#timers.areOver) return;
    // What a connection meets at its start, such as a port that wants TLS, is no reason here.
    const { message = String(reason) } = errorsIn(reason).at(-1) ?? {};
    const problem = `the connection to the broker has ended (${printable(message)})`;
    for (const { partition, pending } of sent) {
      partition.fail(pending, this.#clock.nowMs, problem);
      this.#doubts.check(partition);
      this.#pumpAt(partition.notBeforeMs);
    }
    if (this.cluster.settings.acks === 0) this.warnOfLoss();
    this.#leaders.refresh();
  }

  /** The connection to a node, if it is open. Opens it otherwise, if a batch waits for it. */
  #linkTo(node: number, nowMs: number): Link | undefined {
    const link = this.#links.get(node);
    if (link?.isOpen) return link;
    this.#links.delete(node);
    const isWanted = this.partitions.some((one) => this.cluster.leaders[one.index] === node && one.canSend(nowMs));
    if (node >= 0 && isWanted && !this.#opening.has(node)) this.#open(node);
    return undefined;
  }

  #open(node: number): void {
    this.#opening.add(node);
    this.cluster
      .to(node)
      .then((connection) => {
        this.#failures.delete(node);
        this.#opening.delete(node);
        if (!connection.isOpen || this.#timers.areOver) return;
        this.#links.set(node, new Link(connection, this.cluster.settings, () => this.#clock.nowMs, this));
        this.pump();
      })
      .catch((error: unknown) => this.#onUnreachable(node, error));
  }

  /** The node stays marked as being opened until the pause is over. */
  #onUnreachable(node: number, error: unknown): void {
    if (this.#timers.areOver) return;
    if (!isPassing(error)) {
      this.#fail(error);
      return;
    }
    const problem = explainBroker(this.cluster.settings, error);
    for (const partition of this.#ledBy(node)) partition.problem = problem;
    const failures = (this.#failures.get(node) ?? 0) + 1;
    this.#failures.set(node, failures);
    this.#leaders.refresh();
    this.#timers.after(pauseMs(failures), () => {
      this.#opening.delete(node);
      this.pump();
    });
  }

  #ledBy(node: number): Partition[] {
    return this.partitions.filter(({ index }) => this.cluster.leaders[index] === node);
  }

  /** Takes a batch of each partition that has one for this node, as many as a request may have. */
  #collect(node: number, nowMs: number): Sent[] {
    const { partitions } = this;
    const sent: Sent[] = [];
    let bytes = 0;
    const first = this.#turn;
    for (let step = 0; step < partitions.length; step++) {
      const partition = partitions[(first + step) % partitions.length] as Partition;
      if (this.cluster.leaders[partition.index] !== node || !partition.canSend(nowMs)) continue;
      bytes += partition.nextBytes;
      if (sent.length > 0 && bytes > MOST_REQUEST_BYTES) break;
      const timeMs = this.options.stampsNow ? Date.now() : undefined;
      sent.push({ partition, pending: partition.send(timeMs) });
      this.#turn = partition.index + 1;
    }
    return sent;
  }

  #pumpAt(timeMs: number): void {
    this.#timers.after(Math.max(0, timeMs - this.#clock.nowMs) + 1, () => this.pump());
  }

  /** Ends the run, and names the limit where a batch is too large. */
  #refuse(partition: Partition, batch: RecordBatch, code: number, reason: string | undefined): void {
    const { output } = this.cluster;
    const details = ` in partition ${partition.index}, ${batch.count} events in ${batch.bytes.byteLength} bytes`;
    if (code !== MESSAGE_TOO_LARGE) {
      this.#fail(finalError(output, code, details, reason));
      return;
    }
    void mostBatchBytes(this.cluster).then((limit) => {
      this.#fail(
        finalError(output, code, limit === undefined ? details : `${details}; ${LIMIT} is ${limit}`, undefined),
      );
    });
  }

  /** Ends requests without an answer, and the run where a partition makes no progress. */
  #look(): void {
    const { timeoutMs } = this.cluster.settings;
    for (const link of this.#links.values()) link.checkAge();
    const nowMs = this.#clock.nowMs;
    const stuck = this.partitions.find((partition) => partition.stuckMs(nowMs) > timeoutMs);
    if (stuck === undefined) this.pump();
    else this.#giveUp(stuck);
  }

  #giveUp(stuck: Partition): void {
    const { timeoutMs } = this.cluster.settings;
    const problem = stuck.problem === "" ? "the broker has not confirmed anything" : stuck.problem;
    this.#fail(
      new KafkaFailure(
        this.cluster.output,
        `partition ${stuck.index} has taken no batch for ${Math.round(timeoutMs / 1000)} seconds: ${problem}`,
        "mend that, or give the brokers more time with --kafka-timeout",
      ),
    );
  }

  #fail(error: unknown): void {
    if (this.#timers.areOver) return;
    this.end();
    this.options.onFailure(error);
  }
}
