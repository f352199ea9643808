// Disorder with many files, formats, and runs that begin in the middle.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stoppedWith } from "../../support/disorder/stopped.ts";
import { contentOf, fastFolder } from "../../support/files/folders.ts";
import { linesOf } from "../../support/program/command.ts";
import { bytesHere } from "../../support/program/command-here.ts";
import { digestsOf, failureOf, joined, manifestIn, QUICK_WEEK, runHere, runInto } from "../../support/program/here.ts";

const DISORDER = [
  ...["--late", "5%:5min", "--duplicate", "2%:1min", "--lose", "1%"],
  ...["--outage", "10:00/15min", "--burst", "20:00/5min:10x"],
];
const VALUES = [...QUICK_WEEK, ...DISORDER];
const HOUR_MS = 3_600_000;

async function whole(values: readonly string[]): Promise<Buffer> {
  const path = join(fastFolder(), "events.json");
  await runHere([...values, path]);
  return readFileSync(path);
}

const RULES: [string, string[]][] = [
  ["events", ["--split-events", "300"]],
  ["size", ["--split-size", "120K"]],
  ["time", ["--split-time", "5h"]],
  ["all three", ["--split-events", "450", "--split-size", "150K", "--split-time", "1d", "--part-events", "64"]],
];

describe("files that end by", () => {
  test.each(RULES)("%s are those of a run that was stopped and taken up again", async (_, rules) => {
    const values = [...VALUES, ...rules];
    const content = await runInto(fastFolder(), values);
    expect(joined(content).equals(await whole(VALUES))).toBe(true);
    const folder = await stoppedWith(values, 13);
    const resumed = await runInto(folder, [...values, "--resume", "--slice-events", "100"]);
    expect(digestsOf(resumed)).toEqual(digestsOf(content));
  });

  test.each(RULES)("%s can be made alone, with and without their manifest", async (_, rules) => {
    const values = [...VALUES, ...rules];
    const folder = fastFolder();
    const content = await runInto(folder, values);
    for (const hasManifest of [true, false]) {
      if (!hasManifest) rmSync(join(folder, ".eventsim"), { recursive: true });
      for (const part of ["000003", "000010"]) rmSync(join(folder, `events-${part}.json`));
      await runInto(folder, [...values, "--only-parts", "3,10"]);
      const made = contentOf(folder);
      for (const [name, bytes] of made) expect(bytes.equals(content.get(name)!), name).toBe(true);
      expect(made.has("events-000010.json")).toBe(true);
    }
  });

  test("time have what arrives in it: an outage has no file, and late events come after the window", async () => {
    const outage = ["--outage", "2026-03-04T10:00/3h", "--late", "50%:2h"];
    const files = (await runInto(fastFolder(), [...QUICK_WEEK, ...outage, "--split-time", "1h"], "{part}.json")) as Map<
      string,
      Buffer
    >;
    const { files: listed } = manifestIn(files);
    const start = Date.UTC(2026, 2, 2);
    for (const { part, firstTs, lastTs } of listed) {
      expect([firstTs, lastTs].map((ts) => Math.floor((ts - start) / HOUR_MS))).toEqual([part, part]);
    }
    const parts = new Set(listed.map(({ part }) => part));
    expect([57, 58, 59, 60, 61].map((part) => parts.has(part))).toEqual([true, false, false, false, true]);
    expect(Math.max(...parts)).toBeGreaterThanOrEqual(7 * 24);
    const after = linesOf(files.get(listed.at(-1)!.name)!).map((line) => JSON.parse(line).ts as number);
    expect(after.every((ts) => ts < start + 7 * 24 * HOUR_MS)).toBe(true);
  });
});

test("a Delta table says between which times the events of each file are", async () => {
  const folder = fastFolder();
  await runInto(folder, [...VALUES, "--split-time", "1d", "--format", "parquet", "--table", "delta"], "{part}.parquet");
  const log = linesOf(readFileSync(join(folder, "_delta_log", "00000000000000000000.json"))).map((line) =>
    JSON.parse(line),
  );
  const added = log.flatMap(({ add }) => (add === undefined ? [] : [add as { path: string; stats: string }]));
  expect(added.length).toBeGreaterThan(6);
  for (const { path, stats } of added) {
    const times = linesOf(await bytesHere("cat", join(folder, path))).map((line) => JSON.parse(line).ts as number);
    const { numRecords, minValues, maxValues } = JSON.parse(stats);
    expect([numRecords, Date.parse(minValues.ts), Date.parse(maxValues.ts)]).toEqual([
      times.length,
      Math.min(...times),
      Math.max(...times),
    ]);
  }
});

describe("the id of the data set", () => {
  async function idOf(...values: string[]): Promise<string> {
    return (await bytesHere("id", ...QUICK_WEEK, ...values)).toString();
  }

  test("has the disorder in it, and not where the truth goes", async () => {
    const plain = await idOf();
    const late = await idOf("--late", "2%:30s");
    expect(late).not.toBe(plain);
    expect(await idOf("--late", "0.02:30s", "--late-max", "5min", "--truth", "t.json")).toBe(late);
    expect(await idOf("--late", "2%:31s")).not.toBe(late);
  });

  test("keeps another command from going on", async () => {
    const folder = await stoppedWith([...VALUES, "--split-events", "300"], 5);
    const error = await failureOf([...QUICK_WEEK, "--split-events", "300", "--resume", join(folder, "events.json")]);
    expect(error.message).toContain("disorder");
    expect(error.exitCode).toBe(2);
  });
});

describe("every format has the events in the order of arrival", () => {
  test.each(["msgpack", "json.lz4", "msgpack.lz4", "avro", "csv", "parquet", "arrow", "json.gz", "json.zst"])(
    "%s",
    async (ending) => {
      const path = join(fastFolder(), `events.${ending}`);
      await runHere([...VALUES, path]);
      expect(linesOf(await bytesHere("cat", path))).toEqual(linesOf(await whole(VALUES)));
    },
  );

  test.each(["none", "snappy", "zstd"])("Parquet with codec %s, whose bounds are those of its times", async (codec) => {
    const folder = fastFolder();
    const path = join(folder, "events.parquet");
    await runHere([...VALUES, "--compress", codec, "--row-group-events", "1000", path]);
    const { parquetMetadataAsync, asyncBufferFromFile } = await import("hyparquet");
    const { row_groups: groups } = await parquetMetadataAsync(await asyncBufferFromFile(path));
    const times = linesOf(await whole(VALUES)).map((line) => JSON.parse(line).ts as number);
    let row = 0;
    let isOutOfOrder = false;
    for (const { columns, num_rows: rows } of groups) {
      const own = times.slice(row, row + Number(rows));
      row += Number(rows);
      const { min_value: least, max_value: greatest } = columns.find(
        ({ meta_data }) => meta_data!.path_in_schema[0] === "ts",
      )!.meta_data!.statistics!;
      expect([Number(least), Number(greatest)]).toEqual([Math.min(...own), Math.max(...own)]);
      isOutOfOrder ||= own[0] !== Math.min(...own);
    }
    expect(row).toBe(times.length);
    expect(isOutOfOrder).toBe(true);
  });
});
