import { Command } from "commander";
import type { CommandOptions } from "./command.ts";
import { UsageError } from "./errors.ts";
import { NOT_YET, OPTION_GROUPS } from "./options.ts";
import { programVersion } from "./root.ts";

const EXAMPLES = `
Examples:
  eventsim --nusers 1 --from 7 data/one-user.json             one user's week
  eventsim -n 1000000 -s 2026-01-01T00:00:00 -e 2026-01-02T00:00:00 > day.json
  eventsim -c configs/Whistle-config.json -n 5000 --growth-rate 0.5 --tag trial trial.json
  eventsim -n 1000000 --user 4711 --from 30                   what one of a million users did
  eventsim -n 20000 --events 10000000 | head -3               exactly ten million events, or fewer
  eventsim plan -n 40000000 --from 30 -Xmx4g                  what that takes: memory, events, bytes, time
Options of the JVM are taken, too: eventsim -X lists them.
The same command gives the same bytes, on any machine and with any number of workers.

Commands:
  eventsim bench --help                                       measure what this machine can do
  eventsim cat --help                                         print files of events as lines of JSON
  eventsim id COMMAND...                                      the id of the data set that a command makes
  eventsim plan COMMAND...                                    memory, events, bytes and time of a run
  eventsim verify --help                                      check files against their manifest`;

function buildProgram(): Command {
  const program = new Command("eventsim")
    .description("Simulates the users of a site and writes their events as lines of JSON, in the order of time.")
    .argument("[output-file]", "file to write; its folder is made (default: standard output)")
    .version(programVersion(), "-V, --version", "print the version")
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

/** Reads the arguments of a run; throws commander's errors, and UsageError for what is still to come. */
export function parseRun(args: readonly string[]): { options: CommandOptions; path: string | undefined } {
  const program = buildProgram().parse(args, { from: "user" });
  const options = program.opts<CommandOptions & Record<string, unknown>>();
  refuseWhatIsNotThereYet(options);
  return { options, path: program.args[0] };
}
