import type { Command } from "commander";
import { readContent } from "../../../config/content/content.ts";
import { checkStandardOutput, printOut } from "../../../output/destinations/standard-output.ts";
import { differ, sideOf } from "../../../predict/differ/differ.ts";
import { DEFAULT_DAYS } from "../../../predict/predict.ts";
import { makeProgram, parseCommand } from "../../arguments/program.ts";
import { describeDifferences } from "../../config/print-differences.ts";
import { builtinDurations, DAYS_OPTION } from "../../config/solving.ts";
import type { Action } from "./action.ts";

/** As diff has it: 1 where files differ. Errors have 2. */
const EXIT_DIFFERENT = 1;

const HELP = `
Prints what two populations differ in: in what their users will do, as config check predicts it, in keys, and in transitions,
of which those come first that lead most sessions another way. The exit code is 0 where both say the same, 1 where they
differ, and 2 where one of them cannot be read.

Examples:
  eventsim config diff configs/Accordion-config.json configs/Kazoo-config.json
  eventsim config diff before.json after.json --json`;

interface DiffOptions {
  days?: number;
  json?: boolean;
}

function diffProgram(): Command {
  return makeProgram(
    "eventsim config diff",
    "Prints what two configurations differ in, and what that means for their users.",
  )
    .argument("<before>", "a configuration")
    .argument("<after>", "another one")
    .option(...DAYS_OPTION)
    .option("--json", "print all differences and figures as JSON")
    .addHelpText("after", HELP);
}

async function diff(args: string[]): Promise<void> {
  const { options, operands } = parseCommand<DiffOptions>(diffProgram(), args);
  const names = operands as [string, string];
  checkStandardOutput();
  const durations = builtinDurations();
  const [before, after] = names.map((file) => {
    const { content, config } = readContent(file);
    return sideOf(content, config, durations, options.days ?? DEFAULT_DAYS);
  });
  const differences = differ(before!, after!);
  printOut(
    options.json
      ? `${JSON.stringify({ before: names[0], after: names[1], ...differences }, null, 2)}\n`
      : `${describeDifferences(differences, names).join("\n")}\n`,
  );
  const { keys, transitions, isReordered } = differences;
  if (keys.length > 0 || transitions.length > 0 || isReordered) process.exitCode = EXIT_DIFFERENT;
}

/** `eventsim config diff`: what two populations differ in. */
export const DIFF: Action = { program: diffProgram, run: diff };
