import { dirname, join } from "node:path";
import type { Manifest } from "../../../src/output/manifest/manifest.ts";
import { contentOf } from "../files/folders.ts";
import { bundled } from "../setup/modules.ts";
import { sharedFolder } from "../setup/scratch.ts";
import { writeSite, writeSmallCatalog } from "../sites/small.ts";
import { sha256 } from "./command.ts";
import { FIXED_WEEK } from "./program.ts";

/** A module of the built program: the scripts of workers are beside it. */
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

/** Runs a command of the program in this process, in which its file system can be replaced. */
export async function runHere(
  values: readonly string[],
  surroundings: import("../../../src/cli/run.ts").Surroundings = {},
): Promise<void> {
  const { options, path } = parseRun(values);
  await run(options, path, surroundings);
}

/** Returns the error of a run in this process, which has the exit code. */
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

const SMALL = sharedFolder();
/** The week with a small catalog and one worker, for tests with many runs: each thread takes time to start. */
export const EVEN_WEEK = [...WEEK, "--workers", "1", "--data", writeSmallCatalog(SMALL)];
/** The same for a small site. Its events are less regular: those of the first days do not predict the rest. */
export const QUICK_WEEK = [...EVEN_WEEK, "-c", writeSite(SMALL)];

/** Returns the content of the event files, in the order of their numbers. */
export function joined(content: ReadonlyMap<string, Buffer>): Buffer {
  return Buffer.concat([...content].filter(([name]) => !name.startsWith(".eventsim/")).map(([, bytes]) => bytes));
}

/** Runs a command into a folder, by default into files named events-000000.json and so on. Returns the files. */
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

/** The hash of each file by its name, so that a failure shows which file differs. */
export function digestsOf(content: ReadonlyMap<string, Buffer>): Record<string, string> {
  return Object.fromEntries([...content].map(([name, bytes]) => [name, sha256(bytes)]));
}
