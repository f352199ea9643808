import { existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { FailingFiles } from "../../support/files/failing-files.ts";
import { contentOf, fastFolder, lastingFolder } from "../../support/files/folders.ts";
import { linesOf } from "../../support/program/command.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { holdAt } from "../../support/program/held-run.ts";
import { digestsOf, failureOf, QUICK_WEEK, runInto } from "../../support/program/here.ts";
import { exitCode } from "../../support/program/program.ts";
import { ROOT } from "../../support/root.ts";

const VALUES = [...QUICK_WEEK, "--split-events", "300"];
/** A snapshot with every file. */
const EAGER = { snapshotMs: 0 };

let whole: Record<string, string>;
beforeAll(async () => {
  whole = await wholeOf(VALUES);
});

async function wholeOf(values: readonly string[]): Promise<Record<string, string>> {
  return digestsOf(await runInto(lastingFolder(), values));
}

/** Makes a folder in which a run was stopped by its `count`-th rename of a finished file. */
async function stoppedRun(
  values: readonly string[],
  count: number,
  snapshotMs = 0,
  folder = fastFolder(),
): Promise<string> {
  const files = new FailingFiles("rename", count);
  await failureOf([...values, join(folder, "events.json")], { files, snapshotMs });
  await files.quiet();
  expect(existsSync(join(folder, ".eventsim/_manifest"))).toBe(false);
  return folder;
}

async function expectResumed(folder: string, values: readonly string[], wanted: Record<string, string>): Promise<void> {
  expect(digestsOf(await runInto(folder, [...values, "--resume"], "events.json", EAGER))).toEqual(wanted);
  expect(readdirSync(join(folder, ".eventsim"))).toEqual([expect.stringMatching(/^_manifest(-1-of-2)?$/)]);
}

function timesIn(folder: string): Map<string, number> {
  return new Map(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs]));
}

/** Modification times of the files in the journal. Other files may be complete, but were not recorded. */
function finishedIn(folder: string): Record<string, number> {
  const [, ...lines] = linesOf(readFileSync(join(folder, ".eventsim", "_files")));
  const names = lines.map((line) => JSON.parse(line.slice(line.indexOf(" "))).name as string);
  return Object.fromEntries(names.map((name) => [name, timesIn(folder).get(name)!]));
}

describe("a run that was stopped goes on with --resume", () => {
  it.each([
    ["files by events", ["--split-events", "300"]],
    ["files by size", ["--split-size", "120K"]],
    ["files by time", ["--split-time", "5h"]],
    ["files by events and size", ["--split-events", "450", "--split-size", "150K", "--part-events", "64"]],
    [
      "files by all three",
      ["--split-events", "450", "--split-size", "150K", "--split-time", "1d", "--part-events", "64"],
    ],
    ["a growing site", ["--split-events", "300", "--growth-rate", "30", "--attrition-rate", "0.9"]],
    ["a share, up to so many events", ["--split-events", "300", "--part", "1/2", "--events", "4000"]],
    ["one user", ["--split-events", "2", "--user", "7"]],
    ["MessagePack", ["--split-events", "300", "--format", "msgpack"]],
    ["files by size, as LZ4", ["--split-size", "30K", "--compress", "lz4"]],
    ["files by size, as gzip", ["--split-size", "15K", "--compress", "gzip"]],
    ["files by events, as zstd", ["--split-events", "300", "--compress", "zstd", "--compress-level", "3"]],
    ["the original's engine", ["--split-events", "300", "--compat", "interana"]],
  ])("with %s", async (_, rules) => {
    const values = [...QUICK_WEEK, ...rules];
    const wanted = await wholeOf(values);
    // One worker keeps few files waiting for the disk, so some are in the journal by the thirteenth rename.
    for (const snapshotMs of [0, 1e9]) {
      const folder = await stoppedRun(values, 13, snapshotMs);
      const finished = finishedIn(folder);
      expect(finished).not.toEqual({});
      expect(existsSync(join(folder, ".eventsim", "_tally"))).toBe(snapshotMs === 0);
      await expectResumed(folder, values, wanted);
      expect(Object.fromEntries(timesIn(folder))).toMatchObject(finished);
    }
  });

  it("though another number of workers and other slices made the first half", async () => {
    const folder = await stoppedRun([...VALUES, "--slice-events", "100"], 20);
    await expectResumed(folder, [...VALUES, "--workers", "3"], whole);
  });

  it("and makes a lost finished file again, before and after the last snapshot", async () => {
    for (const [snapshotMs, lost] of [
      [0, "events-000001.json"],
      [1e9, "events-000001.json"],
      [1e9, "events-000000.json"],
    ] as const) {
      const folder = await stoppedRun(VALUES, 12, snapshotMs);
      rmSync(join(folder, lost));
      await expectResumed(folder, VALUES, whole);
    }
  });

  it("makes a lost file again if its size determines the next file, which exists", async () => {
    const values = [...QUICK_WEEK, "--split-size", "120K"];
    const folder = await stoppedRun(values, 12, 1e9);
    rmSync(join(folder, "events-000003.json"));
    await expectResumed(folder, values, await wholeOf(values));
  });

  it("and makes a file that was cut off again", async () => {
    const folder = await stoppedRun(VALUES, 12);
    truncateSync(join(folder, "events-000002.json"), 1000);
    await expectResumed(folder, VALUES, whole);
  });

  it("and again, and again", async () => {
    const folder = await stoppedRun(VALUES, 12);
    for (const count of [3, 5, 7]) {
      const files = new FailingFiles("rename", count);
      await failureOf([...VALUES, "--resume", join(folder, "events.json")], { files, ...EAGER });
      await files.quiet();
    }
    await expectResumed(folder, VALUES, whole);
  });

  it("in the folder of dates and hours", async () => {
    const name = "dt={date}/hour={hour}/{part}.json";
    const folder = fastFolder();
    const wanted = digestsOf(await runInto(fastFolder(), QUICK_WEEK, name));
    const files = new FailingFiles("rename", 30);
    await failureOf([...QUICK_WEEK, join(folder, name)], { files, ...EAGER });
    await files.quiet();
    expect(digestsOf(await runInto(folder, [...QUICK_WEEK, "--resume"], name))).toEqual(wanted);
  });

  it("says how many files it keeps", async () => {
    const folder = await stoppedRun(VALUES, 12);
    const finished = readdirSync(folder).length - 1;
    const loud = VALUES.filter((value) => value !== "--quiet");
    const { code, stderr } = await commandHere([...loud, "--resume", join(folder, "events.json")]);
    expect(code).toBe(0);
    expect(Number(/^resume: (\d+) finished files are kept$/m.exec(stderr)![1])).toBeLessThanOrEqual(finished);
  });
});

describe("--resume where nothing is left to make", () => {
  it("makes nothing again", async () => {
    const folder = fastFolder();
    await runInto(folder, VALUES);
    const { ".eventsim": _, ...before } = Object.fromEntries(timesIn(folder));
    await expectResumed(folder, VALUES, whole);
    expect(Object.fromEntries(timesIn(folder))).toMatchObject(before);
  });

  it("but one file that is lost makes that file", async () => {
    const folder = fastFolder();
    await runInto(folder, VALUES);
    rmSync(join(folder, "events-000004.json"));
    const { ".eventsim": _, ...before } = Object.fromEntries(timesIn(folder));
    await expectResumed(folder, VALUES, whole);
    expect(Object.fromEntries(timesIn(folder))).toMatchObject(before);
  });
});

it("--resume where nothing is, is a normal run", async () => {
  await expectResumed(join(fastFolder(), "new"), VALUES, whole);
});

it("without --resume all is made anew", async () => {
  const folder = await stoppedRun(VALUES, 12);
  const before = timesIn(folder);
  expect(digestsOf(await runInto(folder, VALUES))).toEqual(whole);
  expect(timesIn(folder).get("events-000000.json")).not.toBe(before.get("events-000000.json"));
});

describe("--resume refuses", () => {
  const config = join(ROOT, "configs", "Tambourine-config.json");
  const folders: string[] = [];
  beforeAll(async () => {
    const finished = lastingFolder();
    await runInto(finished, VALUES);
    folders.push(finished, await stoppedRun(VALUES, 12, 0, lastingFolder()));
  });

  it.each<[string, string[], RegExp]>([
    ["seed", [...VALUES, "--randomseed", "8"], /\(seed: 313 there, 8 here\)/],
    ["config", [...VALUES, "-c", config], /\(config\..* there, .* here\)/],
    ["format", [...VALUES, "--format", "msgpack"], /\(format: json there, msgpack here\)/],
    ["split", [...QUICK_WEEK, "--split-events", "301"], /\(splitEvents: 300 there, 301 here\)/],
    ["rule", [...VALUES, "--split-time", "1d"], /\(splitTimeSeconds: nothing there, 86400 here\)/],
    ["window", [...VALUES, "-e", "2026-03-10T00:00:00"], /\(windowSeconds: 604800 there, 691200 here\)/],
    [
      "start",
      [...VALUES, "-s", "2026-03-01T00:00:00"],
      /\(start: 2026-03-02T00:00:00 there, 2026-03-01T00:00:00 here\)/,
    ],
    ["number of users", [...VALUES, "-n", "21"], /\(initialUsers: 20 there, 21 here\)/],
  ])("another %s, and touches nothing", async (_, values, difference) => {
    for (const folder of folders) {
      const before = { files: digestsOf(contentOf(folder)), times: timesIn(folder) };
      before.times.delete(".eventsim"); // a lock comes and goes
      const { exitCode, message } = await failureOf([...values, "--resume", join(folder, "events.json")]);
      expect(exitCode).toBe(2);
      expect(message).toMatch(difference);
      expect(message).toMatch(
        /another command made what is there .*; repeat that command with --resume, or begin anew with --force in place of --resume$/,
      );
      const after = { files: digestsOf(contentOf(folder)), times: timesIn(folder) };
      after.times.delete(".eventsim");
      expect(after).toEqual(before);
    }
  });

  it("other names", async () => {
    const folder = await stoppedRun(VALUES, 12);
    const { exitCode, message } = await failureOf([...VALUES, "--resume", join(folder, "e.json")]);
    expect(exitCode).toBe(2);
    expect(message).toMatch(/\(names: events-\{part\}\.json there, e-\{part\}\.json here\)/);
  });
});

it("Ctrl-C leaves finished files and no other; --resume ends the run", async () => {
  const folder = fastFolder();
  const { child, release } = await holdAt(5, [...VALUES, join(folder, "events.json")]);
  child.kill("SIGINT");
  release();
  expect(await exitCode(child)).toBe(130);
  const left = digestsOf(contentOf(folder));
  expect(Object.keys(left).filter((name) => !/^events-\d{6}\.json$/.test(name))).toEqual([".eventsim/_files"]);
  delete left[".eventsim/_files"];
  expect(whole).toMatchObject(left);
  await expectResumed(folder, VALUES, whole);
});
