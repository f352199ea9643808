import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Case, writeCase } from "./generate.ts";

const PROGRAM = fileURLToPath(new URL("../../dist/src/cli.js", import.meta.url));

interface Outcome {
  exitCode: number | null;
  stdout: Buffer;
  stderr: string;
}

function start(args: string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ["ignore", "pipe", "pipe"] });
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
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: run "npm run build" first.`);
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
