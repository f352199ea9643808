// Runs with few or small batches, or a slow reader: each must end with all its bytes.
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { LAUNCH } from "../../../bench/launch.ts";
import { FIXED_WEEK } from "../../support/program/program.ts";

/**
 * Far more than any of these runs takes, even on a busy machine. A run that does not end is killed, and its bytes are
 * missing.
 */
const LIMIT_MS = 240_000;

/**
 * Returns the lines of a run of thousands of events: that many should reveal a run that does not end every time. `read`
 * resolves when the next piece of output may be read.
 */
async function linesOf(values: (number | string)[], read = async () => {}): Promise<string[]> {
  const words = [...LAUNCH, ...FIXED_WEEK, "--quiet", ...values.map(String)];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"], timeout: LIMIT_MS });
  const exit = new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code)));
  const pieces: Buffer[] = [];
  await read();
  for await (const piece of child.stdout) {
    pieces.push(piece as Buffer);
    await read();
  }
  expect(await exit).toBe(0);
  return Buffer.concat(pieces).toString().split("\n").slice(0, -1);
}

let lines: string[];
beforeAll(async () => {
  lines = await linesOf(["--workers", 1]);
});

describe.each([1, 2, 3])("with %i workers", { timeout: LIMIT_MS + 60_000 }, (workers) => {
  // The ring has 6 slots per worker and 2 more, and the writer is woken when a quarter of it is ready.
  const quarter = Math.floor((6 * workers + 2) / 4);

  test.each([
    ["one event", 1, 1],
    ["one batch less than the writer is woken for", 7 * (quarter - 1), 7],
    ["as many as the writer is woken for", 7 * quarter, 7],
    ["one batch more than the writer is woken for", 7 * quarter + 1, 7],
    ["batches of one event, several times the ring's", 100, 1],
  ])("%s", async (_, events, batchEvents) => {
    const how = ["--workers", workers, "--events", events, "--part-events", batchEvents];
    expect(await linesOf(how)).toEqual(lines.slice(0, events));
  });

  test("batches of one event, to the window's end", async () => {
    expect(await linesOf(["--workers", workers, "--part-events", 1, "--slice-events", 300])).toEqual(lines);
  });

  test("a reader who begins late and takes its time", async () => {
    const how = ["--workers", workers, "--part-events", 20];
    expect(await linesOf(how, () => sleep(10))).toEqual(lines);
  });
});
