import { durationSeconds, oneOf, type Parser, Unfit, unfit, whole } from "../../../system/values.ts";
import { MESSAGE_KEYS, MESSAGE_TIMES } from "../../formats/messages/encoding.ts";
import { ACKS, type Acks, type KafkaRequest, SASL_MECHANISMS } from "../settings.ts";
import { brokerList, filePath, registryUrl, topicName, userName } from "./names.ts";

const MOST_PARTITIONS = 10_000;
/** Kafka's clients count it in milliseconds, in 31 bits. */
const MOST_TIMEOUT_SECONDS = Math.floor((2 ** 31 - 1) / 1000);

const flag: Parser<boolean> = (text) => {
  if (text === "true" || text === "false") return text === "true";
  return unfit(text, "true or false");
};

const timeout: Parser<number> = (text) => {
  const seconds = durationSeconds(text.replace(/^(\d+)m$/, "$1min"));
  if (seconds instanceof Unfit || seconds <= MOST_TIMEOUT_SECONDS) return seconds;
  return unfit(text, "a duration of at most 24 days, such as 30s or 2m");
};

/** -1 is what Kafka's clients have for all. */
const acks: Parser<Acks> = (text) => {
  const meant = text === "-1" ? "Did you mean all? " : "";
  return ACKS.find((each) => each === text) ?? new Unfit(text, `${meant}Allowed choices are ${ACKS.join(", ")}.`);
};

/** What a person may ask for once: the option, the key in an address, and how the text is read. */
interface Parameter<T> {
  option: string;
  /** Absent where a part of the address has it: brokers and topic. */
  query?: string;
  parse: Parser<T>;
}

const parameter = <T>(option: string, query: string | undefined, parse: Parser<T>): Parameter<T> => ({
  option,
  ...(query === undefined ? {} : { query }),
  parse,
});

export const PARAMETERS = {
  brokers: parameter("--kafkaBrokerList", undefined, brokerList),
  topic: parameter("--kafkaTopic", undefined, topicName),
  key: parameter("--kafka-key", "key", oneOf(MESSAGE_KEYS)),
  timestamp: parameter("--kafka-timestamp", "timestamp", oneOf(MESSAGE_TIMES)),
  acks: parameter("--acks", "acks", acks),
  partitions: parameter("--kafka-partitions", "partitions", whole(1, MOST_PARTITIONS)),
  registry: parameter("--kafka-registry", "registry", registryUrl),
  timeout: parameter("--kafka-timeout", "timeout", timeout),
  tls: parameter("--kafka-tls", "tls", flag),
  ca: parameter("--kafka-ca", "ca", filePath),
  cert: parameter("--kafka-cert", "cert", filePath),
  certKey: parameter("--kafka-cert-key", "cert-key", filePath),
  sasl: parameter("--kafka-sasl", "sasl", oneOf(SASL_MECHANISMS)),
  user: parameter("--kafka-user", "user", userName),
  passwordFile: parameter("--kafka-password-file", "password-file", filePath),
  tokenFile: parameter("--kafka-token-file", "token-file", filePath),
} satisfies Record<Exclude<keyof KafkaRequest, "headers">, Parameter<unknown>>;

export type ParameterName = keyof typeof PARAMETERS;
export const PARAMETER_NAMES = Object.keys(PARAMETERS) as ParameterName[];

type ValueOf<P> = P extends Parameter<infer T> ? T : never;
/** The values that are given and fit. */
export type ParameterValues = { [Name in ParameterName]?: ValueOf<(typeof PARAMETERS)[Name]> };

/** Keys of an address besides those of the parameters. */
export const COMPRESSION_KEY = "compression";
export const HEADER_KEY = "header";
