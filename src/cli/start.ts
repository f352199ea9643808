import { checkNode } from "../memory/heap.ts";
import type { Machine } from "../system/machine.ts";
import type { Given } from "./jvm/sources.ts";
import { mayHaveKey, mayHaveOptions } from "./jvm/wanted.ts";

/** A command's arguments without the options of the JVM, and these. */
export interface Start {
  args: string[];
  /** From the weakest to the strongest; those of a configuration are not among them. */
  given: Given[];
}

/** Takes the options of the JVM out of the arguments and the environment. */
export async function takeJvmOptions(args: string[]): Promise<Start> {
  if (!mayHaveOptions(args)) return { args, given: [] };
  const { fromEnvironment, separate } = await import("./jvm/sources.ts");
  const separated = separate(args);
  return { args: separated.args, given: [...fromEnvironment(), ...separated.given] };
}

/**
 * The effects of the options of the JVM, including those of the configuration, and the notes of both and of the command line. Prints the tables that they request, and may start
 * the program once more if V8 needs an option at its start. Throws UsageError if one is wrong, or if Node has too small a heap.
 */
export async function openMachine(
  given: Given[],
  config: string | undefined,
  notes: readonly string[] = [],
): Promise<Machine> {
  const keyed = mayHaveKey(config) ? config : undefined;
  const hasOptions = given.length > 0 || keyed !== undefined;
  const machine = hasOptions ? await (await import("./jvm/open.ts")).openMachine(given, keyed) : {};
  // Options for a full heap replace the check.
  if (machine.outOfMemory === undefined) checkNode();
  return notes.length === 0 ? machine : { ...machine, notes: [...notes, ...(machine.notes ?? [])] };
}
