import { checkStandardOutput, printOut } from "../../output/destinations/standard-output.ts";
import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { parseCommand } from "../arguments/program.ts";
import { bashScript } from "../completion/bash.ts";
import { fishScript } from "../completion/fish.ts";
import { type CommandWords, wordsOf } from "../completion/words.ts";
import { zshScript } from "../completion/zsh.ts";
import { allPrograms, completionProgram, SHELLS, type Shell } from "./programs.ts";

const SCRIPTS: Readonly<Record<Shell, (commands: readonly CommandWords[]) => string>> = {
  bash: bashScript,
  fish: fishScript,
  zsh: zshScript,
};

/** `eventsim completion SHELL`: prints the script that completes eventsim there. */
export async function completion(args: string[]): Promise<void> {
  const { operands } = parseCommand(completionProgram(), args);
  const shell = SHELLS.find((name) => name === operands[0]);
  if (shell === undefined)
    throw new UsageError(
      `${printable(operands[0]!)}: there is no script for this shell; there are ${SHELLS.join(", ")}`,
    );
  checkStandardOutput();
  const programs = await allPrograms();
  printOut(SCRIPTS[shell](programs.map(([name, program]) => wordsOf(name, program))));
}
