import { UsageError } from "../../../system/errors.ts";
import { listed, printable } from "../../../system/printable.ts";
import { oneOf, Unfit } from "../../../system/values.ts";
import { MESSAGE_COMPRESSIONS, type MessageCompression } from "../../formats/messages/codecs.ts";
import type { OutputRequest } from "../../request.ts";
import type { KafkaRequest } from "../settings.ts";
import { type Addressed, isKafkaAddress, readAddress } from "./address.ts";
import { headersOf, isLikeBrokers, topicName, withoutUser } from "./names.ts";
import {
  COMPRESSION_KEY,
  PARAMETER_NAMES,
  PARAMETERS,
  type ParameterName,
  type ParameterValues,
} from "./parameters.ts";
import { problemsOfSecurity } from "./security.ts";
import { problemsOfFiles } from "./unfit.ts";

/** What a person asks for, read and checked, but for secrets and files. */
export interface KafkaWishes extends ParameterValues {
  brokers: string[];
  topic: string;
  headers: [string, string][];
  compress?: MessageCompression;
}

const NOTHING: Addressed = { request: {}, problems: [] };

/** `--acks 7`, or `acks=7 in the address`. */
function shown(name: ParameterName, text: string, isAddress: boolean): string {
  const { option, query }: { option: string; query?: string } = PARAMETERS[name];
  if (!isAddress) return option === "--kafka-tls" ? option : `${option} ${printable(text)}`;
  return query === undefined ? `${printable(text)} in the address` : `${query}=${printable(text)} in the address`;
}

/** Reads a parameter from option and address. Adds a problem if one does not fit, or if they contradict each other. */
function readParameter(name: ParameterName, given: KafkaRequest, addressed: KafkaRequest, problems: string[]): unknown {
  const sources = [given, addressed].flatMap(({ [name]: text }, index) =>
    text === undefined ? [] : [{ text, isAddress: index === 1 }],
  );
  const read = sources.map(({ text, isAddress }) => ({
    text,
    isAddress,
    value: PARAMETERS[name].parse(text) as unknown,
  }));
  const fit = read.filter(({ value }) => !(value instanceof Unfit));
  for (const { value, isAddress } of read)
    if (value instanceof Unfit) problems.push(`${shown(name, value.text, isAddress)} is invalid. ${value.advice}`);
  const [first, second] = fit;
  if (first !== undefined && second !== undefined && JSON.stringify(first.value) !== JSON.stringify(second.value))
    problems.push(
      `${shown(name, first.text, first.isAddress)} contradicts ${shown(name, second.text, second.isAddress)}; leave one out`,
    );
  return first?.value;
}

function readHeaders(given: KafkaRequest, addressed: KafkaRequest, problems: string[]): [string, string][] {
  const all = headersOf([...(addressed.headers ?? []), ...(given.headers ?? [])]);
  return all.flatMap((header) => {
    if (!(header instanceof Unfit)) return [header];
    problems.push(`--kafka-header ${printable(header.text)} is invalid. ${header.advice}`);
    return [];
  });
}

/** Reads the compression of the batches, which --compress names too. */
function readCompression(
  { compress }: OutputRequest,
  text: string | undefined,
  problems: string[],
): MessageCompression | undefined {
  const parse = oneOf(MESSAGE_COMPRESSIONS);
  const given = compress === undefined ? undefined : parse(compress);
  const addressed = text === undefined ? undefined : parse(text);
  if (given instanceof Unfit)
    problems.push(`--compress ${printable(given.text)}: batches of Kafka cannot have it. ${given.advice}`);
  if (addressed instanceof Unfit)
    problems.push(`${COMPRESSION_KEY}=${printable(addressed.text)} in the address is invalid. ${addressed.advice}`);
  if (given instanceof Unfit || addressed instanceof Unfit) return undefined;
  if (given !== undefined && addressed !== undefined && given !== addressed)
    problems.push(`--compress ${given} contradicts ${COMPRESSION_KEY}=${addressed} in the address; leave one out`);
  return given ?? addressed;
}

/** -k with brokers, as in the fork viirya/eventsim, whose -k is the list of brokers. */
function problemOfSwap(brokers: string | undefined, topic: string | undefined): string | undefined {
  if (topic === undefined || !isLikeBrokers(topic)) return undefined;
  const isTopic = brokers !== undefined && !(topicName(brokers) instanceof Unfit);
  const right = isTopic && !isLikeBrokers(brokers) ? brokers : "TOPIC";
  return (
    `-k ${topic}: is a broker with its port, and -k (--kafkaTopic) names the topic here; some other versions of eventsim have the brokers there. ` +
    `Write --kafkaBrokerList ${topic} --kafkaTopic ${right}${right === "TOPIC" ? ", with the name of your topic" : ""}`
  );
}

function problemsOfMissing(given: KafkaRequest, addressed: KafkaRequest, isAddress: boolean): string[] {
  const brokers = given.brokers ?? addressed.brokers;
  const topic = given.topic ?? addressed.topic;
  if (isAddress)
    return [
      ...(brokers === undefined ? ["the address has no brokers; write kafka://host:port/topic"] : []),
      ...(topic === undefined ? ["the address has no topic; write kafka://host:port/topic, or add --kafkaTopic"] : []),
    ];
  if (brokers === undefined && topic === undefined) return [];
  if (brokers === undefined)
    return [
      `--kafkaTopic ${printable(withoutUser(topic!))}: the brokers are missing; add --kafkaBrokerList host:port, such as localhost:9092`,
    ];
  return topic === undefined
    ? [`--kafkaBrokerList ${printable(withoutUser(brokers))}: the topic is missing; add --kafkaTopic events`]
    : [];
}

/** Options of Kafka in a run that writes elsewhere. */
function problemsOfStrays(given: KafkaRequest): string[] {
  const names = PARAMETER_NAMES.filter((name) => given[name] !== undefined).map((name) => PARAMETERS[name].option);
  const all = [...names, ...(given.headers === undefined ? [] : ["--kafka-header"])];
  if (all.length === 0) return [];
  return [
    `${listed(all, "and")}: only for messages to Kafka; add --kafkaBrokerList localhost:9092 --kafkaTopic events, or leave ${all.length === 1 ? "it" : "them"} out`,
  ];
}

/**
 * Reads what option and address ask for, without reading a file; undefined if the events go elsewhere. Throws
 * UsageError with all problems.
 */
export function readKafka(request: OutputRequest): KafkaWishes | undefined {
  const { path, kafka: given = {} } = request;
  const isAddress = path !== undefined && isKafkaAddress(path);
  const isWanted = isAddress || given.brokers !== undefined || given.topic !== undefined;
  if (!isWanted) {
    const [stray] = problemsOfStrays(given);
    if (stray === undefined) return undefined;
    throw new UsageError(stray);
  }
  const { request: addressed, compression, problems } = isAddress ? readAddress(path) : NOTHING;
  const swap = problemOfSwap(given.brokers, given.topic);
  const found = swap === undefined ? [...problems] : [...problems, swap];
  const readable = PARAMETER_NAMES.filter((name) => swap === undefined || (name !== "brokers" && name !== "topic"));
  const values = Object.fromEntries(readable.map((name) => [name, readParameter(name, given, addressed, found)]));
  const headers = readHeaders(given, addressed, found);
  const compress = readCompression(request, compression, found);
  if (swap === undefined && problems.length === 0) found.push(...problemsOfMissing(given, addressed, isAddress));
  if (values.registry !== undefined && request.format !== "avro")
    found.push("--kafka-registry: a schema is registered for values in Avro; add --format avro");
  found.push(...problemsOfSecurity({ ...addressed, ...given }), ...problemsOfFiles(request, isAddress));
  if (found.length > 0) throw new UsageError(found.join("\n"));
  const wishes = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  return {
    ...(wishes as ParameterValues & Pick<KafkaWishes, "brokers" | "topic">),
    headers,
    ...(compress && { compress }),
  };
}
