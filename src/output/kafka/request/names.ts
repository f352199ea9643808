import { isIPv6 } from "node:net";
import { type Parser, Unfit, unfit } from "../../../system/values.ts";

// Names of brokers, topics and headers. The topic's rules are Kafka's own (org.apache.kafka.common.internals.Topic).

const MOST_BROKERS = 64;
const MOST_HOST_CHARACTERS = 253;
const MOST_PORT = 65_535;
const DEFAULT_PORT = 9092;
const MOST_TOPIC_CHARACTERS = 249;
const MOST_HEADERS = 64;
const MOST_HEADERS_BYTES = 16_384;

const HOST = /^[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_.])?$/;
const TOPIC = /^[A-Za-z0-9._-]+$/;

/** Whatever stands before an @ may be a name and a password, which no message shows. */
export function withoutUser(text: string): string {
  return text.includes("@") ? `...${text.slice(text.lastIndexOf("@"))}` : text;
}

/** Returns what a message says of a list of brokers that is none. */
function adviceOnBroker(entry: string): string {
  if (entry === "") return "A broker is missing beside a comma. Write host:port,host:port.";
  const scheme = /^([A-Za-z_]+):\/\//.exec(entry)?.[1];
  if (scheme !== undefined)
    return `Leave ${scheme}:// out and write host:port; --kafka-tls and --kafka-sasl say the rest.`;
  if (isIPv6(entry)) return `Write the address in brackets, as in [${entry}]:${DEFAULT_PORT}.`;
  return `It must be brokers as host:port,host:port, with ports up to ${MOST_PORT}.`;
}

/** Reads a broker; undefined if it is none. */
function brokerOf(entry: string): string | undefined {
  const [, inBrackets, name, port = String(DEFAULT_PORT)] =
    /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{1,5}))?$/.exec(entry) ?? [];
  if (Number(port) < 1 || Number(port) > MOST_PORT) return undefined;
  if (inBrackets !== undefined) return isIPv6(inBrackets) ? `[${inBrackets}]:${Number(port)}` : undefined;
  if (name === undefined || name.length > MOST_HOST_CHARACTERS || !HOST.test(name)) return undefined;
  return `${name}:${Number(port)}`;
}

/** Reads `host:port,host,[::1]:9092`. Each is returned once, with its port. */
export function brokerList(text: string): string[] | Unfit {
  if (text.includes("@"))
    return new Unfit(
      withoutUser(text),
      "Brokers take no user and no password here; write --kafka-user and --kafka-sasl.",
    );
  const entries = text.split(",", MOST_BROKERS + 1).map((entry) => entry.trim());
  if (entries.length > MOST_BROKERS)
    return new Unfit(text, `It has more than ${MOST_BROKERS} brokers; a few suffice, since they name all others.`);
  const brokers = entries.map(brokerOf);
  const wrong = brokers.indexOf(undefined);
  if (wrong >= 0) return new Unfit(entries[wrong]!, adviceOnBroker(entries[wrong]!));
  return [...new Set(brokers as string[])];
}

export function topicName(text: string): string | Unfit {
  if (TOPIC.test(text) && text.length <= MOST_TOPIC_CHARACTERS && text !== "." && text !== "..") return text;
  return unfit(
    withoutUser(text),
    `the name of a topic: at most ${MOST_TOPIC_CHARACTERS} letters, digits, dots, underscores and hyphens, but not . or ..`,
  );
}

/** Whether the text is a list of brokers with ports, and hence no topic. */
export function isLikeBrokers(text: string): boolean {
  return /:\d/.test(text) && !text.includes("://") && !(brokerList(text) instanceof Unfit);
}

function headerOf(text: string): [string, string] | Unfit {
  const equals = text.indexOf("=");
  if (/\p{Cs}/u.test(text)) return unfit(text, "Unicode text, without halves of surrogate pairs");
  return equals > 0
    ? [text.slice(0, equals), text.slice(equals + 1)]
    : unfit(text, "name=value, as in source=eventsim");
}

/** Reads headers; each is name=value. A name may be repeated, as in Kafka. */
export function headersOf(texts: readonly string[]): ([string, string] | Unfit)[] {
  if (texts.length > MOST_HEADERS)
    return [unfit(`(${texts.length} of them)`, `repeated at most ${MOST_HEADERS} times`)];
  const byteLength = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (byteLength > MOST_HEADERS_BYTES)
    return [
      unfit(
        `(${byteLength} bytes)`,
        `headers of at most ${MOST_HEADERS_BYTES} bytes together, as they are in each message`,
      ),
    ];
  return texts.map(headerOf);
}

const MOST_URL_CHARACTERS = 2048;

/** Reads the address of a schema registry, and removes slashes at its end. */
export const registryUrl: Parser<string> = (text) => {
  if (text.includes("@"))
    return new Unfit(
      withoutUser(text),
      "It must have no user and no password: processes and logs show it. Set EVENTSIM_KAFKA_REGISTRY_AUTH=user:password instead.",
    );
  if (text.length <= MOST_URL_CHARACTERS && /^https?:\/\/[^?#]+$/i.test(text) && URL.canParse(text))
    return new URL(text).href.replace(/\/+$/, "");
  return unfit(text, "the address of a schema registry, such as http://localhost:8081, without ? and #");
};

const MOST_USER_CHARACTERS = 1024;

export const userName: Parser<string> = (text) => {
  if (text !== "" && text.length <= MOST_USER_CHARACTERS && !/[\p{Cc}\p{Cs}]/u.test(text)) return text;
  return unfit(text, `a name of 1 to ${MOST_USER_CHARACTERS} characters, without control characters`);
};

export const filePath: Parser<string> = (text) => (text === "" ? unfit(text, "the name of a file") : text);
