import { writeSync } from "node:fs";
import { UsageError } from "../../system/errors.ts";
import { writeAll } from "./file.ts";
import { nodeFileSystem } from "./filesystem.ts";

/** Its name in messages. */
export const STANDARD_OUTPUT = "standard output";

/** The process's own, unless it performs several command lines and has each of them write into a file. */
export const standardOutput = { descriptor: 1 };

/**
 * Throws UsageError where standard output takes nothing, before anything is made for it. Node opens /dev/null in the place of a
 * descriptor that was closed, and all would be lost there: bin/eventsim puts one there that is open for reading only.
 */
export function checkStandardOutput(): void {
  try {
    // No bytes: they change nothing, but the system looks whether it may write.
    writeSync(standardOutput.descriptor, new Uint8Array(0));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EBADF") return;
    throw new UsageError(
      `${STANDARD_OUTPUT} is closed or open for reading only; leave it open, or name an output file`,
    );
  }
}

/** Prints a text. Throws ReaderGone where its reader went away, RunError where it cannot be written. */
export function printOut(text: string): void {
  checkStandardOutput();
  writeAll(nodeFileSystem, standardOutput.descriptor, STANDARD_OUTPUT, [Buffer.from(text)]);
}
