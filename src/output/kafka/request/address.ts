import { UsageError } from "../../../system/errors.ts";
import { suggestion } from "../../../system/nearest.ts";
import { listed, printable } from "../../../system/printable.ts";
import { Unfit } from "../../../system/values.ts";
import type { KafkaRequest } from "../settings.ts";
import { brokerList } from "./names.ts";
import { COMPRESSION_KEY, HEADER_KEY, PARAMETER_NAMES, PARAMETERS, type ParameterName } from "./parameters.ts";

// kafka://host:port,host:port/topic?acks=all&compression=lz4

const SCHEME = /^kafka:\/\//i;
const MOST_CHARACTERS = 32_768;
const MOST_PAIRS = 128;

/** The parameters by their keys in an address. */
const BY_KEY: ReadonlyMap<string, ParameterName> = new Map(
  PARAMETER_NAMES.flatMap((name) => {
    const { query }: { query?: string } = PARAMETERS[name];
    return query === undefined ? [] : [[query, name]];
  }),
);
const KEYS = [...BY_KEY.keys(), COMPRESSION_KEY, HEADER_KEY].sort();

/** Keys under which other programs take secrets, and what to do instead. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/passphrase/i, "EVENTSIM_KAFKA_KEY_PASSPHRASE"],
  [/token/i, "EVENTSIM_KAFKA_TOKEN, or into a file for token-file="],
  [/pass|pwd|secret|credential|jaas/i, "EVENTSIM_KAFKA_PASSWORD, or into a file for password-file="],
];

export function isKafkaAddress(name: string): boolean {
  return SCHEME.test(name);
}

/** What an address asks for, as texts, and the compression of the batches. */
export interface Addressed {
  request: KafkaRequest;
  compression?: string;
  problems: string[];
}

/** Reads the key and value of a pair; undefined if a % in it is no escape. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The problem of a key that does not exist. Its value may be a secret, and is not shown. */
function unknownKey(key: string): string {
  const secret = SECRETS.find(([pattern]) => pattern.test(key));
  if (secret !== undefined)
    return `${printable(key)}= in the address: an address is seen by all users of this machine and kept in logs; put the secret into ${secret[1]}`;
  const advice = suggestion(key, KEYS, "leave it out");
  const stop = advice.endsWith("?") ? "" : ".";
  return `${printable(key)}= in the address: there is no such key${advice}${stop} Known are ${listed(KEYS, "and")}`;
}

const HAS_USER =
  "the address has a user or a password before the @, where all users of this machine see it and logs keep it; write " +
  "kafka://host:port/topic?sasl=PLAIN&user=NAME, and put the password into EVENTSIM_KAFKA_PASSWORD, or into a file for password-file=";

/** Whether there is a user, whose password may have any character. An @ may also be in a value of the query. */
function hasUser(names: string, address: string): boolean {
  if (names.includes("@")) return true;
  const [brokers = ""] = names.split("/", 1);
  return address.includes("@") && brokers !== "" && brokerList(decoded(brokers) ?? "") instanceof Unfit;
}

/** Reads the part before the ?. */
function readNames(text: string, problems: string[]): KafkaRequest {
  const slash = text.indexOf("/");
  const brokers = decoded(slash < 0 ? text : text.slice(0, slash));
  const topic = decoded(slash < 0 ? "" : text.slice(slash + 1));
  if (brokers === undefined || topic === undefined) problems.push(badEscape("the brokers and topic"));
  return { ...(brokers && { brokers }), ...(topic && { topic }) };
}

function badEscape(what: string): string {
  return `a % in ${what} of the address is no escape; write %25 for the sign itself`;
}

/** Adds a pair of the query to what was read before it. */
function readPair(pair: string, read: { found: Map<string, string>; headers: string[]; problems: string[] }): void {
  const { found, headers, problems } = read;
  const equals = pair.indexOf("=");
  const key = decoded(equals < 0 ? pair : pair.slice(0, equals));
  const value = decoded(equals < 0 ? "" : pair.slice(equals + 1));
  if (key === undefined) problems.push(badEscape("a key"));
  else if (!KEYS.includes(key)) problems.push(unknownKey(key));
  else if (value === undefined) problems.push(badEscape(`${key}=`));
  else if (key === HEADER_KEY) headers.push(value);
  else if (found.has(key)) problems.push(`${key}= is in the address twice; keep one`);
  else found.set(key, value);
}

/** Reads an address, percent-decoded. @param address one that isKafkaAddress says is Kafka's */
export function readAddress(address: string): Addressed {
  if (address.length > MOST_CHARACTERS)
    throw new UsageError(
      `the address of Kafka has ${address.length} characters, and at most ${MOST_CHARACTERS} are read`,
    );
  const text = address.replace(SCHEME, "");
  const mark = text.indexOf("?");
  const problems: string[] = [];
  const named = mark < 0 ? text : text.slice(0, mark);
  if (hasUser(named, text)) return { request: {}, problems: [HAS_USER] };
  const names = readNames(named, problems);
  const pairs = mark < 0 ? [] : text.slice(mark + 1).split("&", MOST_PAIRS + 1);
  if (pairs.length > MOST_PAIRS) problems.push(`the address has more than ${MOST_PAIRS} keys; leave some out`);
  const read = { found: new Map<string, string>(), headers: [] as string[], problems };
  for (const pair of pairs.slice(0, MOST_PAIRS)) if (pair !== "") readPair(pair, read);
  const compression = read.found.get(COMPRESSION_KEY);
  const given = [...read.found].flatMap(([key, value]) => {
    const name = BY_KEY.get(key);
    return name === undefined ? [] : [[name, value] as const];
  });
  return {
    request: { ...names, ...Object.fromEntries(given), ...(read.headers.length > 0 && { headers: read.headers }) },
    ...(compression === undefined ? {} : { compression }),
    problems,
  };
}
