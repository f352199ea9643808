import { parseRun } from "../command-line.ts";
import { dataSetOf, prepareInputs } from "../prepare.ts";
import { printableLines } from "../printable.ts";

/** `eventsim id COMMAND...`: prints the data set id of a run without running it. */
export async function id(args: string[]): Promise<void> {
  const { options, path } = parseRun(args);
  const inputs = await prepareInputs(options, path);
  if (!options.quiet) for (const note of inputs.notes) process.stderr.write(`${printableLines(note)}\n`);
  process.stdout.write(`${dataSetOf(inputs).id}\n`);
}
