import type { Option } from "commander";
import * as disorder from "../config/disorder/parse.ts";
import { COMPRESSIONS, LEVELED_CODECS, MOST_LEVEL } from "../output/codecs/codecs.ts";
import { FORMAT_NAMES } from "../output/formats/formats.ts";
import type { Share } from "../output/names/share.ts";
import { FRAMINGS, TABLES, ZSTD_FRAMES } from "../output/request.ts";
import {
  attritionRate,
  eventCount,
  growthRate,
  instant,
  numberSet,
  seed,
  userCount,
  userId,
  userShare,
  workerCount,
} from "../simulation/values.ts";
import { listed } from "../system/printable.ts";
import { anyText, byteCount, durationSeconds, type Parser, whole } from "../system/values.ts";
import { choice, option } from "./arguments/option.ts";
import { KAFKA_OPTIONS } from "./kafka.ts";
import { LIVE_OPTIONS } from "./live.ts";
import { AUTO } from "./scheduler/find-share.ts";

const LEVELS = listed(
  LEVELED_CODECS.map(({ name, least, most }) => `${least} to ${most} for ${name}`),
  "or",
);

const MOST_DAYS = 3_000_000;

/** A share, or the word that `parseRun` replaces with the one of the scheduler. */
const assignedShare: Parser<Share | typeof AUTO> = (text) => (text === AUTO ? AUTO : userShare(text));

/** The options by the headings of the help. The original's options keep their names, short names and toggles. */
export const OPTION_GROUPS: Record<string, readonly Option[]> = {
  "Simulation:": [
    option("-c, --config <file>", "configuration of the site (default: the built-in configs/Accordion-config.json)"),
    option("-n, --nusers <count>", "users at the start (default: the configuration's n-users, else 1)", userCount),
    option(
      "-u, --userid <id>",
      "id of the first user; the others follow (default: the configuration's first-user-id, else 1)",
      userId,
    ),
    option(
      "-g, --growth-rate <share>",
      "new users per year and user, 0.1 for 10 % (default: the configuration's growth-rate, else 0)",
      growthRate,
    ),
    option("-a, --attrition-rate <share>", "share of the users who leave per year, 0 to 1 (default: 0)", attritionRate),
    option(
      "-r, --randomseed <number>",
      "64-bit seed; another seed produces other users and events (default: the configuration's seed, else 0)",
      seed,
    ),
    option(
      "--tag <text>",
      "tag to add to every event, such as the group of an A/B test (default: the configuration's tag)",
      anyText,
    ),
    option(
      "--data <folder>",
      "folder with data files of the original: names, places, user agents, songs (default: the built-in tables)",
    ),
    option("--no-similar-songs", "ignore the similar songs in that folder"),
    choice(
      "--compat <program>",
      "reproduce the output of that program byte for byte (default: the engine of eventsim)",
      ["interana"],
    ),
    option(
      "--holidays <country>",
      "two-letter country whose public holidays count as weekend, or none (default: the configuration's holidays, else US)",
      anyText,
    ),
  ],
  "Time window:": [
    option(
      "-s, --start-time <instant>",
      "start of the window, such as 2026-01-31, 2026-01-31T18:30:00 (UTC), 2026-01-31T18:30:00+02:00, now or -2h (default: --from, else the configuration's start-date)",
      instant,
    ),
    option(
      "-e, --end-time <instant>",
      "end of the window, such as 2026-02-28 or +1d; all events are before it (default: --to, else the configuration's end-date)",
      instant,
    ),
    option(
      "-f, --from <days>",
      "start this many days before the last midnight UTC, or after it if negative (default: 15)",
      whole(-MOST_DAYS, MOST_DAYS),
    ),
    option("-t, --to <days>", "end this many days before that midnight (default: 1)", whole(-MOST_DAYS, MOST_DAYS)),
    option(
      "--now <instant>",
      "instant that --from and --to count back from, and that now means (default: the last midnight UTC, and the current second)",
      instant,
    ),
  ],
  "Output:": [
    choice("--format <format>", "format of the events (default: by the file's name, else json)", FORMAT_NAMES),
    choice("--compress <codec>", "compression (default: by the file's name, else none)", COMPRESSIONS),
    option("--compress-level <level>", `compression level, ${LEVELS} (default: 1)`, whole(1, MOST_LEVEL)),
    choice(
      "--lz4-framing <framing>",
      "LZ4's own frames, or the framing of Hadoop, which Spark needs too (default: frame)",
      FRAMINGS,
    ),
    choice(
      "--zstd-frames <count>",
      "frames in a file: many, made by all workers, or one, for readers that stop after the first (default: many)",
      ZSTD_FRAMES,
    ),
    option("--csv-null <text>", "in CSV, text for a value that an event does not have (default: nothing)", anyText),
    option("--events <count>", "stop after exactly this many events", eventCount),
    option("--user <id>", "write only the events of the user with this id", userId),
    option(
      "--write-from <instant>",
      "write only the events from this instant on, of a run that begins at its start all the same",
      instant,
    ),
    option(
      "--part <share>",
      "simulate only a share of the users, such as 2/8, for several machines; auto takes it from the scheduler",
      assignedShare,
    ),
    option(
      "--answers <file>",
      "write questions about the data with their exact answers and SQL for DuckDB to this file, as JSON or, if it ends in .md, as a sheet",
    ),
    option("--no-clobber", "refuse to replace an existing file"),
    option("--force", "replace what another command left: its manifest, or its interrupted run"),
    option(
      "--generate-counts",
      "make the listen counts file of the data folder from the Million Song Dataset's lists, then stop",
    ),
    option("--nogenerate-counts", "run normally (default)"),
    option("--generate-similars", "make the similar songs file of the data folder from Last.fm's archives, then stop"),
    option("--nogenerate-similars", "run normally (default)"),
  ],
  "Disorder:": [
    option(
      "--late <share:mean>",
      "share of the events that arrive late, and their mean delay, such as 2%:30s; events leave in the order of arrival",
      disorder.late,
    ),
    option("--late-max <duration>", "longest of these delays (default: ten times the mean)", durationSeconds),
    option(
      "--duplicate <share[:mean]>",
      "share of the events that arrive twice, and the mean delay of the second time, such as 0.1%:10s (default: 1s)",
      disorder.duplicate,
    ),
    option("--lose <share>", "share of the events that never arrive, such as 0.01%", disorder.lose),
    option(
      "--outage <time/duration>",
      "nothing leaves for a while every day, then all at once, such as 10:00/15min (UTC; an instant for once); may be repeated",
      disorder.outage,
    ),
    option(
      "--burst <time/duration:factor>",
      "events are held so that they leave faster for a while every day, such as 12:00/5min:10x; may be repeated",
      disorder.burst,
    ),
    option("--truth <file>", "list each event that is delayed, doubled or lost in this file, as lines of JSON"),
  ],
  "Many files:": [
    option("--split-events <count>", "end a file after this many events", eventCount),
    option("--split-size <bytes>", "end a file before it exceeds this size, such as 1G", byteCount),
    option("--split-time <duration>", "end a file after this much simulated time, such as 1h or 1d", durationSeconds),
    option("--manifest <file>", "file for the manifest (default: .eventsim/_manifest beside many files, none for one)"),
    choice("--table <format>", "make the Parquet files a table, by the log of a Delta table beside them", TABLES),
    option(
      "--filter <command>",
      "pipe each file into this shell command, with its name in $FILE, as split --filter does; journal and manifest stay in the folder",
    ),
    option("--resume", "keep the finished files of an interrupted run and write the rest"),
    option("--only-parts <list>", "write only the files with these numbers, such as 17,40-43", numberSet),
  ],
  "Live:": LIVE_OPTIONS,
  "Kafka:": KAFKA_OPTIONS,
  "Execution:": [
    option(
      "--workers <count>",
      "threads that simulate and encode (default: one per core, or one for a small run)",
      workerCount,
    ),
    option(
      "--slice-events <count>",
      "events to simulate at a time; affects speed and memory, not the bytes (default: by the population)",
      whole(1, 4_194_304),
    ),
    option(
      "--part-events <count>",
      "events to encode at a time; affects speed, memory, and where compressed blocks and files of a size end (default: 2048, or 4096 with lz4)",
      whole(1, 1_048_576),
    ),
    option(
      "--row-group-events <count>",
      "rows of a row group, for Parquet, or of a record batch, for Arrow (default: 524288 or 65536, or fewer with --split-size)",
      whole(1, 4_194_304),
    ),
    option("--trace <file>", "write what each thread does to this file, as Chrome trace events, for Perfetto"),
    option(
      "--metrics-port <port>",
      "serve what is known of the run to Prometheus at this port of 127.0.0.1, or at a free one if 0",
      whole(0, 65_535),
    ),
    option("--dashboard", "show the run while it writes, as a page that this address of 127.0.0.1 serves"),
    option(
      "--dashboard-port <port>",
      "serve the page of --dashboard at this port, or at a free one if 0 (default)",
      whole(0, 65_535),
    ),
    option("-v, --verbose", "print what the run consists of"),
    option("--noverbose", "do not print it (default)"),
    option("--quiet", "print nothing but errors"),
    option("--no-progress", "do not draw progress on the terminal"),
  ],
};
