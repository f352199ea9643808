import { Option } from "commander";
import { MESSAGE_KEYS, MESSAGE_TIMES } from "../output/formats/messages/encoding.ts";
import { messageEncoding } from "../output/kafka/request/encoding.ts";
import { readKafka } from "../output/kafka/request/read.ts";
import { ACKS, type KafkaRequest, SASL_MECHANISMS } from "../output/kafka/settings.ts";
import type { OutputRequest } from "../output/request.ts";
import { UsageError } from "../system/errors.ts";
import { anyText, collect } from "../system/values.ts";

/** The options for Kafka, as texts: an address has the same values, so one place reads both. */
export interface KafkaOptions {
  kafkaBrokerList?: string;
  kafkaTopic?: string;
  kafkaKey?: string;
  kafkaHeader?: string[];
  kafkaTimestamp?: string;
  acks?: string;
  kafkaPartitions?: string;
  kafkaRegistry?: string;
  kafkaTimeout?: string;
  kafkaTls?: true;
  kafkaCa?: string;
  kafkaCert?: string;
  kafkaCertKey?: string;
  kafkaSasl?: string;
  kafkaUser?: string;
  kafkaPasswordFile?: string;
  kafkaTokenFile?: string;
}

function option(flags: string, description: string, choices?: readonly string[]): Option {
  const made = new Option(flags, description);
  return (choices === undefined ? made : made.choices([...choices])).argParser(anyText);
}

/** The help group "Kafka:". The original's two options keep their names. */
export const KAFKA_OPTIONS: readonly Option[] = [
  option("--kafkaBrokerList <host:port,...>", "write to Kafka, by these brokers; the port is 9092 unless one is given"),
  option("-k, --kafkaTopic <topic>", "topic of the messages, each of which is an event"),
  option("--kafka-key <key>", "key of a message, which decides its partition (default: userId)", MESSAGE_KEYS),
  new Option("--kafka-header <name=value>", "header of each message; the option may be repeated").argParser(collect),
  option(
    "--kafka-timestamp <instant>",
    "time stamp of a message: when it is sent, or the event's (default: now)",
    MESSAGE_TIMES,
  ),
  option(
    "--acks <replicas>",
    "replicas that must have a message: none, the leader, or all in sync, where it is stored exactly once (default: all)",
    ACKS,
  ),
  option(
    "--kafka-partitions <count>",
    "partitions of a topic that does not exist yet (default: as the brokers are set)",
  ),
  option("--kafka-registry <url>", "schema registry, for values in Avro; without one they have no schema id"),
  option(
    "--kafka-timeout <duration>",
    "end the run when a message has not been acknowledged for so long, such as 30s (default: 2m)",
  ),
  new Option("--kafka-tls", "encrypt the connections; the options of certificates do so too"),
  option("--kafka-ca <file>", "certificates of the authorities to trust, in PEM (default: the usual ones)"),
  option("--kafka-cert <file>", "certificate of this client, in PEM"),
  option("--kafka-cert-key <file>", "its private key, in PEM; a passphrase is in EVENTSIM_KAFKA_KEY_PASSPHRASE"),
  option("--kafka-sasl <mechanism>", "mechanism by which this client identifies itself", SASL_MECHANISMS),
  option("--kafka-user <name>", "user of PLAIN and SCRAM"),
  option("--kafka-password-file <file>", "file with the user's password (default: EVENTSIM_KAFKA_PASSWORD)"),
  option("--kafka-token-file <file>", "file with the token of OAUTHBEARER (default: EVENTSIM_KAFKA_TOKEN)"),
];

/** Returns what the options ask for; undefined if there is none of them. */
export function kafkaRequestOf(options: KafkaOptions): KafkaRequest | undefined {
  const request = {
    brokers: options.kafkaBrokerList,
    topic: options.kafkaTopic,
    key: options.kafkaKey,
    headers: options.kafkaHeader,
    timestamp: options.kafkaTimestamp,
    acks: options.acks,
    partitions: options.kafkaPartitions,
    timeout: options.kafkaTimeout,
    registry: options.kafkaRegistry,
    tls: options.kafkaTls === undefined ? undefined : String(options.kafkaTls),
    ca: options.kafkaCa,
    cert: options.kafkaCert,
    certKey: options.kafkaCertKey,
    sasl: options.kafkaSasl,
    user: options.kafkaUser,
    passwordFile: options.kafkaPasswordFile,
    tokenFile: options.kafkaTokenFile,
  } satisfies Record<keyof KafkaRequest, unknown>;
  const given = Object.entries(request).filter(([, value]) => value !== undefined);
  return given.length === 0 ? undefined : (Object.fromEntries(given) as KafkaRequest);
}

/** The problems of a request for Kafka that can be told before any file is read. */
export function problemsOfKafka(request: OutputRequest): string[] {
  try {
    const wishes = readKafka(request);
    if (wishes !== undefined) messageEncoding(request, wishes);
    return [];
  } catch (error) {
    if (error instanceof UsageError) return error.message.split("\n");
    throw error;
  }
}
