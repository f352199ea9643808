import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LAUNCH } from "../../../bench/launch.ts";
import { type Case, writeCase } from "./generate.ts";

interface Outcome {
  exitCode: number | null;
  stdout: Buffer;
  stderr: string;
}

function start(args: string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...LAUNCH, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (bytes: Buffer) => stdout.push(bytes));
    child.stderr.on("data", (bytes: Buffer) => stderr.push(bytes));
    child.on("error", reject);
    child.on("close", (exitCode) =>
      resolve({ exitCode, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() }),
    );
  });
}

/** Runs the built program as a person would and returns what it wrote: to standard output, or to a file if `toFile`. */
export async function runProgram(each: Case, toFile = false): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "eventsim-contract-"));
  try {
    const output = join(folder, "events.json");
    const args = [...writeCase(each, folder), "--quiet", ...(toFile ? [output] : [])];
    const { exitCode, stdout, stderr } = await start(args);
    if (exitCode !== 0) throw new Error(`exit code ${exitCode}: ${stderr}\narguments: ${JSON.stringify(args)}`);
    return toFile ? readFileSync(output) : stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
