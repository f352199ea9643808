import { basename } from "node:path";
import type { Command } from "commander";
import type { Settings } from "../../config/settings.ts";
import { formatInstant } from "../../config/time.ts";
import { checkStandardOutput, printOut } from "../../output/destinations/standard-output.ts";
import { readInputs } from "../../simulation/inputs.ts";
import { UsageError } from "../../system/errors.ts";
import { shellWord } from "../../system/printable.ts";
import { whole } from "../../system/values.ts";
import { option } from "../arguments/option.ts";
import { parseRun, type RunLike, runProgram } from "../parse-run.ts";
import { type CommandOptions, requestOf } from "../request.ts";

const MOST_TASKS = 999_999;
/** Where the package of Python has the file that spark-submit runs. */
const SUBMIT = `"$(python3 -c 'import eventsim_data.spark.submit as s; print(s.__file__)')"`;

const SPARK: RunLike = {
  name: "eventsim spark",
  description:
    "Prints the line that has a Spark cluster write a command's files, each task the share of its users. The arguments are those of the command.",
  examples: `
Prints a line for spark-submit and starts nothing. Each machine needs the Python package eventsim-data. The line's window is the same on any day.
The files are in a folder that all machines see, or in HDFS.

Examples:
  eventsim spark --master spark://head:7077 --tasks 64 -n 10M -s 2026-01-05 -e 2026-01-12 /shared/week/events.parquet
  eventsim spark --master yarn --tasks 64 -n 10M --from 30 hdfs://namenode/month/events.json.lz4 --lz4-framing hadoop`,
  ownOptions: [
    option("--master <url>", "the cluster, such as yarn or spark://host:7077 (default: as spark-submit is set)"),
    option(
      "--tasks <count>",
      "tasks, which are the shares of the users (default: the cores of the cluster)",
      whole(1, MOST_TASKS),
    ),
  ],
};

interface SparkOptions {
  master?: string;
  tasks?: number;
}

export function sparkProgram(): Command {
  return runProgram(SPARK);
}

/** What the tasks decide, or has no meaning for files that several machines write. */
function refuse(options: CommandOptions, path: string | undefined): asserts path is string {
  const refused = (option: string, why: string) => new UsageError(`${option}: ${why}; leave it out`);
  if (path === undefined)
    throw new UsageError("name the files at the end of the command, such as /shared/week/events.parquet");
  if (options.part !== undefined) throw refused("--part", "the tasks are the shares");
  if (options.user !== undefined) throw refused("--user", "a single user needs no cluster");
  if (options.events !== undefined) throw refused("--events", "it counts the events of the whole run");
  if (options.compat !== undefined) throw refused("--compat", "the original's engine makes no shares");
  if (options.manifest !== undefined) throw refused("--manifest", "each share has its own, in the folder .eventsim");
  if (options.resume) throw refused("--resume", "a job that is run again keeps the shares that are there");
}

/** This command's own options, and those of the window, whose place two instants take. All have an argument. */
const REPLACED = /^(?:--(?:master|tasks|start-time|end-time|from|to|now)(=.*)?|-[seft](.+)?)$/s;

function wordsOf(args: readonly string[]): string[] {
  const words: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at] as string;
    const replaced = REPLACED.exec(word);
    if (replaced === null) words.push(word);
    else if (replaced[1] === undefined && replaced[2] === undefined) at++;
  }
  return words;
}

function windowOf({ startSeconds, startMilliseconds, windowSeconds }: Settings): string[] {
  const [start, end] = [startSeconds, startSeconds + windowSeconds].map((at) => formatInstant(at, startMilliseconds));
  return ["--start-time", start as string, "--end-time", end as string];
}

/** `eventsim spark COMMAND...`: prints the line that starts the job which writes a command's files. */
export async function spark(args: string[]): Promise<void> {
  const { options, path, notes } = parseRun<SparkOptions>(args, SPARK);
  refuse(options, path);
  checkStandardOutput();
  // Only the name is checked here: the folder is on other machines.
  const name = path.includes("{") ? path.slice(path.lastIndexOf("/", path.indexOf("{")) + 1) : basename(path);
  const share = { index: 1, count: options.tasks ?? 1 };
  const inputs = await readInputs(requestOf({ ...options, part: share }, name));
  if (!options.quiet) for (const note of [...notes, ...inputs.notes]) process.stderr.write(`${note}\n`);
  const words = wordsOf(args);
  const rest = words.filter((_, at) => at !== words.lastIndexOf(path));
  const submit = ["spark-submit", ...(options.master === undefined ? [] : ["--master", options.master])];
  const own = options.tasks === undefined ? [] : ["--tasks", String(options.tasks)];
  const run = [...own, ...rest, ...windowOf(inputs.settings), path];
  printOut(`${submit.map(shellWord).join(" ")} ${SUBMIT} ${run.map(shellWord).join(" ")}\n`);
}
