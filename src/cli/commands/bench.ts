import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { measure } from "../../benchmark/measure.ts";
import { changesOf, differencesOf } from "../../benchmark/results/compare.ts";
import { describeChanges, describeOrigin, describeResult, printResult } from "../../benchmark/results/describe.ts";
import { describeMachine, warnOfLoad } from "../../benchmark/results/machine.ts";
import { type BenchResult, readResult } from "../../benchmark/results/result.ts";
import { drawResult } from "../../benchmark/results/svg.ts";
import { Scratch } from "../../benchmark/scratch.ts";
import type { Destination } from "../../output/destinations/destination.ts";
import { openDestination } from "../../output/destinations/destinations.ts";
import { checkStandardOutput, printOut } from "../../output/destinations/standard-output.ts";
import { userCount, workerCount } from "../../simulation/values.ts";
import { UsageError } from "../../system/errors.ts";
import { onInterrupt } from "../../system/signals.ts";
import { whole } from "../../system/values.ts";
import { makeProgram, parseCommand } from "../arguments/program.ts";
import { draw } from "../report/progress.ts";

const DEFAULT_SECONDS = 17;
const DEFAULT_USERS = 20_000;
/** Options that say how to measure. */
const MEASURING = ["seconds", "workers", "config", "nusers", "events", "output"] as const;

const HELP = `
Measures each stage alone on one core, then whole runs with an increasing number of workers, into nothing, a pipe and
a file. All take turns for several rounds; a figure is the median of its rounds, and the noise their spread around it.

Examples:
  eventsim bench                                    what this machine can do
  eventsim bench --json > before.json               the same as JSON, to keep
  eventsim bench --compare before.json              and what changed since
  eventsim bench after.json --compare before.json --svg change.svg
  eventsim bench --output /mnt/disk                 with a file on another disk`;

interface BenchOptions {
  seconds?: number;
  workers?: number;
  config?: string;
  nusers?: number;
  events?: number;
  output?: string;
  json?: boolean;
  svg?: string;
  compare?: string;
}

export function benchProgram(): Command {
  return makeProgram("eventsim bench", "Measures what this machine can do, and what limits it.")
    .argument("[result]", "show this earlier result, a file that --json wrote, instead of measuring")
    .option("--seconds <count>", `time for all measurements (default: ${DEFAULT_SECONDS})`, whole(1, 3600))
    .option("--workers <count>", "largest number of workers (default: one per core)", workerCount)
    .option("-c, --config <file>", "configuration of the site (default: the built-in configs/Accordion-config.json)")
    .option("-n, --nusers <count>", `users (default: ${DEFAULT_USERS})`, userCount)
    .option("--events <count>", "events per sample (default: as many as there is time for)", whole(1, 1_000_000_000))
    .option("--output <folder>", "folder of the file to write (default: the system's folder for temporary files)")
    .option("--json", "print the result as JSON")
    .option("--svg <file>", "draw the result to this file")
    .option("--compare <file>", "report what changed since an earlier result of --json")
    .addHelpText("after", HELP);
}

function parse(args: string[]): { options: BenchOptions; path: string | undefined } {
  const {
    options,
    operands: [path],
  } = parseCommand<BenchOptions>(benchProgram(), args);
  const surplus = path === undefined ? undefined : MEASURING.find((option) => options[option] !== undefined);
  if (surplus !== undefined)
    throw new UsageError(`--${surplus} is for measuring, and ${path} is an earlier result; leave one out`);
  return { options, path };
}

/** Progress on standard error: a line that is redrawn on a terminal, nothing elsewhere. */
function show(line: string): void {
  if (process.stderr.isTTY === true) draw(line);
}

async function measureNow(options: BenchOptions, scratch: Scratch): Promise<BenchResult> {
  const machine = describeMachine();
  const warning = warnOfLoad(machine);
  if (warning !== undefined) process.stderr.write(`${warning}\n`);
  const { config, nusers = DEFAULT_USERS, workers = availableParallelism(), events } = options;
  const budgetMs = (options.seconds ?? DEFAULT_SECONDS) * 1000;
  try {
    const demand = { config, users: nusers, workers, budgetMs, sampleEvents: events };
    const measured = await measure(demand, scratch, (what) => show(`${what} ...`));
    return { machine, ...measured };
  } finally {
    show("");
  }
}

async function write(destination: Destination, text: string): Promise<void> {
  await destination.write([Buffer.from(text)]);
  await destination.finish();
}

function describe(result: BenchResult, earlier: BenchResult | undefined): string {
  const lines = describeResult(result);
  if (earlier !== undefined)
    lines.push("", `against ${describeOrigin(earlier)}`, "", ...describeChanges(changesOf(earlier, result)));
  return `${lines.join("\n")}\n`;
}

/** Draws the picture, and resolves to the text to print. */
async function present(
  result: BenchResult,
  earlier: BenchResult | undefined,
  json: boolean,
  picture: Destination | undefined,
): Promise<string> {
  if (earlier !== undefined)
    for (const difference of differencesOf(earlier, result)) process.stderr.write(`${difference}\n`);
  if (picture !== undefined) await write(picture, drawResult(result, earlier));
  const changes = earlier && changesOf(earlier, result);
  return json ? printResult(result, changes) : describe(result, earlier);
}

/** `eventsim bench`: what this machine can do, as a table, for programs and as a picture. */
export async function bench(args: string[]): Promise<void> {
  const { options, path } = parse(args);
  checkStandardOutput();
  const earlier = options.compare === undefined ? undefined : readResult(options.compare);
  const given = path === undefined ? undefined : readResult(path);
  const scratch = given === undefined ? new Scratch(options.output) : undefined;
  let picture: Destination | undefined;
  const cleanUp = () => {
    picture?.abort();
    scratch?.remove();
  };
  const forget = onInterrupt(cleanUp);
  let text: string;
  try {
    // Before anything is measured, so that a wrong name is reported at once.
    if (options.svg !== undefined) picture = await openDestination(options.svg);
    const result = given ?? (await measureNow(options, scratch as Scratch));
    text = await present(result, earlier, options.json === true, picture);
  } finally {
    forget();
    cleanUp();
  }
  // From here a signal ends the program by default, even while a terminal is stopped.
  printOut(text);
}
