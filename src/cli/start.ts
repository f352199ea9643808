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
 * What the options of the JVM ask for, with those of the configuration. Prints what they want printed, and may start the program
 * once more, where V8 must know before it starts. Throws UsageError where one is wrong, or Node has too small a heap.
 */
export async function openMachine(given: Given[], config: string | undefined): Promise<Machine> {
  const keyed = mayHaveKey(config) ? config : undefined;
  const hasOptions = given.length > 0 || keyed !== undefined;
  const machine = hasOptions ? await (await import("./jvm/open.ts")).openMachine(given, keyed) : {};
  // Who says what is to be done when the heap is full gets that.
  if (machine.outOfMemory === undefined) checkNode();
  return machine;
}
