import { RunError } from "../../../system/errors.ts";
import { CLUSTER_AUTHORIZATION_FAILED, KafkaFailure, nameOf, TOPIC_AUTHORIZATION_FAILED } from "../errors.ts";
import { requestMsOf } from "../wire/connection.ts";
import { codeOf } from "../wire/library.ts";
import type { Cluster } from "./cluster.ts";
import type { Patience } from "./patience.ts";

/** Configurations of a topic, among those that DescribeConfigs knows. */
const TOPIC_RESOURCE = 2;

/** By whom a broker knows which batches it has already. */
export interface Producer {
  producerId: number;
  epoch: number;
}

/** What a broker knows of a producer in a partition. */
export interface KnownProducer {
  epoch: number;
  /** Number of the last record that it has. */
  lastSequence: number;
}

/** Asks for a new producer id. */
export function initProducer(cluster: Cluster, patience: Patience): Promise<Producer> {
  const { initProducerIdV5, initProducerIdV4, initProducerIdV3 } = cluster.library;
  const apis = [initProducerIdV5.api, initProducerIdV4.api, initProducerIdV3.api];
  return patience.repeat(async () => {
    const connection = await cluster.any();
    try {
      const answer = await connection.call(apis, null, requestMsOf(cluster.settings), -1n, -1);
      return { producerId: checkedId(answer.producerId), epoch: answer.producerEpoch };
    } catch (error) {
      if (codeOf(error) !== CLUSTER_AUTHORIZATION_FAILED) throw error;
      throw new KafkaFailure(
        cluster.output,
        "this user may not send with idempotence",
        "allow it IdempotentWrite on the cluster, or send with --acks 1",
      );
    }
  });
}

function checkedId(id: bigint): number {
  if (id >= 0n && id <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(id);
  throw new RunError(`the Kafka broker gave out the producer id ${id}, which is none`);
}

/** Asks the leaders of these partitions for what they have of a producer. Throws what can pass, or a KafkaFailure. */
export async function knownProducers(
  cluster: Cluster,
  producerId: number,
  partitions: readonly number[],
): Promise<Map<number, KnownProducer>> {
  const known = new Map<number, KnownProducer>();
  const leaderOf = (partition: number) => cluster.leaders[partition] ?? -1;
  for (const node of new Set(partitions.map(leaderOf))) {
    const partitionIndexes = partitions.filter((partition) => leaderOf(partition) === node);
    const connection = await cluster.to(node);
    const wanted = [{ name: cluster.settings.topic, partitionIndexes }];
    const answer = await connection.call([cluster.library.describeProducersV0.api], wanted).catch((error: unknown) => {
      throw refusalOf(cluster, error) ?? error;
    });
    for (const { partitionIndex, activeProducers } of answer.topics.flatMap((topic) => topic.partitions)) {
      const found = activeProducers.find((producer) => producer.producerId === BigInt(producerId));
      if (found === undefined) continue;
      known.set(partitionIndex, { epoch: found.producerEpoch, lastSequence: found.lastSequence });
    }
  }
  return known;
}

function refusalOf({ output }: Cluster, error: unknown): KafkaFailure | undefined {
  if (codeOf(error) !== TOPIC_AUTHORIZATION_FAILED) return undefined;
  return new KafkaFailure(
    output,
    `what was delivered must be asked for, and this user may not (${nameOf(TOPIC_AUTHORIZATION_FAILED)})`,
    "let it READ the topic too, and resume the run",
  );
}

/** The topic's setting that limits a batch. */
export const LIMIT = "max.message.bytes";

/** Returns the most bytes of a batch that the topic takes; undefined where the user may not read its settings. */
export async function mostBatchBytes(cluster: Cluster): Promise<number | undefined> {
  const { describeConfigsV4, describeConfigsV3, describeConfigsV2 } = cluster.library;
  const apis = [describeConfigsV4.api, describeConfigsV3.api, describeConfigsV2.api];
  const { topic: resourceName } = cluster.settings;
  const resource = { resourceType: TOPIC_RESOURCE as 2, resourceName, configurationKeys: [LIMIT] };
  try {
    const connection = await cluster.any();
    const { results } = await connection.call(apis, [resource], false, false);
    const value = Number(results.flatMap(({ configs }) => configs).find(({ name }) => name === LIMIT)?.value);
    return Number.isSafeInteger(value) && value > 0 ? value : undefined;
  } catch {
    return undefined; // brokers refuse a batch that is too large
  }
}
