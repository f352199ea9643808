import type { Command } from "commander";
import { UsageError } from "../../../system/errors.ts";
import { printable } from "../../../system/printable.ts";
import { makeProgram, parse, refuse } from "../../arguments/program.ts";
import { ACTION_NAMES, actionLines, actionNamed } from "./actions.ts";

export function configProgram(): Command {
  const program = makeProgram("eventsim config", "Explains what a configuration means before it is run.");
  return program
    .addArgument(
      program.createArgument("<action>", "what to do; each action has a help of its own").choices(ACTION_NAMES),
    )
    .argument("[arguments...]", "operands and options of the action")
    .addHelpText("after", `\nExamples:\n${actionLines().join("\n")}\n  eventsim config check --help`);
}

/** Prints the help, or refuses a command line that does not begin with an action. */
function withoutAction(args: readonly string[]): never {
  const { problems, operands } = parse(configProgram(), args);
  const action = operands.find((operand) => actionNamed(operand) !== undefined);
  const advice =
    action === undefined
      ? `missing required argument 'action'; there are ${ACTION_NAMES.join(", ")}`
      : `the action stands before its options, as in eventsim config ${action} ${printable(args[0] ?? "")}`;
  return refuse("eventsim config", [...(action === undefined ? problems : []), advice]) as never;
}

/** `eventsim config ACTION ...`. Throws UsageError if there is no such action. */
export async function config([name, ...rest]: string[]): Promise<void> {
  if (name === undefined || name.startsWith("-")) withoutAction(name === undefined ? [] : [name, ...rest]);
  const action = actionNamed(name);
  if (action === undefined)
    throw new UsageError(`${printable(name)}: eventsim config cannot do this; it can ${ACTION_NAMES.join(", ")}`);
  await (await action.load()).run(rest);
}
