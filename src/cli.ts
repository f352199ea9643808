import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import type { CommandOptions } from "./command.ts";
import { RunError, UsageError } from "./errors.ts";
import { NOT_YET, OPTION_GROUPS } from "./options.ts";
import { packageRoot } from "./root.ts";
import { run } from "./run.ts";
import { ReaderGone } from "./sinks/sink.ts";

const EXIT_USAGE = 2;
/** What a shell reports of a program that writes to a closed pipe: 128 + SIGPIPE. */
const EXIT_READER_GONE = 141;

const EXAMPLES = `
Examples:
  eventsim --nusers 1 --from 7 data/one-user.json             one user's week
  eventsim -n 1000000 -s 2026-01-01T00:00:00 -e 2026-01-02T00:00:00 > day.json
  eventsim -c configs/Whistle-config.json -n 5000 --growth-rate 0.5 --tag trial trial.json
  eventsim -n 1000000 --user 4711 --from 30                   what one of a million users did
  eventsim -n 20000 --events 10000000 | head -3               exactly ten million events, or fewer
The same command gives the same bytes, on any machine and with any number of workers.`;

function version(): string {
  return (JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as { version: string }).version;
}

function buildProgram(): Command {
  const program = new Command("eventsim")
    .description("Simulates the users of a site and writes their events as lines of JSON, in the order of time.")
    .argument("[output-file]", "file to write; its folder is made (default: standard output)")
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .allowExcessArguments(false)
    .showHelpAfterError("(eventsim --help lists the options)")
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "eventsim: ")) })
    .exitOverride();
  for (const [heading, options] of Object.entries(OPTION_GROUPS)) {
    program.optionsGroup(heading);
    for (const option of options) program.addOption(option);
  }
  return program;
}

function refuseWhatIsNotThereYet(options: Record<string, unknown>): void {
  for (const [option, message] of Object.entries(NOT_YET)) {
    if (options[option] !== undefined) throw new UsageError(message);
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
  if (error instanceof ReaderGone) return EXIT_READER_GONE;
  if (error instanceof UsageError || error instanceof RunError) {
    process.stderr.write(`eventsim: ${error.message}\n`);
    return error.exitCode;
  }
  process.stderr.write(`eventsim: unexpected error, please report it:\n${(error as Error).stack ?? error}\n`);
  return 1;
}

async function main(): Promise<void> {
  // Whoever reads the messages may go away; the events are for somebody else, and their run goes on.
  process.stderr.on("error", () => {});
  try {
    const program = buildProgram().parse();
    const options = program.opts<CommandOptions & Record<string, unknown>>();
    refuseWhatIsNotThereYet(options);
    await run(options, program.args[0]);
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

await main();
