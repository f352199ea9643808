// Command lines of the built program in the process of the tests. A start of the program takes 0.15 to 0.4 seconds of processor time, most of
// which Node needs for itself and for reading the program; here that was done for the first command line.
import { closeSync, fstatSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { bundled } from "../setup/modules.ts";
import { sharedFolder } from "../setup/scratch.ts";
import type { Result } from "./program.ts";

const { runCommandLine } = (await import(
  bundled("command-line.js")
)) as typeof import("../../../src/cli/command-line.ts");
const { standardOutput } = (await import(
  bundled("standard-output.js")
)) as typeof import("../../../src/output/destinations/standard-output.ts");

const folder = sharedFolder();
let count = 0;

/** Calls `use` with a descriptor of a new file, and returns what has been written to it. A run closes the descriptor at its end; what only prints does not. */
async function writtenBy(use: (descriptor: number) => Promise<void>): Promise<Buffer> {
  const file = join(folder, `output-${count++}`);
  const descriptor = openSync(file, "w");
  const { ino } = fstatSync(descriptor);
  try {
    await use(descriptor);
    return readFileSync(file);
  } finally {
    try {
      if (fstatSync(descriptor).ino === ino) closeSync(descriptor);
    } catch {
      // It is closed.
    }
    rmSync(file);
  }
}

/** Calls `use`, and returns what is written to standard error meanwhile. */
async function saidBy(use: () => Promise<void>): Promise<string> {
  const { write } = process.stderr;
  const said: Buffer[] = [];
  process.stderr.write = (text: string | Uint8Array) => {
    said.push(Buffer.from(text as string));
    return true;
  };
  try {
    await use();
  } finally {
    process.stderr.write = write;
  }
  return Buffer.concat(said).toString();
}

interface Place {
  cwd?: string;
  /** Variables that are changed; undefined takes one away. */
  env?: NodeJS.ProcessEnv;
}

/** Changes the working folder and variables of this process while `use` runs. */
async function within({ cwd, env = {} }: Place, use: () => Promise<void>): Promise<void> {
  const before = { cwd: process.cwd(), env: { ...process.env } };
  const change = (name: string, value: string | undefined) => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  if (cwd !== undefined) process.chdir(cwd);
  for (const [name, value] of Object.entries(env)) change(name, value);
  try {
    await use();
  } finally {
    process.chdir(before.cwd);
    for (const name of Object.keys(env)) change(name, before.env[name]);
  }
}

interface Outcome {
  code: number;
  bytes: Buffer;
  stderr: string;
}

async function perform(values: readonly string[], place: Place): Promise<Outcome> {
  const { exitCode } = process;
  process.exitCode = undefined;
  let stderr = "";
  try {
    const bytes = await writtenBy(async (descriptor) => {
      standardOutput.descriptor = descriptor;
      stderr = await saidBy(() => within(place, () => runCommandLine(values)));
    });
    return { code: Number(process.exitCode ?? 0), bytes, stderr };
  } finally {
    standardOutput.descriptor = 1;
    process.exitCode = exitCode;
  }
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Performs a command line of the program in this process, one after the other. Its standard output is a file. This is for tests of what a
 * command says and writes. What a process does is tested with `run` of program.ts: signals, pipes, its end, its memory, and options of the
 * JVM that V8 takes at the start.
 */
export function outcomeHere(values: readonly string[], place: Place = {}): Promise<Outcome> {
  const own = last.then(() => perform(values, place));
  last = own.catch(() => {});
  return own;
}

/** The same, with the output as text. */
export async function commandHere(values: readonly string[], place: Place = {}): Promise<Result> {
  const { code, bytes, stderr } = await outcomeHere(values, place);
  return { code, stdout: bytes.toString(), stderr };
}

/** The bytes that a command prints. Throws if its exit code is not 0. */
export async function bytesHere(...values: string[]): Promise<Buffer> {
  const { code, bytes, stderr } = await outcomeHere(values);
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}\narguments: ${values.join(" ")}`);
  return bytes;
}

/** Exit code 2, nothing on standard output, and a message with all of the pieces. */
export async function expectRefusal(values: string[], ...pieces: (string | RegExp)[]): Promise<void> {
  const { code, stdout, stderr } = await commandHere(values);
  for (const piece of pieces) expect(stderr).toMatch(piece);
  expect(stderr).toMatch(/^eventsim: /);
  expect(stderr).not.toMatch(/^ {4}at |unexpected error/m);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
}
