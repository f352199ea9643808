// The origin of a run's 32-bit times moves while the run goes on. Here it moves every two days, and no byte changes.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FailingFiles } from "../../support/files/failing-files.ts";
import { fastFolder } from "../../support/files/folders.ts";
import { digestsOf, failureOf, runInto } from "../../support/program/here.ts";

const DAY = 86_400;
/** Sessions and arrivals more than five days after the origin wait for it. */
const ERAS = { eraSeconds: 2 * DAY, horizonSeconds: 5 * DAY };
const MOVING = { eras: ERAS, snapshotMs: 0 };
/** It begins within a second, on a Saturday; Memorial Day is in it. */
const WEEKS = ["-n", "24", "-s", "2026-05-09T00:00:00.250", "-e", "2026-05-30T00:00:00.250", "--quiet"];
const SITE = ["--growth-rate", "9", "--attrition-rate", "0.9"];
/** Files end where the origin moves, and so do batches. */
const DAILY = [...WEEKS, ...SITE, "--split-time", "1d"];
/** No event waits longer than an era. */
const DISORDER = ["--late", "5%:4h", "--late-max", "20h", "--duplicate", "1%:2h", "--lose", "1%"];
const HELD = ["--outage", "10:00/3h", "--outage", "2026-05-20T00:00:00/7h", "--burst", "18:00/30min:3x"];

async function filesOf(values: readonly string[], surroundings = {}, name = "events.json") {
  return digestsOf(await runInto(fastFolder(), values, name, surroundings));
}

async function expectSame(values: readonly string[], name?: string): Promise<void> {
  const wanted = await filesOf(values, {}, name);
  expect(Object.keys(wanted).length).toBeGreaterThan(0);
  expect(await filesOf(values, MOVING, name)).toEqual(wanted);
}

describe("the bytes are the same", () => {
  it.each([
    ["JSON", []],
    ["JSON of one worker", ["--workers", "1"]],
    ["MessagePack", ["--format", "msgpack"]],
    ["CSV", ["--format", "csv"]],
    ["a share of the users", ["--part", "2/3"]],
    ["one user", ["--user", "7"]],
    ["some events", ["--events", "12000"]],
    ["disorder", [...DISORDER, ...HELD]],
  ])("in one file: %s", (_, more) => expectSame([...WEEKS, ...SITE, ...more]));

  it.each([
    ["JSON", []],
    ["LZ4", ["--compress", "lz4"]],
    ["zstd", ["--compress", "zstd"]],
    ["MessagePack as LZ4", ["--format", "msgpack", "--compress", "lz4"]],
    ["Avro", ["--format", "avro"]],
    ["Parquet", ["--format", "parquet"]],
    ["Arrow", ["--format", "arrow"]],
    ["disorder, as Parquet", ["--format", "parquet", ...DISORDER, ...HELD]],
    ["disorder, as Arrow", ["--format", "arrow", ...DISORDER]],
  ])("in daily files and their manifest: %s", (_, more) => expectSame([...DAILY, ...more]));

  it("where users neither come nor go", () => expectSame(WEEKS));
});

it("lists the same events that were late, doubled or lost", async () => {
  const listOf = async (surroundings: object) => {
    const folder = fastFolder();
    const truth = join(folder, "truth");
    await runInto(folder, [...WEEKS, ...DISORDER, ...HELD, "--truth", truth], "events.json", surroundings);
    return readFileSync(truth, "utf8");
  };
  expect(await listOf(MOVING)).toBe(await listOf({}));
});

it("goes on with --resume after the origin has moved, to the same files", async () => {
  for (const more of [[], DISORDER]) {
    const wanted = await filesOf([...DAILY, ...more]);
    const folder = fastFolder();
    const files = new FailingFiles("rename", 13);
    await failureOf([...DAILY, ...more, join(folder, "events.json")], { files, ...MOVING });
    await files.quiet();
    expect(digestsOf(await runInto(folder, [...DAILY, ...more, "--resume"], "events.json", MOVING))).toEqual(wanted);
  }
});

it("moves as often as eras end", async () => {
  const folder = fastFolder();
  await runInto(folder, [...WEEKS, "--trace", join(folder, "trace")], "events.json", MOVING);
  const { traceEvents } = JSON.parse(readFileSync(join(folder, "trace"), "utf8"));
  const moves = traceEvents.filter(({ name }: { name: string }) => name === "move origin");
  // On the days 4, 6, ... 20 of 21.
  expect(moves).toHaveLength(9);
});
