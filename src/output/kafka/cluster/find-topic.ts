import { UsageError } from "../../../system/errors.ts";
import { printable } from "../../../system/printable.ts";
import { CLUSTER_AUTHORIZATION_FAILED, nameOf, TOPIC_AUTHORIZATION_FAILED } from "../errors.ts";
import { requestMsOf } from "../wire/connection.ts";
import { codeOf, errorsIn } from "../wire/library.ts";
import type { Cluster } from "./cluster.ts";
import { isPassing, type Patience } from "./patience.ts";

const UNKNOWN_TOPIC = 3;
const INVALID_TOPIC = 17;
const TOPIC_ALREADY_EXISTS = 36;
const INVALID_PARTITIONS = 37;
const POLICY_VIOLATION = 44;
/** Partitions and replicas as the broker's configuration has them. */
const DEFAULT = -1;
/** Values of ListOffsets: whoever leads now, the end of the log, and who asks is no broker. */
const ANY_EPOCH = -1;
const LATEST = -1n;
const NO_REPLICA = -1;

function refusedTopic(topic: string, code: number, reason: string | undefined): UsageError {
  const said = reason === undefined ? "" : ` (${printable(reason)})`;
  const words: Readonly<Record<number, string>> = {
    [INVALID_TOPIC]: "has no name that the broker takes; name another one",
    [TOPIC_AUTHORIZATION_FAILED]:
      "cannot be used by this user; let it WRITE and DESCRIBE the topic (kafka-acls --add --producer), and CREATE it if it does not exist",
    [CLUSTER_AUTHORIZATION_FAILED]:
      "does not exist, and this user may not create it; create it, or let the user CREATE it",
    [INVALID_PARTITIONS]: "cannot be created with this number of partitions; choose another --kafka-partitions",
    [POLICY_VIOLATION]:
      "cannot be created: a policy of the broker is against it; choose another --kafka-partitions or create it there",
  };
  return new UsageError(
    `the Kafka topic ${topic} ${words[code] ?? `cannot be used: the broker answers ${nameOf(code)}`}${said}`,
  );
}

/** Creates the topic. That it exists meanwhile is no error. Throws a UsageError, or what can pass. */
async function createTopic(cluster: Cluster): Promise<void> {
  const { topic: name, partitionsWanted: numPartitions = DEFAULT } = cluster.settings;
  const connection = await (cluster.controller >= 0 ? cluster.to(cluster.controller) : cluster.any());
  const wanted = { name, numPartitions, replicationFactor: DEFAULT, assignments: [], configs: [] };
  try {
    await connection.call([cluster.library.createTopicsV7.api], [wanted], requestMsOf(cluster.settings), false);
  } catch (error) {
    const code = codeOf(error);
    if (code === TOPIC_ALREADY_EXISTS) return;
    if (code === undefined || isPassing(error)) throw error;
    const { serverErrorMessage } = errorsIn(error).find(({ apiCode }) => apiCode === code) ?? {};
    throw refusedTopic(name, code, serverErrorMessage ?? undefined);
  }
}

function checkPartitions(topic: string, count: number, wanted: number | undefined): void {
  if (wanted === undefined || wanted === count) return;
  throw new UsageError(
    `the Kafka topic ${topic} exists with ${count} partitions, not with ${wanted}; leave --kafka-partitions out, or name another topic`,
  );
}

/** Resolves when all leaders have their new partitions: brokers name themselves as leaders before that. */
async function awaitPartitions(cluster: Cluster, patience: Patience): Promise<void> {
  const { listOffsetsV9, listOffsetsV8, listOffsetsV7, listOffsetsV6, listOffsetsV5 } = cluster.library;
  const apis = [listOffsetsV9.api, listOffsetsV8.api, listOffsetsV7.api, listOffsetsV6.api, listOffsetsV5.api];
  const { topic: name } = cluster.settings;
  const partitionsOf = (node: number) =>
    cluster.leaders.flatMap((leader, partitionIndex) =>
      leader === node ? [{ partitionIndex, currentLeaderEpoch: ANY_EPOCH, timestamp: LATEST }] : [],
    );
  for (const node of new Set(cluster.leaders)) {
    await patience.repeat(async () => {
      const connection = await cluster.to(node);
      await connection.call(apis, NO_REPLICA, 0, [{ name, partitions: partitionsOf(node) }]);
    });
  }
}

/** Finds the topic, or creates it, and waits until all partitions have leaders. Returns whether it was created. */
export async function findTopic(cluster: Cluster, patience: Patience): Promise<boolean> {
  const { topic, partitionsWanted } = cluster.settings;
  let isNew = false;
  for (let failures = 1; ; failures++) {
    const { errorCode, leaders } = await patience.repeat(() => cluster.refresh());
    if (errorCode === UNKNOWN_TOPIC && !isNew) {
      await patience.repeat(() => createTopic(cluster));
      isNew = true;
    } else if (errorCode === INVALID_TOPIC || errorCode === TOPIC_AUTHORIZATION_FAILED) {
      throw refusedTopic(topic, errorCode, undefined);
    } else if (leaders.length > 0) {
      checkPartitions(topic, leaders.length, partitionsWanted);
      if (leaders.every((node) => node >= 0)) {
        if (isNew) await awaitPartitions(cluster, patience);
        return isNew;
      }
    }
    await patience.wait(failures, "not all of its partitions have a leader");
  }
}
