import type { Command } from "commander";
import { checkStandardOutput, printOut } from "../../output/destinations/standard-output.ts";
import { dataSetOf, readInputs } from "../../simulation/inputs.ts";
import { parseRun, runProgram } from "../parse-run.ts";
import { requestOf } from "../request.ts";

const ID = {
  name: "eventsim id",
  description:
    "Prints the id of the data set that a command makes, without making it. The arguments are those of the command.",
  examples: `
Commands with the same id write the same bytes: the id covers everything that decides a byte.

Examples:
  eventsim id -n 10k -s 2026-01-05 -e 2026-01-12 data/week.json.lz4
  eventsim id -n 10k -s 2026-01-05 -e 2026-01-12 --split-size 256M data/week/events.json`,
};

export function idProgram(): Command {
  return runProgram(ID);
}

/** `eventsim id COMMAND...`: prints the data set id of a run without running it. */
export async function id(args: string[]): Promise<void> {
  const { options, path, notes } = parseRun(args, ID);
  checkStandardOutput();
  const inputs = await readInputs(requestOf(options, path));
  if (!options.quiet) for (const note of [...notes, ...inputs.notes]) process.stderr.write(`${note}\n`);
  printOut(`${dataSetOf(inputs).id}\n`);
}
