import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { contentOf, fastFolder, lastingFolder } from "../../support/files/folders.ts";
import { startAt } from "../../support/program/held-run.ts";
import { digestsOf, QUICK_WEEK, runHere, runInto } from "../../support/program/here.ts";
import { exitCode } from "../../support/program/program.ts";

const KILLS = 30;
const SEED = Number(process.env.KILL_SEED ?? Date.now() % 2 ** 31);
/** Some 60 small files, and a snapshot after every few of them. */
const VALUES = [...QUICK_WEEK, "--events", "4200", "--split-events", "70", "--part-events", "35"];
const SNAPSHOT_MS = 5;
/** Most milliseconds between the intended moment and the kill. */
const JITTER_MS = 6;

/** Numbers from 0 to 1 that depend on the seed (mulberry32). */
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
beforeAll(async () => {
  whole = digestsOf(await runInto(lastingFolder(), VALUES));
  files = Object.keys(whole).length - 1;
});

/** Starts a run and kills it when it has the given number of files, at once or a little later. */
async function killAt(at: number, later: number | "at once", folder: string, ...more: string[]): Promise<void> {
  const what = later === "at once" ? "kill" : { killAfterMs: later };
  const values = [...VALUES, "--workers", "2", ...more, join(folder, "events.json")];
  expect(await exitCode(startAt({ at, what, snapshotMs: SNAPSHOT_MS }, values))).toBe(137);
}

async function expectResumed(folder: string): Promise<void> {
  await runHere([...VALUES, "--resume", join(folder, "events.json")]);
  expect(digestsOf(contentOf(folder))).toEqual(whole);
  expect(readdirSync(join(folder, ".eventsim"))).toEqual(["_manifest"]);
}

describe(`kill -9 (KILL_SEED=${SEED})`, () => {
  it(`at ${KILLS} random moments, then --resume: all is as if nothing had happened`, { timeout: 300_000 }, async () => {
    const random = randomNumbers(SEED);
    for (let index = 0; index < KILLS; index++) {
      const folder = fastFolder();
      // From the start of the program, over each file, to the end. Every other kill is immediate, so that it is not too
      // late.
      const count = Math.round(((index + random()) / KILLS) * files);
      const isAtOnce = index % 2 === 1;
      await killAt(count, isAtOnce ? "at once" : random() * JITTER_MS, folder);
      if (isAtOnce) expect(existsSync(join(folder, ".eventsim", "_files"))).toBe(count > 0);
      // A file with its final name must be complete, even before the run is resumed.
      const left = Object.entries(digestsOf(contentOf(folder))).filter(([name]) => !name.startsWith("."));
      expect(whole).toMatchObject(Object.fromEntries(left));
      if (isAtOnce) expect(left).toHaveLength(count);
      await expectResumed(folder);
    }
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
    for (const more of [[], ["--resume"], ["--resume"]]) {
      await killAt(Math.round(0.2 * files), random() * JITTER_MS, folder, ...more);
    }
    rmSync(join(folder, "events-000003.json"));
    await expectResumed(folder);
  });
});
