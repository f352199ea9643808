// Data sets and unfinished runs, as the program itself leaves them: what cases change.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

/** Twenty users for a day into files of 100 events; the folder is `set`. */
export const SPLIT = [
  ...["-n", "20", "-s", "2026-01-05T00:00:00", "-e", "2026-01-06T00:00:00", "--quiet", "--workers", "1"],
  ...["--split-events", "100", "--part-events", "50", join("set", "events.json")],
];
/** Of some ten. */
const FILES_BEFORE_KILL = 4;

/** All files below a folder, by their path from the one above it. */
function contentOf(folder: string): Record<string, Buffer> {
  const files: Record<string, Buffer> = {};
  for (const entry of readdirSync(join(folder, "set"), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files[relative(folder, path)] = readFileSync(path);
  }
  return files;
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "eventsim-fuzz-base-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A whole data set with its manifest. */
export function finishedSet(): Promise<Record<string, Buffer>> {
  return inFolder(async (folder) => {
    const cli = join(process.cwd(), "dist", "program", "main.js");
    const { status, stderr } = spawnSync(process.execPath, [cli, ...SPLIT], { cwd: folder, encoding: "utf8" });
    if (status !== 0) throw new Error(`fuzz: the data set could not be made: ${stderr}`);
    return contentOf(folder);
  });
}

/** What a run leaves that is killed when some of its files are there: those, and a journal with a tally. */
export function stoppedSet(): Promise<Record<string, Buffer>> {
  const built = (name: string) => JSON.stringify(pathToFileURL(join(process.cwd(), "dist", "src", name)).href);
  const script = `
    const { run } = await import(${built("cli/run.js")});
    const { parseRun } = await import(${built("cli/parse-run.js")});
    const { nodeFileSystem } = await import(${built("output/destinations/filesystem.js")});
    const { options, path } = parseRun(process.argv.slice(2));
    let left = ${FILES_BEFORE_KILL};
    const rename = (from, to) => {
      nodeFileSystem.rename(from, to);
      if (to.includes("events-") && --left === 0) process.kill(process.pid, "SIGKILL");
    };
    await run(options, path, { files: { ...nodeFileSystem, rename }, snapshotMs: 1 });
  `;
  return inFolder(async (folder) => {
    const file = join(folder, "stopped.mjs");
    writeFileSync(file, script);
    const { signal, stderr } = spawnSync(process.execPath, [file, ...SPLIT], { cwd: folder, encoding: "utf8" });
    if (signal !== "SIGKILL") throw new Error(`fuzz: the run was not stopped: ${stderr}`);
    return contentOf(folder);
  });
}
