import { RunError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";

/** What cannot be delivered. Whoever knows the run adds how much is acknowledged: the message is made of these parts. */
export class KafkaFailure extends RunError {
  /** @param output for messages, such as "Kafka topic clicks" */
  constructor(
    readonly output: string,
    readonly problem: string,
    readonly advice: string,
  ) {
    super(`${output}: ${problem}; ${advice}`);
  }
}

/**
 * What follows from a code that a broker answers for a batch:
 * - `moved`: ask where the partition's leader is, and send again
 * - `busy`: send again to the same broker
 * - `order`: the batch is not the one that the broker expects next from this producer
 * - `delivered`: the broker has it already
 * - `final`: sending again would change nothing
 */
export type Consequence = "moved" | "busy" | "order" | "delivered" | "final";

interface CodeMeaning {
  name: string;
  consequence: Consequence;
  /** For codes that end the run. */
  problem?: string;
  advice?: string;
}

export const MESSAGE_TOO_LARGE = 10;
export const TOPIC_AUTHORIZATION_FAILED = 29;
export const CLUSTER_AUTHORIZATION_FAILED = 31;
export const INVALID_PRODUCER_EPOCH = 47;

const LOG = "the broker's log says more";

/** Codes of Produce: https://kafka.apache.org/protocol#protocol_error_codes. Those that Kafka's producer retries are retried. */
const CODES: Readonly<Record<number, CodeMeaning>> = {
  [-1]: {
    name: "UNKNOWN_SERVER_ERROR",
    consequence: "final",
    problem: "the broker had an unexpected error",
    advice: LOG,
  },
  2: { name: "CORRUPT_MESSAGE", consequence: "busy" },
  3: { name: "UNKNOWN_TOPIC_OR_PARTITION", consequence: "moved" },
  5: { name: "LEADER_NOT_AVAILABLE", consequence: "moved" },
  6: { name: "NOT_LEADER_OR_FOLLOWER", consequence: "moved" },
  7: { name: "REQUEST_TIMED_OUT", consequence: "busy" },
  9: { name: "REPLICA_NOT_AVAILABLE", consequence: "moved" },
  [MESSAGE_TOO_LARGE]: {
    name: "MESSAGE_TOO_LARGE",
    consequence: "final",
    problem: "the broker refuses a batch because of its size",
    advice: "encode fewer events together with --part-events, or raise the topic's max.message.bytes",
  },
  13: { name: "NETWORK_EXCEPTION", consequence: "moved" },
  14: { name: "COORDINATOR_LOAD_IN_PROGRESS", consequence: "busy" },
  15: { name: "COORDINATOR_NOT_AVAILABLE", consequence: "busy" },
  16: { name: "NOT_COORDINATOR", consequence: "busy" },
  17: {
    name: "INVALID_TOPIC_EXCEPTION",
    consequence: "final",
    problem: "the broker has no topics of this name",
    advice: "name another topic",
  },
  18: {
    name: "RECORD_LIST_TOO_LARGE",
    consequence: "final",
    problem: "the broker refuses a batch because it is larger than a segment of the log",
    advice: "encode fewer events together with --part-events, or raise the topic's segment.bytes",
  },
  19: { name: "NOT_ENOUGH_REPLICAS", consequence: "busy" },
  20: { name: "NOT_ENOUGH_REPLICAS_AFTER_APPEND", consequence: "busy" },
  [TOPIC_AUTHORIZATION_FAILED]: {
    name: "TOPIC_AUTHORIZATION_FAILED",
    consequence: "final",
    problem: "this user may not write to the topic",
    advice: "let it WRITE to the topic (kafka-acls --add --producer)",
  },
  [CLUSTER_AUTHORIZATION_FAILED]: {
    name: "CLUSTER_AUTHORIZATION_FAILED",
    consequence: "final",
    problem: "this user may not send with idempotence",
    advice: "allow IdempotentWrite on the cluster, or send with --acks 1",
  },
  32: {
    name: "INVALID_TIMESTAMP",
    consequence: "final",
    problem: "the broker refuses the events' time stamps",
    advice:
      "brokers of 4.x take none that are more than an hour ahead: use --kafka-timestamp now, or raise the topic's message.timestamp.after.max.ms (or message.timestamp.before.max.ms, for old ones)",
  },
  35: {
    name: "UNSUPPORTED_VERSION",
    consequence: "final",
    problem: "the broker does not know this version of the request",
    advice: "brokers of 2.8 or later do",
  },
  43: {
    name: "UNSUPPORTED_FOR_MESSAGE_FORMAT",
    consequence: "final",
    problem: "the topic's message format is older than idempotence and headers",
    advice: "set the topic's message.format.version to 0.11.0 or later",
  },
  44: {
    name: "POLICY_VIOLATION",
    consequence: "final",
    problem: "a policy of the broker refuses the batch",
    advice: LOG,
  },
  45: { name: "OUT_OF_ORDER_SEQUENCE_NUMBER", consequence: "order" },
  46: { name: "DUPLICATE_SEQUENCE_NUMBER", consequence: "delivered" },
  [INVALID_PRODUCER_EPOCH]: {
    name: "INVALID_PRODUCER_EPOCH",
    consequence: "final",
    problem: "another program sends as this run's producer",
    advice: "a run can be resumed once at a time; end the other program and resume again",
  },
  56: { name: "KAFKA_STORAGE_ERROR", consequence: "moved" },
  59: { name: "UNKNOWN_PRODUCER_ID", consequence: "order" },
  72: { name: "LISTENER_NOT_FOUND", consequence: "moved" },
  74: { name: "FENCED_LEADER_EPOCH", consequence: "moved" },
  75: { name: "UNKNOWN_LEADER_EPOCH", consequence: "moved" },
  76: {
    name: "UNSUPPORTED_COMPRESSION_TYPE",
    consequence: "final",
    problem: "the topic takes no batches that are compressed so",
    advice: "use another --compress",
  },
  87: {
    name: "INVALID_RECORD",
    consequence: "final",
    problem: "the broker refuses an event",
    advice:
      "a topic with cleanup.policy=compact takes no event without a key, and those without a user have none: use --kafka-key sessionId or another topic",
  },
  89: { name: "THROTTLING_QUOTA_EXCEEDED", consequence: "busy" },
  100: { name: "UNKNOWN_TOPIC_ID", consequence: "moved" },
  103: { name: "INCONSISTENT_TOPIC_ID", consequence: "moved" },
};

/** The code's name in Kafka's protocol, or its number. */
export function nameOf(code: number): string {
  return CODES[code]?.name ?? `error ${code}`;
}

export function consequenceOf(code: number): Consequence {
  return CODES[code]?.consequence ?? "final";
}

/** The error that ends a run. @param details of the batch, and what the broker said in words */
export function finalError(output: string, code: number, details: string, reason: string | undefined): KafkaFailure {
  const { problem = "the broker refuses a batch", advice = LOG } = CODES[code] ?? {};
  const said = reason === undefined ? "" : `: ${printable(reason)}`;
  return new KafkaFailure(output, `${problem} (${nameOf(code)}${details}${said})`, advice);
}
