import type { Command } from "commander";
import { compatOf } from "../../config/engine.ts";
import { formatInstant } from "../../config/time.ts";
import { checkStandardOutput, printOut } from "../../output/destinations/standard-output.ts";
import { fieldsWithPlaces, isNullable } from "../../schema/choose.ts";
import { dataSetOf, type Inputs, readInputs } from "../../simulation/inputs.ts";
import { option } from "../arguments/option.ts";
import { parseRun, type RunLike, runProgram } from "../parse-run.ts";
import { requestOf } from "../request.ts";

const ID: RunLike = {
  name: "eventsim id",
  description:
    "Prints the id of the data set that a command makes, without making it. The arguments are those of the command.",
  examples: `
Commands with the same id write the same bytes: the id covers everything that decides a byte.

Examples:
  eventsim id -n 10k -s 2026-01-05 -e 2026-01-12 data/week.json.lz4
  eventsim id -n 10k -s 2026-01-05 -e 2026-01-12 --split-size 256M data/week/events.json
  eventsim id --json -n 10k --from 7                          its window, users and fields too, for programs`,
  ownOptions: [option("--json", "print the id, the window, the users at the start and the fields as JSON")],
};

/** What another program has to know of a run before it starts it. Instants and types are those of formats with columns. */
function describe({ settings, engine }: Inputs, id: string): object {
  const { startSeconds, startMilliseconds, windowSeconds, initialUsers, tag } = settings;
  const [start, end] = [startSeconds, startSeconds + windowSeconds];
  const fields = fieldsWithPlaces(compatOf(engine.name), tag).map((field) => ({
    name: field.name,
    type: field.unit === "epoch-milliseconds" ? "instant" : field.type,
    nullable: isNullable(field),
  }));
  return {
    id,
    window: {
      start: formatInstant(start, startMilliseconds),
      end: formatInstant(end, startMilliseconds),
      startMs: start * 1000 + startMilliseconds,
      endMs: end * 1000 + startMilliseconds,
    },
    users: initialUsers,
    fields,
  };
}

export function idProgram(): Command {
  return runProgram(ID);
}

/** `eventsim id COMMAND...`: prints the data set id of a run without running it. */
export async function id(args: string[]): Promise<void> {
  const { options, path, notes } = parseRun<{ json?: boolean }>(args, ID);
  checkStandardOutput();
  const inputs = await readInputs(requestOf(options, path));
  if (!options.quiet) for (const note of [...notes, ...inputs.notes]) process.stderr.write(`${note}\n`);
  const { id } = dataSetOf(inputs);
  printOut(`${options.json ? JSON.stringify(describe(inputs, id)) : id}\n`);
}
