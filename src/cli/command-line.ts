import { CommanderError } from "commander";
import { ReaderGone } from "../output/destinations/destination.ts";
import { checkStandardOutput } from "../output/destinations/standard-output.ts";
import { RunError, UsageError } from "../system/errors.ts";
import { printableLines } from "../system/printable.ts";
import { expandFile } from "./arguments/file.ts";
import { commandNamed } from "./commands/index.ts";
import { parseRun } from "./parse-run.ts";
import { openMachine, takeJvmOptions } from "./start.ts";

const EXIT_USAGE = 2;
/** A shell's exit code for a program that writes to a closed pipe: 128 + SIGPIPE. */
const EXIT_READER_GONE = 141;

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
  if (error instanceof ReaderGone) return EXIT_READER_GONE;
  if (error instanceof UsageError || error instanceof RunError) {
    process.stderr.write(`eventsim: ${printableLines(error.message)}\n`);
    return error.exitCode;
  }
  const stack = printableLines((error as Error).stack ?? String(error));
  process.stderr.write(`eventsim: unexpected error, please report it:\n${stack}\n`);
  return 1;
}

async function perform(given: readonly string[]): Promise<void> {
  const start = await takeJvmOptions(expandFile(given));
  const command = commandNamed(start.args[0] ?? "");
  if (command !== undefined) return await command(start.args.slice(1), start.given);
  const { options, path, notes } = parseRun(start.args);
  if (options.generateCounts || options.generateSimilars)
    return await (await import("./generators/generate.ts")).generate(options, path);
  if (path === undefined && options.kafkaBrokerList === undefined) checkStandardOutput();
  const { run } = await import("./run.ts"); // --version and --help need none of it
  await run(options, path, { machine: await openMachine(start.given, options.config, notes) });
}

/** Performs a command line, the arguments after the program's name. Tells on standard error what is wrong, and sets the process's exit code. */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  try {
    await perform(args);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}
