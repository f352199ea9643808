import { Cluster } from "./cluster/cluster.ts";
import { findTopic } from "./cluster/find-topic.ts";
import { Patience, readable } from "./cluster/patience.ts";
import { initProducer, knownProducers, mostBatchBytes, type Producer } from "./cluster/producer.ts";
import { KafkaFailure } from "./errors.ts";
import type { KafkaSettings } from "./settings.ts";

/** A topic that can be written to. */
export class KafkaTopic {
  private constructor(
    /** The brokers, for the output. */
    readonly cluster: Cluster,
    readonly partitions: number,
    /** True if the topic did not exist before. */
    readonly isNew: boolean,
    /** Undefined without idempotence. */
    readonly producer: Producer | undefined,
    /** Most bytes of a batch, as the broker counts it; undefined where that is not known. */
    readonly mostBatchBytes: number | undefined,
  ) {}

  /** Throws a UsageError where the settings do not fit, a KafkaFailure where the brokers are not ready in time. */
  static async connect(settings: KafkaSettings, signal?: AbortSignal): Promise<KafkaTopic> {
    const cluster = await Cluster.load(settings);
    const cancel = () => cluster.abort();
    signal?.addEventListener("abort", cancel, { once: true });
    try {
      signal?.throwIfAborted();
      const patience = new Patience(cluster, settings.timeoutMs);
      const isNew = await findTopic(cluster, patience);
      await patience.repeat(() => cluster.connectLeaders());
      const producer = settings.acks === -1 ? await initProducer(cluster, patience) : undefined;
      return new KafkaTopic(cluster, cluster.leaders.length, isNew, producer, await mostBatchBytes(cluster));
    } catch (error) {
      cluster.abort();
      throw signal?.aborted ? signal.reason : readable(cluster, error);
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
  }

  /**
   * Returns the number of the last record that each partition has of a producer, -1 where it has none. Throws a
   * KafkaFailure if a partition has records of another epoch, since their numbers mean something else.
   */
  async delivered({ producerId, epoch }: Producer): Promise<number[]> {
    const { cluster } = this;
    const patience = new Patience(cluster, cluster.settings.timeoutMs);
    const partitions = Array.from({ length: this.partitions }, (_, index) => index);
    try {
      const known = await patience.repeat(async () => {
        await cluster.refresh();
        return knownProducers(cluster, producerId, partitions);
      });
      return partitions.map((partition) => {
        const producer = known.get(partition);
        if (producer === undefined) return -1;
        if (producer.epoch === epoch) return producer.lastSequence;
        const problem = `partition ${partition} has records of epoch ${producer.epoch}, and the run to resume was in epoch ${epoch}`;
        throw new KafkaFailure(cluster.output, problem, "start the run again, with another topic");
      });
    } catch (error) {
      throw readable(cluster, error);
    }
  }

  /** Closes the connections of a topic that no output has taken over. */
  close(): Promise<void> {
    return this.cluster.close();
  }
}

/** Connects to the brokers, and finds or creates the topic. @param signal ends it early */
export function connectKafka(settings: KafkaSettings, signal?: AbortSignal): Promise<KafkaTopic> {
  return KafkaTopic.connect(settings, signal);
}
