import type { Cluster } from "../cluster/cluster.ts";
import { explainBroker } from "../cluster/explain.ts";
import { isPassing } from "../cluster/patience.ts";
import { type KnownProducer, knownProducers } from "../cluster/producer.ts";
import { finalError, INVALID_PRODUCER_EPOCH, KafkaFailure } from "../errors.ts";
import { pauseMs } from "../wire/pause.ts";
import type { Timers } from "./clock.ts";
import type { Leaders, SenderEvents } from "./leaders.ts";
import type { Partition } from "./partition.ts";

/**
 * Finds out which batches of a partition the broker has, where it expects other numbers than those that were sent. A
 * broker that was restarted may know only the last batch of a producer, and so refuse an earlier one that it has; and
 * one that has lost its disk has less than it had confirmed. The Java producer begins a new epoch in both cases, and
 * may double batches.
 */
export class Doubts {
  readonly #asking = new Set<Partition>();

  constructor(
    private readonly cluster: Cluster,
    private readonly leaders: Leaders,
    private readonly timers: Timers,
    private readonly events: SenderEvents,
  ) {}

  /** Call it when a batch of the partition was answered. */
  check(partition: Partition): void {
    if (!partition.canResolve || partition.producer === undefined || this.#asking.has(partition)) return;
    this.#asking.add(partition);
    void this.#ask(partition, partition.producer.producerId, 1);
  }

  async #ask(partition: Partition, producerId: number, failures: number): Promise<void> {
    const { index } = partition;
    try {
      const known = await knownProducers(this.cluster, producerId, [index]);
      // The topic may be another one, which took batches that were in flight; this says so.
      await this.cluster.refresh();
      this.#asking.delete(partition);
      if (!this.timers.areOver) this.#conclude(partition, known.get(index));
    } catch (error) {
      if (this.timers.areOver) return;
      if (!isPassing(error)) {
        this.events.onFailure(error);
        return;
      }
      partition.problem = explainBroker(this.cluster.settings, error);
      this.leaders.refresh();
      this.timers.after(pauseMs(failures), () => void this.#ask(partition, producerId, failures + 1));
    }
  }

  #conclude(partition: Partition, known: KnownProducer | undefined): void {
    const { output } = this.cluster;
    const { index, firstSequence } = partition;
    const resolution = partition.resolve(known, this.events.nowMs());
    if (resolution === "overtaken") {
      this.events.onFailure(finalError(output, INVALID_PRODUCER_EPOCH, ` in partition ${index}`, undefined));
    } else if (resolution === "torn") {
      const problem = `partition ${index} has records up to number ${known?.lastSequence}, which end no batch of this run (number ${firstSequence} is next)`;
      this.events.onFailure(
        new KafkaFailure(output, problem, "end other programs that resume this run, and resume it again"),
      );
    } else {
      if (resolution === "lost") this.#warn(index, known, firstSequence);
      this.events.onChange();
    }
  }

  /** Without a count the broker has forgotten the producer, as it does when its records are older than they are kept. */
  #warn(index: number, known: KnownProducer | undefined, firstSequence: number | undefined): void {
    if (known === undefined) return;
    this.events.warn(
      `${this.cluster.output}: partition ${index} has lost events that the broker had confirmed: it has those up to number ${known.lastSequence}, and number ${firstSequence} is next; the run goes on, and cannot be resumed`,
    );
  }
}
