import type { Command } from "commander";
import { makeProgram } from "../arguments/program.ts";
import { COMMAND_NAMES, type CommandName, runProgram } from "../parse-run.ts";
import { benchProgram } from "./bench.ts";
import { catProgram } from "./cat.ts";
import { ACTION_NAMES, type ActionName, actionNamed } from "./config/actions.ts";
import { configProgram } from "./config/config.ts";
import { idProgram } from "./id.ts";
import { planProgram } from "./plan.ts";
import { reportProgram } from "./report/report.ts";
import { schemaProgram } from "./schema.ts";
import { sparkProgram } from "./spark.ts";
import { verifyProgram } from "./verify/verify.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

const COMPLETION_HELP = `
The script goes where the shell looks for it, once, and again after an update of eventsim.

Examples:
  eventsim completion bash > ~/.local/share/bash-completion/completions/eventsim
  eventsim completion zsh > "\${fpath[1]}/_eventsim"
  eventsim completion fish > ~/.config/fish/completions/eventsim.fish
  source <(eventsim completion bash)                          in bash, for this shell alone`;

export function completionProgram(): Command {
  const program = makeProgram("eventsim completion", "Prints a script that completes eventsim's options and commands.");
  const shell = program.createArgument("<shell>", "shell that reads it").choices(SHELLS);
  return program.addArgument(shell).addHelpText("after", COMPLETION_HELP);
}

function helpProgram(): Command {
  const program = makeProgram("eventsim help", "Prints the help of eventsim, or of a command.");
  return program
    .addArgument(program.createArgument("[command]", "command to explain").choices(COMMAND_NAMES))
    .argument("[action]", "action of config to explain");
}

/** The arguments of every command, as its help shows them. */
export const COMMAND_PROGRAMS: Readonly<Record<CommandName, () => Command>> = {
  bench: benchProgram,
  cat: catProgram,
  completion: completionProgram,
  config: configProgram,
  help: helpProgram,
  id: idProgram,
  plan: planProgram,
  report: reportProgram,
  schema: schemaProgram,
  spark: sparkProgram,
  verify: verifyProgram,
};

/** The actions of `eventsim config`, by their names after `eventsim`. */
export async function actionPrograms(): Promise<[name: `config ${ActionName}`, program: Command][]> {
  return Promise.all(
    ACTION_NAMES.map(async (name) => [`config ${name}`, (await actionNamed(name)!.load()).program()] as const),
  ) as Promise<[`config ${ActionName}`, Command][]>;
}

/** The run, whose name is "", and all commands, each followed by its actions, if it has some. */
export async function allPrograms(): Promise<[name: string, program: Command][]> {
  const commands = COMMAND_NAMES.map((name) => [name, COMMAND_PROGRAMS[name]()] as [string, Command]);
  const after = commands.findIndex(([name]) => name === "config") + 1;
  return [["", runProgram()], ...commands.toSpliced(after, 0, ...(await actionPrograms()))];
}
