import { InvalidArgumentError, Option } from "commander";
import type { Share } from "./command.ts";
import { NumberSet } from "./output/number-set.ts";
import { COMPRESSIONS, FORMATS, FRAMINGS } from "./output/settings.ts";

/** Reads the argument of an option; throws commander's error, which names the option, where it is not as it must be. */
type Parser<T> = (text: string) => T;

function refuse(wants: string): never {
  throw new InvalidArgumentError(`It must be ${wants}.`);
}

function whole(least: number, most: number): Parser<number> {
  return (text) => {
    const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    return refuse(`a whole number from ${least} to ${most}`);
  };
}

function share(most: number): Parser<number> {
  return (text) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (value >= 0 && value <= most) return value;
    return refuse(
      most === 1 ? "a number from 0 to 1, such as 0.1 for a tenth" : "a number >= 0, such as 0.1 for a tenth",
    );
  };
}

function seed(text: string): bigint {
  const value = /^[+-]?\d+$/.test(text) ? BigInt(text.replace("+", "")) : undefined;
  if (value !== undefined && value === BigInt.asIntN(64, value)) return value;
  return refuse("a whole number of at most 64 bits");
}

/** Bytes with the suffixes of coreutils: K is 1024, KB 1000. */
function byteCount(text: string): number {
  const [, digits, letter, base] = /^(\d{1,15})(?:([KMGT])(i?B)?|B)?$/i.exec(text) ?? [];
  const factor = base?.toUpperCase() === "B" ? 1000 : 1024;
  const value = Number(digits) * (letter === undefined ? 1 : factor ** ("KMGT".indexOf(letter.toUpperCase()) + 1));
  if (value >= 1 && Number.isSafeInteger(value)) return value;
  return refuse("a number of bytes, such as 500M, 1G or 1000000");
}

const UNIT_SECONDS: Record<string, number> = { s: 1, min: 60, h: 3600, d: 86_400, w: 604_800 };

function durationSeconds(text: string): number {
  const [, digits, unit = "s"] = /^(\d{1,10})\s*(s|min|h|d|w)?$/.exec(text) ?? [];
  const value = Number(digits) * (UNIT_SECONDS[unit] as number);
  if (value >= 1 && value < 2 ** 31) return value;
  return refuse("a duration, such as 90s, 15min, 1h, 1d or 1w");
}

function numberSet(text: string): NumberSet {
  return NumberSet.parse(text) ?? refuse("a list of file numbers, such as 17,40-43");
}

function userShare(text: string): Share {
  const [, index, count] = /^(\d{1,9})\/(\d{1,9})$/.exec(text)?.map(Number) ?? [];
  if (index !== undefined && count !== undefined && index >= 1 && index <= count) return { index, count };
  return refuse("a share of the users, such as 2/8 for the second of eight");
}

const MOST_USERS = 2 ** 32 - 1;
const MOST_DAYS = 3_000_000;

function choice(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices([...choices]);
}

function option<T>(flags: string, description: string, parser?: Parser<T>): Option {
  const made = new Option(flags, description);
  return parser === undefined ? made : made.argParser(parser);
}

/** The options by the headings of the help. The original's options keep their names, short names and toggles. */
export const OPTION_GROUPS: Record<string, Option[]> = {
  "What is simulated:": [
    option("-c, --config <file>", "configuration of the site (default: the built-in configs/Accordion-config.json)"),
    option(
      "-n, --nusers <count>",
      "users at the start (default: the configuration's n-users, else 1)",
      whole(1, MOST_USERS),
    ),
    option("-u, --userid <id>", "id of the first user (default: first-user-id, else 1)", whole(0, MOST_USERS)),
    option(
      "-g, --growth-rate <share>",
      "new users a year as a share of the users, 0.1 for 10 % (default: growth-rate, else 0)",
      share(1e6),
    ),
    option("-a, --attrition-rate <share>", "share of the users who leave in a year (default: 0)", share(1)),
    option(
      "-r, --randomseed <number>",
      "seed; another seed gives another data set (default: the configuration's seed)",
      seed,
    ),
    option("--tag <text>", "a tag for each line, such as the group of an A/B test"),
    option(
      "--data <folder>",
      "read names, places, user agents and songs from the original's data files in this folder",
    ),
    option("--no-similar-songs", "leave the similar songs of that folder out"),
    new Option("--compat <program>", "print what that program prints, byte for byte (default: our own engine)").choices(
      ["interana"],
    ),
    option(
      "--holidays <country>",
      "country whose public holidays count as weekend, or none (default: holidays, else US)",
    ),
  ],
  "Which time:": [
    option("-s, --start-time <instant>", "start, such as 2026-01-31T00:00:00, read as UTC"),
    option("-e, --end-time <instant>", "end; the last event is before it"),
    option("-f, --from <days>", "start so many days before the last midnight UTC (default: 15)", whole(0, MOST_DAYS)),
    option("-t, --to <days>", "end so many days before it (default: 1)", whole(0, MOST_DAYS)),
    option("--now <instant>", "count --from and --to back from this instant instead"),
  ],
  "What is written:": [
    choice("--format <format>", "json or msgpack (default: from the file's name, else json)", FORMATS),
    choice("--compress <codec>", "none, lz4, gzip or zstd (default: from the file's name, else none)", COMPRESSIONS),
    option("--compress-level <level>", "level of gzip (1 to 9) or zstd (1 to 22); usually 1", whole(1, 22)),
    choice("--lz4-framing <framing>", "frame for lz4's own format, hadoop for Hadoop and Spark", FRAMINGS),
    option("--events <count>", "stop after exactly so many events", whole(1, Number.MAX_SAFE_INTEGER)),
    option("--user <id>", "only this user's lines", whole(0, MOST_USERS)),
    option("--part <share>", "only a share of the users, such as 2/8, for several machines", userShare),
    option("--continuous", "let events leave when their time comes (not available yet)"),
    option("--nocontinuous", "write everything at once (default)"),
    option("-k, --kafkaTopic <topic>", "write to this Kafka topic (not available yet)"),
    option("--kafkaBrokerList <brokers>", "Kafka brokers, host:port,... (not available yet)"),
    option("--generate-counts", "make a listen counts file, then stop (not available yet)"),
    option("--nogenerate-counts", "run normally (default)"),
    option("--generate-similars", "make a similar songs file, then stop (not available yet)"),
    option("--nogenerate-similars", "run normally (default)"),
  ],
  "Many files:": [
    option("--split-events <count>", "end a file after so many events", whole(1, Number.MAX_SAFE_INTEGER)),
    option("--split-size <bytes>", "end a file before it is larger, such as 1G", byteCount),
    option("--split-time <duration>", "end a file after so much simulated time, such as 1h or 1d", durationSeconds),
    option("--manifest <file>", "write a manifest (default with many files: manifest.json in their folder)"),
    option("--resume", "keep the finished files of a run that was stopped, and make the others"),
    option("--only-parts <list>", "make just the files with these numbers, such as 17,40-43", numberSet),
  ],
  "How it runs:": [
    option("--workers <count>", "threads that simulate and encode (default: one for each core)", whole(1, 128)),
    option(
      "--slice-events <count>",
      "events simulated at a time; changes speed and memory, no byte",
      whole(1, 4_194_304),
    ),
    option(
      "--part-events <count>",
      "events encoded at a time; changes speed, memory, and where compressed blocks and files of a size end",
      whole(1, 1_048_576),
    ),
    option("--verbose", "say what the run is made of"),
    option("--noverbose", "do not (default)"),
    option("--quiet", "say nothing but errors"),
    option("--no-progress", "do not draw progress on the terminal"),
  ],
};

/** Options whose work is still to come, and what to do until then. */
export const NOT_YET: Record<string, string> = {
  continuous: "--continuous is not available yet; without it all events are written at once",
  kafkaTopic: "--kafkaTopic is not available yet; write to standard output and pipe it into a producer of yours",
  kafkaBrokerList:
    "--kafkaBrokerList is not available yet; write to standard output and pipe it into a producer of yours",
  generateCounts: "--generate-counts is not available yet; --data reads a listen_counts.txt.gz that you have",
  generateSimilars: "--generate-similars is not available yet; --data reads a similar_songs.csv.gz that you have",
};
