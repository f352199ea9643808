import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { outcomeOf, start } from "../program/program.ts";
import { type Case, writeCase } from "./generate.ts";

/**
 * Runs the built program as a user would. Returns its output, from standard output or, if `toFile`, from a file.
 * @param more options besides those of the case
 */
export async function runProgram(each: Case, toFile = false, more: readonly string[] = []): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "eventsim-contract-"));
  try {
    const output = join(folder, "events.json");
    const args = [...writeCase(each, folder), "--quiet", ...more, ...(toFile ? [output] : [])];
    const { code, stdout, stderr } = await outcomeOf(start(args));
    if (code !== 0) throw new Error(`exit code ${code}: ${stderr}\narguments: ${JSON.stringify(args)}`);
    return toFile ? readFileSync(output) : stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
