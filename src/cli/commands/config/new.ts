import type { Command } from "commander";
import type { Durations } from "../../../predict/times/length.ts";
import { printable, shellWord } from "../../../system/printable.ts";
import { makeProgram, parseCommand } from "../../arguments/program.ts";
import { notesFor, schemaAddress } from "../../config/making/about.ts";
import { Asker } from "../../config/making/ask.ts";
import { baseNamed, DEFAULT_BASE, type Made, makeConfig } from "../../config/making/make.ts";
import { addNewOptions, type NewOptions } from "../../config/making/options.ts";
import { askAll } from "../../config/making/questions.ts";
import { figureLines } from "../../config/making/words.ts";
import { builtinDurations } from "../../config/solving.ts";
import { checkOut, type OutOptions, writeOut } from "../../config/write-out.ts";
import type { Action } from "./action.ts";

const HELP = `
Makes a complete configuration of the music site: it begins with a shipped population, and solves for the probabilities,
weights and times with which the prediction of config check for four weeks has the figures that are asked for, within 1 %.
What is not asked for stays as the population has it. A site where nobody ever pays: --paid 0 --upgrades 0.
In a terminal, and without options other than -o and --force, it asks questions; an empty answer takes what stands in
brackets.

Examples:
  eventsim config new -o mine.json
  eventsim config new --sessions-a-week 4 --events-a-session 25 --paid 40% --cancellations 5% -o mine.json
  eventsim config new --like Whistle --session-length 40min --weekend 0.9 --seed 7 > happy.json`;

interface Options extends OutOptions, NewOptions {}

function newProgram(): Command {
  const program = makeProgram("eventsim config new", "Makes a configuration whose users do what is asked for.");
  return addNewOptions(program)
    .option("-o, --output <file>", "configuration to write (default: standard output)")
    .option("--force", "replace the file if it exists")
    .addHelpText("after", HELP);
}

/** Whether nothing is asked for, and a person is there to be asked. */
function isToAsk({ output: _, force: __, ...others }: Options): boolean {
  const isQuiet = Object.values(others).every((value) => value === undefined);
  return isQuiet && process.stdin.isTTY === true && process.stderr.isTTY === true;
}

async function answered(durations: Durations): Promise<Options> {
  const asker = new Asker(process.stdin, process.stderr);
  try {
    return parseCommand<Options>(newProgram(), await askAll(asker, durations)).options;
  } finally {
    asker.close();
  }
}

function summaryOf(file: string | undefined, name: string, given: Made["figures"], { asked, figures }: Made): string[] {
  const word = file === undefined || file === "-" ? "FILE" : shellWord(file);
  const path = printable(word, 1000);
  return [
    `a configuration like ${name}, predicted for four weeks without holidays:`,
    ...figureLines(name, asked, given, figures),
    `what it means in full:  eventsim config check ${path}`,
    `a week of it:           eventsim -c ${path} -n 1000 --from 7 events.json.lz4`,
  ];
}

async function make(args: string[]): Promise<void> {
  const { options: given } = parseCommand<Options>(newProgram(), args);
  checkOut(given);
  const durations = builtinDurations();
  const options = isToAsk(given) ? { ...given, ...(await answered(durations)) } : given;
  const base = baseNamed(options.like ?? DEFAULT_BASE, durations);
  const made = makeConfig(base, options, durations, {
    schema: schemaAddress(given.output),
    notes: (figures) => notesFor(options, figures),
  });
  await writeOut(given, made.text);
  for (const line of summaryOf(given.output, base.name, base.figures, made)) process.stderr.write(`${line}\n`);
}

/** `eventsim config new`: a configuration of what a person asks for. */
export const NEW: Action = { program: newProgram, run: make };
