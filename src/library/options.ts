import * as disorder from "../config/disorder/parse.ts";
import { ENGINE_NAMES } from "../config/engine.ts";
import { COMPRESSIONS, MOST_LEVEL } from "../output/codecs/codecs.ts";
import { FORMAT_NAMES } from "../output/formats/formats.ts";
import { FRAMINGS, TABLES, ZSTD_FRAMES } from "../output/request.ts";
import {
  attritionRate,
  eventCount,
  growthRate,
  instant,
  numberSet,
  userCount,
  userId,
  seed as wholeSeed,
  workerCount,
} from "../simulation/values.ts";
import { UsageError } from "../system/errors.ts";
import { suggestion } from "../system/nearest.ts";
import { printable } from "../system/printable.ts";
import { anyText, durationSeconds, oneOf, type Parser, Unfit, whole } from "../system/values.ts";
import type {
  BytesOptions,
  DisorderOptions,
  EncodingOptions,
  EventsOptions,
  KafkaOptions,
  SimulateOptions,
  WriteOptions,
} from "./types.ts";
import { inLibraryWords } from "./words.ts";

/** Reads the value of an option. */
type Reader = (value: unknown) => unknown;

/** Reads the value by the command line's parser, from its text. */
function asOption<T>(type: "number" | "string" | "bigint", parser: Parser<T>): Reader {
  return (value) => {
    const isFitting = typeof value === type || (type === "bigint" && typeof value === "number");
    if (isFitting) return parser(String(value));
    return new Unfit(shown(value), `It must be a ${type}.`);
  };
}

function shown(value: unknown): string {
  return typeof value === "object" && value !== null ? Object.prototype.toString.call(value) : String(value);
}

const number = (parser: Parser<number>) => asOption("number", parser);
const text = asOption("string", (value) => (value === "" ? new Unfit("", "It must not be empty.") : value));

const flag: Reader = (value) =>
  typeof value === "boolean" ? value : new Unfit(shown(value), "It must be true or false.");

const listener: Reader = (value) =>
  typeof value === "function" ? value : new Unfit(shown(value), "It must be a function.");

const signal: Reader = (value) =>
  value instanceof AbortSignal ? value : new Unfit(shown(value), "It must be an AbortSignal.");

const time: Reader = (value) => {
  if (!(value instanceof Date)) return asOption("string", instant)(value);
  return Number.isNaN(value.getTime()) ? new Unfit("Invalid Date", "It must be a valid date.") : value.toISOString();
};

const config: Reader = (value) => (isObject(value) ? value : text(value));

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const userShare: Reader = (value) => {
  const { index, count: shares } = (value ?? {}) as { index?: unknown; count?: unknown };
  const isShare = Number.isSafeInteger(index) && Number.isSafeInteger(shares);
  if (isShare && (index as number) >= 1 && (index as number) <= (shares as number)) return { index, count: shares };
  return new Unfit(
    shown(value),
    "It must be a share of the users, such as { index: 2, count: 8 } for the second of eight.",
  );
};

/** Reads a list of texts by the parser of an option that may be repeated. */
function listOf<T>(parser: (text: string, before?: readonly T[] | Unfit) => readonly T[] | Unfit): Reader {
  return (value) => {
    if (!Array.isArray(value)) return new Unfit(shown(value), "It must be a list of texts.");
    return value.reduce((before: readonly T[] | Unfit, each: unknown) => parser(shown(each), before), []);
  };
}

const DISORDER = {
  late: asOption("string", disorder.late),
  lateMax: asOption("string", durationSeconds),
  duplicate: asOption("string", disorder.duplicate),
  lose: asOption("string", disorder.lose),
  outages: listOf(disorder.outage),
  bursts: listOf(disorder.burst),
} satisfies Record<keyof DisorderOptions, Reader>;

const SIMULATE = {
  config,
  engine: asOption("string", oneOf(ENGINE_NAMES)),
  users: number(userCount),
  firstUserId: number(userId),
  growthRate: number(growthRate),
  attritionRate: number(attritionRate),
  seed: asOption("bigint", wholeSeed),
  tag: asOption("string", anyText),
  from: time,
  to: time,
  holidays: asOption("string", anyText),
  events: number(eventCount),
  user: number(userId),
  share: userShare,
  disorder: nested(DISORDER),
  data: text,
  similarSongs: flag,
  workers: number(workerCount),
  memoryBytes: number(whole(1, Number.MAX_SAFE_INTEGER)),
  onNote: listener,
  signal,
};

const EVENTS = { signal };

/** The public type names each choice. The compiler refuses a table with another one. */
type Choice<Key extends keyof EncodingOptions> = NonNullable<EncodingOptions[Key]>;

const BYTES = {
  format: asOption("string", oneOf<Choice<"format">>(FORMAT_NAMES)),
  compress: asOption("string", oneOf<Choice<"compress">>(COMPRESSIONS)),
  compressLevel: number(whole(1, MOST_LEVEL)),
  lz4Framing: asOption("string", oneOf(FRAMINGS)),
  zstdFrames: asOption("string", oneOf(ZSTD_FRAMES)),
  rowGroupEvents: number(whole(1, 4_194_304)),
  csvNull: asOption("string", anyText),
  signal,
};

const headers: Reader = (value) => {
  const isPair = ([name, each]: [string, unknown]) => /^[^=]+$/.test(name) && typeof each === "string";
  if (isObject(value) && Object.entries(value).every(isPair)) return value;
  return new Unfit(
    shown(value),
    'It must be an object of texts, such as { source: "eventsim" }, without = in the names.',
  );
};

const acks: Reader = (value) =>
  [0, 1, "all"].includes(value as string) ? String(value) : new Unfit(shown(value), 'It must be 0, 1 or "all".');

/** Texts are checked where those of the command line are. */
const KAFKA = {
  key: asOption("string", anyText),
  headers,
  timestamp: asOption("string", anyText),
  acks,
  partitions: number(whole(1, Number.MAX_SAFE_INTEGER)),
  timeoutSeconds: number(whole(1, Number.MAX_SAFE_INTEGER)),
  registry: text,
  tls: flag,
  ca: text,
  cert: text,
  certKey: text,
  sasl: asOption("string", anyText),
  user: text,
  passwordFile: text,
  tokenFile: text,
} satisfies Record<keyof KafkaOptions, Reader>;

const WRITE = {
  ...BYTES,
  kafka: nested(KAFKA),
  splitEvents: number(eventCount),
  splitBytes: number(whole(1, Number.MAX_SAFE_INTEGER)),
  splitSeconds: number(whole(1, 2 ** 31 - 1)),
  manifest: text,
  table: asOption("string", oneOf(TABLES)),
  clobber: flag,
  force: flag,
  resume: flag,
  onlyParts: asOption("string", numberSet),
  truth: text,
  onProgress: listener,
};

/** Reads the value of an option that is itself an object of options; its problems are told with their names. */
function nested(table: Record<string, Reader>): Reader {
  return (value) => {
    if (!isObject(value)) return new Unfit(shown(value), "It must be an object of options.");
    return checked(value, table as Record<keyof object, Reader>);
  };
}

/** The result of reading a value. Problems inside of it have its name before theirs. */
function read(reader: Reader | undefined, name: string, value: unknown, problems: string[]): unknown {
  try {
    return reader?.(value);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    problems.push(...error.message.split("\n").map((line) => `${name}: ${line}`));
    return undefined;
  }
}

/** Checks options by a table of all options. Throws UsageError with all problems. */
function checked<Options extends object>(given: Options | undefined, table: Record<keyof Options, Reader>): Options {
  if (given !== undefined && !isObject(given))
    throw new UsageError(
      `the options are ${printable(shown(given))}; they must be an object, such as { ${Object.keys(table)[0]}: ... }`,
    );
  const problems: string[] = [];
  const readers = table as Record<string, Reader>;
  const entries = Object.entries(given ?? {}).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
    const result = read(reader, name, value, problems);
    if (reader === undefined)
      problems.push(`unknown option ${printable(name)}${suggestion(name, Object.keys(table), "leave it out")}`);
    else if (result instanceof Unfit) problems.push(`${name}: ${printable(result.text)} is invalid. ${result.advice}`);
    return [[name, result]];
  });
  if (problems.length > 0) throw new UsageError(inLibraryWords(problems.join("\n")));
  return Object.fromEntries(entries) as Options;
}

/** Each returns the options as the simulation takes them, and throws UsageError with all problems. */
export const checkSimulate = (options: SimulateOptions | undefined) => checked(options, SIMULATE);
export const checkEvents = (options: EventsOptions | undefined) => checked(options, EVENTS);
export const checkBytes = (options: BytesOptions | undefined) => checked(options, BYTES);
export const checkWrite = (options: WriteOptions | undefined) => checked(options, WRITE);
