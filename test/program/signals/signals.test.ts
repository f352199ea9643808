import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import {
  atRest,
  ENDLESS,
  exitCode,
  groupIsAlive,
  pause,
  runCommand,
  seen,
  start,
} from "../../support/program/program.ts";

/** After this time, in milliseconds, the run is in the middle of its work. */
const STALL_MS = 500;
/** Most milliseconds between the signal and the end by the contract, on an idle machine. */
const LIMIT_MS = 1000;
/**
 * On a busy machine everything takes longer. This number of small programs, one after the other, takes about a second
 * on an idle one.
 */
const COMPARED_PROGRAMS = 20;

/** A program that starts, writes a megabyte to the disk and ends: a run that handles a signal waits for the same things. */
async function runSmallProgram(file: string): Promise<void> {
  const script = "require('node:fs').writeFileSync(process.argv[1], Buffer.alloc(2 ** 20))";
  expect((await runCommand(process.execPath, ["-e", script, file])).code).toBe(0);
}

async function expectEnd(child: ChildProcessWithoutNullStreams, signal: NodeJS.Signals, code: number): Promise<void> {
  const file = join(temporaryFolder(), "written");
  let isOver = false;
  const ended = exitCode(child).finally(() => {
    isOver = true;
  });
  const sent = performance.now();
  child.kill(signal);
  for (let programs = 0; !isOver; programs++) {
    if (programs >= COMPARED_PROGRAMS && performance.now() - sent > LIMIT_MS) break;
    await runSmallProgram(file);
  }
  expect(isOver).toBe(true);
  expect(await ended).toBe(code);
  expect(groupIsAlive(child)).toBe(false);
}

/** Starts a run into a file and waits until it is being written. */
async function startWriting(folder: string): Promise<ChildProcessWithoutNullStreams> {
  const child = start([...ENDLESS, join(folder, "out.json")]);
  const bytes = () => Math.max(0, ...readdirSync(folder).map((name) => statSync(join(folder, name)).size));
  await seen(child, "window:");
  await expect.poll(bytes, { timeout: 120_000 }).toBeGreaterThan(0);
  return child;
}

describe.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)("%s ends the run with exit code %i within a second", (signal, code) => {
  it("while a file is written, and leaves none", async () => {
    const folder = temporaryFolder();
    const child = await startWriting(folder);
    // By now the disk is slower than the workers.
    await pause(STALL_MS);
    await expectEnd(child, signal, code);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("while the reader of a pipe is stalled", async () => {
    const child = start(ENDLESS);
    await seen(child, "window:");
    await atRest(child);
    await expectEnd(child, signal, code);
  });
});

describe("SIGINT ends the run with exit code 130 within a second", () => {
  it("while nothing is written but simulated", async () => {
    const child = start([...ENDLESS, "/dev/null"]);
    await seen(child, "window:");
    await pause(STALL_MS);
    await expectEnd(child, "SIGINT", 130);
  });

  it("while a large population is set up", async () => {
    const folder = temporaryFolder();
    const child = start([...ENDLESS, "-n", "4000000", join(folder, "out.json")]);
    await seen(child, "window:");
    await expectEnd(child, "SIGINT", 130);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("while the program starts", async () => {
    const folder = temporaryFolder();
    const child = start([...ENDLESS, join(folder, "out.json")]);
    await pause(50);
    await expectEnd(child, "SIGINT", 130);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("while a named pipe has no reader", async () => {
    const path = join(temporaryFolder(), "pipe");
    expect((await runCommand("mkfifo", [path])).code).toBe(0);
    const child = start([...ENDLESS, path]);
    await seen(child, "window:");
    await atRest(child);
    await expectEnd(child, "SIGINT", 130);
  });
});
