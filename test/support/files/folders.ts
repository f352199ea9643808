import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { memoryDisk } from "./memory-disk.ts";

/** A folder that is removed at the end of the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "eventsim-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const lasting: string[] = [];

/** Removes the folders that the tests of a file had; test/support/setup/each-file.ts calls it. */
export function removeLasting(): void {
  for (const folder of lasting.splice(0)) rmSync(folder, { recursive: true, force: true });
}

function makeFolder(): string {
  return mkdtempSync(join(memoryDisk() ?? tmpdir(), "eventsim-test-"));
}

/** A folder that is removed at the end of the test, on a disk where `fsync` takes no time, if there is one. */
export function fastFolder(): string {
  const folder = makeFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder for all tests of a file, to be called there: modules of test/support use `sharedFolder`. */
export function lastingFolder(): string {
  const folder = makeFolder();
  lasting.push(folder);
  return folder;
}

/** The names of all files below a folder, relative to it and sorted, including hidden ones. */
export function contentOf(folder: string): Map<string, Buffer> {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }).sort() : [];
  return new Map(
    names.flatMap((name): [string, Buffer][] => {
      const path = join(folder, name);
      return statSync(path).isFile() ? [[name, readFileSync(path)]] : [];
    }),
  );
}
