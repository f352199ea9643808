import { setHeapSnapshotNearHeapLimit } from "node:v8";
import { CommanderError } from "commander";
import { printOut } from "../../output/destinations/standard-output.ts";
import type { Machine } from "../../system/machine.ts";
import { effectsOf } from "./effects.ts";
import type { Settings } from "./flags/parse.ts";
import { flagTable, givenFlags, initialTable, shortTable, versions } from "./flags/print.ts";
import { companionBytes, endWithFirstProcess, isSecondStart, startAgain } from "./restart.ts";
import { type Given, readSettings } from "./sources.ts";

/** The tables to print, apart from the log. */
function tables(settings: Settings, machine: Machine): string[] {
  return [
    ...(settings.isOn("PrintFlagsInitial") ? initialTable() : []),
    ...(settings.isOn("PrintFlagsFinal") ? flagTable(settings, machine) : []),
    ...(settings.isOn("PrintCommandLineFlags") ? [givenFlags(settings, machine)] : []),
    ...(settings.requests.has("-X") ? shortTable() : []),
    ...(settings.requests.has("-version") || settings.requests.has("-showversion") ? versions() : []),
  ];
}

/** `-X` and `-version` end the program after printing, as in a JVM. */
function print(settings: Settings, machine: Machine): void {
  const text = tables(settings, machine).map((line) => `${line}\n`);
  if (settings.requests.has("-X") || settings.requests.has("-version")) {
    printOut(text.join(""));
    throw new CommanderError(0, "eventsim.printed", "printed");
  }
  process.stderr.write(text.join(""));
}

/**
 * Reads the options and handles those that act before a run: prints the requested tables, and starts the program once more if V8
 * needs an option at its start.
 * @param given from the weakest to the strongest
 * @param config a configuration with a key "jvm", if there is one
 * @throws UsageError if an option is wrong
 */
export async function openMachine(given: readonly Given[], config?: string): Promise<Machine> {
  const settings = readSettings(given, config);
  const { machine, v8 } = effectsOf(settings);
  const needsSecondStart = v8.length > 0 || machine.outOfMemory !== undefined;
  const ends = settings.requests.has("-X") || settings.requests.has("-version");
  if (needsSecondStart && !ends && !isSecondStart()) return await startAgain(v8, machine.outOfMemory);
  endWithFirstProcess();
  if (machine.outOfMemory?.heapDump !== undefined) setHeapSnapshotNearHeapLimit(1);
  print(settings, machine);
  return { ...machine, companionBytes: companionBytes() };
}
