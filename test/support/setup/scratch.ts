import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryDisk } from "../files/memory-disk.ts";

/** Tells the processes that run the tests where the folder is. */
const VARIABLE = "EVENTSIM_TEST_FOLDER";

/** A folder for what a module of test/support makes for all test files that import it. */
export function sharedFolder(): string {
  return mkdtempSync(join(process.env[VARIABLE]!, "shared-"));
}

/** Makes the folder of all of them. Returns what removes it: the processes that run the tests are ended from outside. */
export default function makeScratch(): () => void {
  const folder = mkdtempSync(join(memoryDisk() ?? tmpdir(), "eventsim-tests-"));
  process.env[VARIABLE] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
