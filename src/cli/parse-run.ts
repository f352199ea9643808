import type { Command, Option } from "commander";
import { isKafkaAddress } from "../output/kafka/request/address.ts";
import { programVersion } from "../system/root.ts";
import { asksForOriginal, likeOriginal } from "./arguments/original.ts";
import { makeProgram, parse, refuse } from "./arguments/program.ts";
import { mistakenCommand } from "./arguments/words.ts";
import { problemsOfKafka } from "./kafka.ts";
import { problemsOfLive } from "./live.ts";
import { OPTION_GROUPS } from "./options.ts";
import { type CommandOptions, outputRequestOf } from "./request.ts";
import { AUTO, findShare } from "./scheduler/find-share.ts";

/** The commands other than a run, by their names on the command line. */
export const COMMAND_NAMES = [
  "bench",
  "cat",
  "completion",
  "config",
  "help",
  "id",
  "plan",
  "report",
  "schema",
  "spark",
  "verify",
] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

/** A command whose arguments are those of a run. */
export interface RunLike {
  /** As on the command line: `eventsim`, `eventsim plan`. */
  name: string;
  description: string;
  /** Text at the end of the help. */
  examples: string;
  /** Options that a run does not have. */
  ownOptions?: readonly Option[];
}

const RUN: RunLike = {
  name: "eventsim",
  description: "Simulates the users of a site and writes their events as lines of JSON, in order of time.",
  examples: `
Examples:
  eventsim --nusers 1 --from 7 data/one-user.json             six days of one user
  eventsim -n 1M -s 2026-01-01 -e 2026-01-02 > day.json
  eventsim -c configs/Tambourine-config.json -n 5000 --growth-rate 0.5 --tag trial trial.json
  eventsim -n 1M --user 4711 --from 30                        one of a million users
  eventsim -n 100k --continuous --backfill 1h                 the last hour, then each event at its time
  eventsim -n 20k --events 10M | head -3                      exactly ten million events, or fewer
  eventsim plan -n 40M --from 30 -Xmx4g                       its memory, events, bytes and time
Counts may end in k, M or G for thousands, millions and billions.
@FILE as the first argument reads the arguments from a file, separated by spaces or line ends.
Options of the JVM, such as -Xmx4g, work too: eventsim -X lists them.
The same command produces the same bytes, on any machine and with any number of workers.

Commands:
  eventsim bench --help                                       measure what this machine can do
  eventsim cat --help                                         print files of events as lines of JSON
  eventsim completion SHELL                                   a script that completes eventsim in bash, zsh or fish
  eventsim config check FILE                                  what a configuration means, and whether a run fits it
  eventsim config graph FILE                                  its states and transitions as a picture
  eventsim help COMMAND                                       the help of a command
  eventsim id COMMAND...                                      the id of the data set that a command makes
  eventsim plan COMMAND...                                    memory, events, bytes and time of a run
  eventsim schema --help                                      the fields of an event, for tables and classes
  eventsim spark COMMAND...                                   the line that has a Spark cluster write the files
  eventsim verify --help                                      check files against their manifest`,
};

/** The program of a run, or of a command with a run's arguments. @param isOriginal whether `--compat` is given: numbers are read by its rules */
export function runProgram(
  { name, description, examples, ownOptions = [] }: RunLike = RUN,
  isOriginal = false,
): Command {
  const program = makeProgram(name, description)
    .argument("[output-file]", "file to write; missing folders are created (default: standard output)")
    .version(programVersion(), "-V, --version", "print the version")
    .addHelpText("after", examples);
  for (const [heading, options] of Object.entries(OPTION_GROUPS)) {
    program.optionsGroup(heading);
    for (const option of options) program.addOption(isOriginal ? likeOriginal(option) : option);
  }
  program.optionsGroup("Of this command:");
  for (const option of ownOptions) program.addOption(option);
  return program;
}

/** Generators make no run, so there is nothing that another command could say of it. */
function problemsOfGenerators({ generateCounts, generateSimilars }: CommandOptions, { name }: RunLike): string[] {
  if (name === RUN.name) return [];
  const given = [generateCounts && "--generate-counts", generateSimilars && "--generate-similars"];
  return given.flatMap((option) =>
    option ? `${option} makes a file of the data folder and no run; leave it out of ${name}` : [],
  );
}

/** Replaces `--part auto` with the scheduler's share. */
function assignShare(options: Record<string, unknown>): { problems: string[]; notes: string[] } {
  if (options.part !== AUTO) return { problems: [], notes: [] };
  const found = findShare(process.env);
  if (typeof found === "string") return { problems: [found], notes: [] };
  options.part = found.share;
  return { problems: [], notes: [found.note] };
}

/** A command line of a run. */
export interface ParsedRun<Own extends object> {
  options: CommandOptions & Own;
  path: string | undefined;
  /** For the user, unless `--quiet`. */
  notes: string[];
}

/** Reads the arguments of a run. Throws UsageError with all their problems, and commander's error after `--help`. */
export function parseRun<Own extends object = object>(args: readonly string[], runLike = RUN): ParsedRun<Own> {
  const isOriginal = asksForOriginal(args);
  const parsed = parse<CommandOptions & Own & Record<string, unknown>>(runProgram(runLike, isOriginal), args);
  const { options, operands } = parsed;
  const [path] = operands;
  const isAddress = isKafkaAddress(path ?? "");
  // The original ignores a topic without brokers.
  if (isOriginal && options.kafkaBrokerList === undefined && !isAddress) delete options.kafkaTopic;
  const mistaken = path === undefined ? undefined : mistakenCommand(path, args[0] === path, COMMAND_NAMES);
  // The words after a mistyped command belong to that command.
  const operandProblems = mistaken === undefined ? parsed.operandProblems : [mistaken];
  const output = parsed.mayBeArguments && !isAddress ? undefined : path;
  const ofKafka = problemsOfKafka(outputRequestOf(options, output));
  const assigned = assignShare(options);
  refuse(runLike.name, [
    ...parsed.problems,
    ...problemsOfGenerators(options, runLike),
    ...problemsOfLive(options),
    ...ofKafka,
    ...assigned.problems,
    ...operandProblems,
  ]);
  return { options, path, notes: assigned.notes };
}
