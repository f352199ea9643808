import type { Command } from "commander";
import { readConfig } from "../../../config/read.ts";
import type { Config } from "../../../config/types.ts";
import { checkStandardOutput, printOut } from "../../../output/destinations/standard-output.ts";
import { compareEvents, transcriptFor } from "../../../predict/compare/files.ts";
import { type Comparison, misfits } from "../../../predict/compare/rows.ts";
import { compareTotals } from "../../../predict/compare/totals.ts";
import { SolvedConfig } from "../../../predict/model.ts";
import { DEFAULT_DAYS, type Prediction, predict } from "../../../predict/predict.ts";
import { RunError, UsageError } from "../../../system/errors.ts";
import { printable, printableLines } from "../../../system/printable.ts";
import { collect } from "../../../system/values.ts";
import { makeProgram, parseCommand } from "../../arguments/program.ts";
import { manifestAt, observeFiles, observeManifest } from "../../config/observe.ts";
import { describeComparison } from "../../config/print-comparison.ts";
import { describePrediction } from "../../config/print-prediction.ts";
import { builtinDurations, DAYS_OPTION } from "../../config/solving.ts";
import type { Action } from "./action.ts";

const HELP = `
Makes the checks of every run, and predicts from the table of transitions, without simulating, what users do: events and
songs a session, the length of sessions, each page's share, changes of auth and level, sessions and events a user and
day, how the mix drifts, and which states are never reached or never left.
With --compare it puts a run beside that, with the noise that is to be expected, and the exit code is 1 if something
does not fit. A manifest is compared by its totals, at once; files of events by each transition.

Examples:
  eventsim config check configs/Accordion-config.json
  eventsim config check my.json --days 7 --json
  eventsim config check my.json --compare data/week
  eventsim config check my.json --compare data/week/events-*.json.lz4`;

interface CheckOptions {
  days?: number;
  json?: boolean;
  compare?: string[];
}

function checkProgram(): Command {
  return makeProgram(
    "eventsim config check",
    "Predicts what the users of a configuration will do, and compares a run with that.",
  )
    .argument("<file>", "the configuration")
    .argument("[files...]", "more files of the run, after --compare")
    .option(...DAYS_OPTION)
    .option("--compare <file>", "manifest, folder with a manifest, or files of events to compare", collect)
    .option("--json", "print the prediction as JSON")
    .addHelpText("after", HELP);
}

function parse(args: string[]): { options: CheckOptions; file: string; runs: string[] } {
  const { options, operands } = parseCommand<CheckOptions>(checkProgram(), args);
  const [file, ...more] = operands as [string, ...string[]];
  if (more.length > 0 && options.compare === undefined)
    throw new UsageError(`${printable(more[0]!)}: one configuration is checked; write --compare before files of a run`);
  return { options, file, runs: [...(options.compare ?? []), ...more] };
}

interface Compared {
  comparison: Comparison;
  what: string;
}

/** Compares a manifest by its totals, or files by their events. */
async function compare(
  config: Config,
  solved: SolvedConfig,
  prediction: Prediction,
  runs: string[],
): Promise<Compared> {
  const manifests = runs.map((run) => manifestAt(run));
  const found = manifests.findIndex((manifest) => manifest !== undefined);
  if (found >= 0 && runs.length > 1)
    throw new UsageError(
      `--compare ${printable(runs[found]!)}: leads to a manifest, which is compared alone; leave the others out`,
    );
  if (found < 0) {
    const transcript = transcriptFor(solved, prediction);
    await observeFiles(runs, transcript);
    if (transcript.events === 0)
      throw new UsageError(`--compare ${printable(runs[0]!)}: has no events; name another file`);
    const what = runs.length === 1 ? runs[0]! : `${runs[0]} with ${runs.length - 1} more`;
    return { comparison: compareEvents(solved, prediction, transcript), what };
  }
  const { totals, span, isSameConfig } = await observeManifest(manifests[found]!, config);
  // Where users arrive, their sessions are solved too.
  const grown = totals.growth > 0 ? new SolvedConfig(config, solved.durations, totals.growth) : solved;
  const comparison = compareTotals(grown, totals, span);
  if (!isSameConfig) comparison.notes.push("the run was made with another configuration than this file");
  return { comparison, what: runs[found]! };
}

const lines = (texts: readonly string[]) => texts.map((text) => `${text}\n`).join("");

function describe(file: string, warnings: readonly string[], prediction: Prediction, compared?: Compared): string {
  const count = warnings.length === 0 ? "no warnings" : `${warnings.length} warnings`;
  return lines([
    `${printable(file)}: no errors, ${count}`,
    ...warnings.map((warning) => `  ${printableLines(warning)}`),
    ...(compared === undefined ? [] : ["", ...describeComparison(compared.comparison, compared.what), ""]),
    ...describePrediction(prediction),
  ]);
}

/** Throws RunError (exit code 1) where a run does not fit. */
async function check(args: string[]): Promise<void> {
  const { options, file, runs } = parse(args);
  checkStandardOutput();
  const { config: read, warnings } = readConfig(file);
  const { prediction, solved } = predict(read, builtinDurations(), options.days ?? DEFAULT_DAYS);
  const compared = runs.length === 0 ? undefined : await compare(read, solved, prediction, runs);
  const wrong = compared === undefined ? 0 : misfits(compared.comparison);
  if (options.json) {
    const comparison = compared && { run: compared.what, misfits: wrong, ...compared.comparison };
    printOut(`${JSON.stringify({ file, warnings, prediction, ...(comparison && { comparison }) }, null, 2)}\n`);
  } else printOut(describe(file, warnings, prediction, compared));
  if (wrong > 0)
    throw new RunError(
      `${printable(compared!.what)}: does not fit ${printable(file)} in ${wrong} ${wrong === 1 ? "value" : "values"}; another configuration made it, or its events changed since`,
    );
}

/** `eventsim config check`: what a configuration means. */
export const CHECK: Action = { program: checkProgram, run: check };
