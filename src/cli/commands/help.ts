import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { COMMAND_NAMES, parseRun } from "../parse-run.ts";

/** `eventsim help [COMMAND [ACTION]]`: the help of the program, of a command or of an action of it. @param run runs another command */
export async function help(
  [name, ...words]: string[],
  run: (name: string, args: string[]) => Promise<void> | undefined,
): Promise<void> {
  if (name === undefined || name.startsWith("-")) parseRun(["--help"]);
  else if (words.length > (name === "config" ? 1 : 0))
    throw new UsageError("eventsim help takes one command's name, and after config an action's");
  else await (run(name, [...words, "--help"]) ?? refuse(name));
}

function refuse(name: string): never {
  throw new UsageError(`there is no command ${printable(name)}; there are ${COMMAND_NAMES.join(", ")}`);
}
