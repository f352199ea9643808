import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, onTestFinished } from "vitest";
import type { Manifest } from "../../src/output/manifest.ts";
import { root } from "../cli/program.ts";
import { sha256 } from "../contract/command.ts";

const MEMORY_DISK = "/dev/shm";

/** A module of the built program: workers are started from beside it. */
async function built<T>(path: string): Promise<T> {
  return (await import(pathToFileURL(join(root, "dist", "src", path)).href)) as T;
}

const { run } = await built<typeof import("../../src/run.ts")>("run.js");
const { parseRun } = await built<typeof import("../../src/command-line.ts")>("command-line.js");
const { nodeFileSystem } = await built<typeof import("../../src/sinks/filesystem.ts")>("sinks/filesystem.js");

export { nodeFileSystem };

/** Twenty users for a week, some 2,600 events. */
export const WEEK = ["-n", "20", "-s", "2026-03-02T00:00:00", "-e", "2026-03-09T00:00:00", "--quiet"];

/** Runs a command of the program in this process, in which its file system can be another one. */
export async function runHere(
  values: readonly string[],
  surroundings: import("../../src/run.ts").Surroundings = {},
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

const lasting: string[] = [];
afterAll(() => {
  for (const folder of lasting) rmSync(folder, { recursive: true, force: true });
});

function makeFolder(): string {
  return mkdtempSync(join(existsSync(MEMORY_DISK) ? MEMORY_DISK : tmpdir(), "eventsim-test-"));
}

/** A folder that is gone when the test is over, on a disk where `fsync` takes no time, if there is one. */
export function fastFolder(): string {
  const folder = makeFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder for all tests of a file. */
export function lastingFolder(): string {
  const folder = makeFolder();
  lasting.push(folder);
  return folder;
}

const HEADING = "share\tweight\tagent\n";

/** A catalog of few lines in the original's formats: most of the time of a small run goes into reading the built-in one. */
function writeCatalog(folder: string): string {
  const files: Record<string, Buffer> = {
    "yob1990.txt": Buffer.from("MARY,F,7\nJOHN,M,3\n"),
    "Top1000Surnames.csv": Buffer.from("name,rank,count\nSMITH,1,20\nJONES,2,5\n"),
    "CBSA-EST2013-alldata.csv": Buffer.from('10180,,,"Abilene, TX",Metropolitan Statistical Area,165252,\n'),
    "user agents.txt": Buffer.from(`\ufeff${HEADING}7%\t72\tAgent one\n1%\t8\tAgent two\n`, "utf16le"),
    "listen_counts.txt.gz": gzipSync("TRA\tOne\tLong\t300.5\t6\nTRB\tTwo\tShort\t90.25\t3\nTRC\tThree\tRare\t60\t1\n"),
    "similar_songs.csv.gz": gzipSync("TRA,TRB\n"),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  return folder;
}

/** The week with that catalog and one worker, for tests of many runs: each thread takes its time to start. */
export const QUICK_WEEK = [...WEEK, "--workers", "1", "--data", writeCatalog(lastingFolder())];

/** All files below a folder, hidden ones too, by their names relative to it, in order. */
export function contentOf(folder: string): Map<string, Buffer> {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }).sort() : [];
  return new Map(
    names.flatMap((name): [string, Buffer][] => {
      const path = join(folder, name);
      return statSync(path).isFile() ? [[name, readFileSync(path)]] : [];
    }),
  );
}

/** The content of one event file after the other, in the order of their numbers. */
export function joined(content: ReadonlyMap<string, Buffer>): Buffer {
  return Buffer.concat([...content].filter(([name]) => !name.endsWith("manifest.json")).map(([, bytes]) => bytes));
}

/** Runs a command into a folder, by default into files named events-000000.json and so on, and gives what is there. */
export async function runInto(
  folder: string,
  values: readonly string[],
  name = "events.json",
  surroundings: import("../../src/run.ts").Surroundings = {},
): Promise<Map<string, Buffer>> {
  await runHere([...values, join(folder, name)], surroundings);
  return contentOf(name.includes("{") ? folder : dirname(join(folder, name)));
}

export function manifestIn(content: ReadonlyMap<string, Buffer>): Manifest {
  return JSON.parse(content.get("manifest.json")!.toString()) as Manifest;
}

/** The hash of each file by its name: what is different shows as such a line. */
export function digestsOf(content: ReadonlyMap<string, Buffer>): Record<string, string> {
  return Object.fromEntries([...content].map(([name, bytes]) => [name, sha256(bytes)]));
}
