import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";

const MEMORY_DISK = "/dev/shm";

/** A folder in memory, if there is one with that much room. */
export function memoryDisk(bytes = 0): string | undefined {
  if (!existsSync(MEMORY_DISK)) return undefined;
  const { bavail, bsize } = statfsSync(MEMORY_DISK);
  return bavail * bsize >= bytes ? MEMORY_DISK : undefined;
}

/** A folder that is removed at the end of the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "eventsim-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const lasting: string[] = [];
afterAll(() => {
  for (const folder of lasting) rmSync(folder, { recursive: true, force: true });
});

function makeFolder(): string {
  return mkdtempSync(join(memoryDisk() ?? tmpdir(), "eventsim-test-"));
}

/** A folder that is removed at the end of the test, on a disk where `fsync` takes no time, if there is one. */
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
