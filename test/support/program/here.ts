import { dirname, join } from "node:path";
import type { Manifest } from "../../../src/output/manifest/manifest.ts";
import { contentOf, lastingFolder } from "../files/folders.ts";
import { bundled } from "../setup/modules.ts";
import { writeSite, writeSmallCatalog } from "../sites/small.ts";
import { sha256 } from "./command.ts";
import { FIXED_WEEK } from "./program.ts";

/** A module of the built program: workers are started from beside it. */
async function built<T>(name: string): Promise<T> {
  return (await import(bundled(name))) as T;
}

const { run } = await built<typeof import("../../../src/cli/run.ts")>("run.js");
const { parseRun } = await built<typeof import("../../../src/cli/parse-run.ts")>("parse-run.js");
const { nodeFileSystem } =
  await built<typeof import("../../../src/output/destinations/filesystem.ts")>("filesystem.js");

export { nodeFileSystem };

/** Twenty users for a week, some 11,000 events. */
export const WEEK = [...FIXED_WEEK, "--quiet"];

/** Runs a command of the program in this process, in which its file system can be another one. */
export async function runHere(
  values: readonly string[],
  surroundings: import("../../../src/cli/run.ts").Surroundings = {},
): Promise<void> {
  const { options, path } = parseRun(values);
  await run(options, path, surroundings);
}

/** The error that a run in this process ends with, which has the exit code. */
export async function failureOf(
  ...[values, surroundings]: Parameters<typeof runHere>
): Promise<Error & { exitCode?: number }> {
  try {
    await runHere(values, surroundings);
  } catch (error) {
    return error as Error;
  }
  throw new Error("the run came to its end");
}

const SMALL = lastingFolder();
/** The week with a small catalog and one worker, for tests of many runs: each thread takes its time to start. */
export const EVEN_WEEK = [...WEEK, "--workers", "1", "--data", writeSmallCatalog(SMALL)];
/** The same of a small site. Its events come less evenly: from those of its first days the rest cannot be told. */
export const QUICK_WEEK = [...EVEN_WEEK, "-c", writeSite(SMALL)];

/** The content of one event file after the other, in the order of their numbers. */
export function joined(content: ReadonlyMap<string, Buffer>): Buffer {
  return Buffer.concat([...content].filter(([name]) => !name.startsWith(".eventsim/")).map(([, bytes]) => bytes));
}

/** Runs a command into a folder, by default into files named events-000000.json and so on, and gives what is there. */
export async function runInto(
  folder: string,
  values: readonly string[],
  name = "events.json",
  surroundings: import("../../../src/cli/run.ts").Surroundings = {},
): Promise<Map<string, Buffer>> {
  await runHere([...values, join(folder, name)], surroundings);
  return contentOf(name.includes("{") ? folder : dirname(join(folder, name)));
}

export function manifestIn(content: ReadonlyMap<string, Buffer>): Manifest {
  const name = [...content.keys()].find((key) => key.startsWith(".eventsim/_manifest"))!;
  return JSON.parse(content.get(name)!.toString()) as Manifest;
}

/** The hash of each file by its name: what is different shows as such a line. */
export function digestsOf(content: ReadonlyMap<string, Buffer>): Record<string, string> {
  return Object.fromEntries([...content].map(([name, bytes]) => [name, sha256(bytes)]));
}
