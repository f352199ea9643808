import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { COMMAND_NAMES, parseRun } from "../parse-run.ts";

/** `eventsim help [COMMAND]`: the help of the program or of a command. @param run runs another command */
export async function help(
  [name, ...surplus]: string[],
  run: (name: string, args: string[]) => Promise<void> | undefined,
): Promise<void> {
  if (name === undefined || name.startsWith("-")) parseRun(["--help"]);
  else if (surplus.length > 0) throw new UsageError("eventsim help takes one command's name");
  else await (run(name, ["--help"]) ?? refuse(name));
}

function refuse(name: string): never {
  throw new UsageError(`there is no command ${printable(name)}; there are ${COMMAND_NAMES.join(", ")}`);
}
