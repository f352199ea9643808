import { Option } from "commander";
import { COMPRESSIONS, FORMATS, FRAMINGS, ZSTD_FRAMES } from "../output/settings.ts";
import {
  anyText,
  byteCount,
  durationSeconds,
  instant,
  numberSet,
  oneOf,
  type Parser,
  seed,
  share,
  userShare,
  whole,
} from "./arguments/values.ts";

const MOST_USERS = 2 ** 32 - 1;
const MOST_DAYS = 3_000_000;

function choice(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices([...choices]).argParser(oneOf(choices));
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
    option("--tag <text>", "a tag for each line, such as the group of an A/B test", anyText),
    option(
      "--data <folder>",
      "read names, places, user agents and songs from the original's data files in this folder",
    ),
    option("--no-similar-songs", "leave the similar songs of that folder out"),
    choice("--compat <program>", "print what that program prints, byte for byte (default: our own engine)", [
      "interana",
    ]),
    option(
      "--holidays <country>",
      "country whose public holidays count as weekend, or none (default: holidays, else US)",
      anyText,
    ),
  ],
  "Which time:": [
    option(
      "-s, --start-time <instant>",
      "start, such as 2026-01-31, 2026-01-31T18:30:00 (UTC) or 2026-01-31T18:30:00+02:00",
      instant,
    ),
    option("-e, --end-time <instant>", "end; the last event is before it", instant),
    option(
      "-f, --from <days>",
      "start so many days before the last midnight UTC, or with -5 after it (default: 15)",
      whole(-MOST_DAYS, MOST_DAYS),
    ),
    option("-t, --to <days>", "end so many days before it (default: 1)", whole(-MOST_DAYS, MOST_DAYS)),
    option("--now <instant>", "count --from and --to back from this instant instead", instant),
  ],
  "What is written:": [
    choice("--format <format>", "json or msgpack (default: from the file's name, else json)", FORMATS),
    choice("--compress <codec>", "none, lz4, gzip or zstd (default: from the file's name, else none)", COMPRESSIONS),
    option("--compress-level <level>", "level of gzip (1 to 9) or zstd (1 to 22); usually 1", whole(1, 22)),
    choice("--lz4-framing <framing>", "frame for lz4's own format, hadoop for Hadoop and Spark", FRAMINGS),
    choice("--zstd-frames <count>", "many frames in a file, by all workers, or one (usually many)", ZSTD_FRAMES),
    option("--events <count>", "stop after exactly so many events", whole(1, Number.MAX_SAFE_INTEGER)),
    option("--user <id>", "only this user's lines", whole(0, MOST_USERS)),
    option("--part <share>", "only a share of the users, such as 2/8, for several machines", userShare),
    option("--no-clobber", "refuse to replace a file that exists"),
    option("--force", "replace what another command has left: its manifest, or a run that was stopped"),
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
    option("--manifest <file>", "write a manifest (default with many files: .eventsim/_manifest in their folder)"),
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
    option("-v, --verbose", "say what the run is made of"),
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
