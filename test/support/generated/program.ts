import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bytesHere } from "../program/command-here.ts";
import { type Case, writeCase } from "./generate.ts";

/**
 * Runs the built program. Returns its output, from standard output or, if `toFile`, from a file.
 * @param more options besides those of the case
 */
export async function runProgram(each: Case, toFile = false, more: readonly string[] = []): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "eventsim-contract-"));
  try {
    const output = join(folder, "events.json");
    const bytes = await bytesHere(...writeCase(each, folder), ...more, ...(toFile ? [output] : []));
    return toFile ? readFileSync(output) : bytes;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
