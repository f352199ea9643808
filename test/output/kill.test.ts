import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { nodeOptions } from "../../bench/launch.ts";
import { bundled } from "../bundle.ts";
import { exitCode, pause, startCommand } from "../cli/program.ts";
import { contentOf, digestsOf, fastFolder, lastingFolder, QUICK_WEEK, runHere, runInto } from "./runs.ts";

const KILLS = 50;
const SEED = Number(process.env.KILL_SEED ?? Date.now() % 2 ** 31);
/** Many small files, and a snapshot every few of them. */
const VALUES = [...QUICK_WEEK, "--split-events", "70", "--part-events", "35"];
const SNAPSHOT_MS = 5;
/** How long the kill waits behind the moment that it was aimed at. */
const JITTER_MS = 6;

/** The program, with snapshots as often as a run of a second wants them. */
const SCRIPT = `
  const { run } = await import("${bundled("run.js")}");
  const { parseRun } = await import("${bundled("command-line.js")}");
  const { options, path } = parseRun(process.argv.slice(2));
  await run(options, path, { snapshotMs: ${SNAPSHOT_MS} });
`;

/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

let whole: Record<string, string>;
let files: number;
let script: string;
beforeAll(async () => {
  script = join(lastingFolder(), "run.mjs");
  writeFileSync(script, SCRIPT);
  whole = digestsOf(await runInto(lastingFolder(), VALUES));
  files = Object.keys(whole).length - 1;
});

function startRun(folder: string, ...more: string[]): ChildProcess & { pid: number } {
  const values = [...VALUES, "--workers", "2", ...more, join(folder, "events.json")];
  return startCommand(process.execPath, [...nodeOptions(), script, ...values]) as never;
}

function filesIn(folder: string): number {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith("events-")).length : 0;
}

/** Starts a run and kills it when so many of its files are there, and a little later; gives whether it was in time. */
async function killAt(count: number, laterMs: number, folder: string, ...more: string[]): Promise<boolean> {
  const child = startRun(folder, ...more);
  const ended = exitCode(child as never);
  while (child.exitCode === null && filesIn(folder) < count) await pause(1);
  await pause(laterMs);
  child.kill("SIGKILL");
  return (await ended) === 137;
}

async function expectResumed(folder: string): Promise<void> {
  await runHere([...VALUES, "--resume", join(folder, "events.json")]);
  expect(digestsOf(contentOf(folder))).toEqual(whole);
  expect(existsSync(join(folder, ".eventsim"))).toBe(false);
}

describe(`kill -9 (KILL_SEED=${SEED})`, () => {
  it(`at ${KILLS} random moments, then --resume: all is as if nothing had happened`, { timeout: 300_000 }, async () => {
    const random = randomNumbers(SEED);
    let inTime = 0;
    for (let index = 0; index < KILLS; index++) {
      const folder = fastFolder();
      // From the start of the program over each file to the end.
      const count = Math.round(((index + random()) / KILLS) * files);
      if (await killAt(count, random() * JITTER_MS, folder)) inTime++;
      // What has its name is whole, also before anything is mended.
      const left = Object.entries(digestsOf(contentOf(folder))).filter(([name]) => !name.startsWith("."));
      expect(whole).toMatchObject(Object.fromEntries(left));
      await expectResumed(folder);
    }
    expect(inTime).toBeGreaterThan(KILLS / 2);
  });

  it("while the program starts, and while it writes the manifest and takes its journal away", async () => {
    const random = randomNumbers(SEED + 1);
    for (const [count, mostMs] of [...Array(3).fill([0, 400]), ...Array(6).fill([files, 3])]) {
      const folder = fastFolder();
      await killAt(count, random() * mostMs, folder);
      await expectResumed(folder);
    }
  });

  it("of a run, then of the run that resumes it, and a file is lost", async () => {
    const random = randomNumbers(SEED + 2);
    const folder = fastFolder();
    for (const share of [0.2, 0.4, 0.6]) {
      await killAt(Math.round(share * files), random() * JITTER_MS, folder, ...(share === 0.2 ? [] : ["--resume"]));
    }
    rmSync(join(folder, "events-000003.json"));
    await expectResumed(folder);
  });
});
