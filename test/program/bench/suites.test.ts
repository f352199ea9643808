// Runs the bench at smoke size: it does all the work that it claims. The tests do not judge times.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nodeOptions } from "../../../bench/launch.ts";
import { runProcess } from "../../../bench/program.ts";
import { resultName } from "../../../bench/report.ts";
import { steadyRates } from "../../../bench/rows/throughput.ts";
import { interleave, median, spread } from "../../../src/benchmark/statistics.ts";
import { linesOf } from "../../support/program/command.ts";
import { bytesHere } from "../../support/program/command-here.ts";
import { ROOT } from "../../support/root.ts";

const DIST = join(ROOT, "dist");
const DATA = join(ROOT, "..", "shared", "conformance", "data");
const FLOORS: Record<string, string | undefined> = {
  "json-20k": ">= 20 M events/s or >= 9 x lz4 -1",
  "json-1m": ">= 12 M events/s",
  "simulate-20k": ">= 30 M events/s",
  ...{ "simulate-1m": ">= 24 M events/s", "simulate-10m": ">= 18 M events/s" },
  ...{ "stages-20k": undefined, "stages-1m": undefined, "encoders-20k": undefined },
  workers: ">= 1.7 times",
  ...{ "pipe-cat": ">= 0.6 x dd", "pipe-wc": undefined },
  "lz4-20k": ">= 10 M events/s or >= 4.6 x lz4 -1",
  "lz4-size": "<= 1.05 times",
  ...{ "msgpack-20k": ">= 1 times", "msgpack-lz4-20k": ">= 1 times" },
  ...{ "zstd-20k": ">= 90 %", "gzip-20k": ">= 90 %" },
  disk: ">= 3 times",
  ...{ "parquet-20k": ">= 1 times", "parquet-default-20k": ">= 0.6 times", "parquet-1m": ">= 0.6 times" },
  ...{ "parquet-size-none": "<= 22.5 bytes/event", "parquet-size-auto": "<= 20 bytes/event" },
  ...{ "parquet-size-zstd": "<= 19 bytes/event", "parquet-libraries": ">= 5 times" },
  ...{ "arrow-20k": ">= 1 times", "avro-20k": ">= 1 times", "csv-20k": ">= 1 times" },
  ...{ "read-arrow": ">= 3 M events/s", "read-spark": ">= 2 times" },
  "disorder-20k": ">= 0.7 times",
  ...{ "kafka-lz4": ">= 1 M events/s and >= 4 x a client for Node", "kafka-json": ">= 0.6 M events/s" },
  ...{ "kafka-batches": ">= 0.5 times", "kafka-batches-lz4": undefined, webhdfs: ">= 1 times" },
  s3: ">= 0.8 times",
  ...{ "live-lateness": "<= 50 ms", "live-idle": "<= 5 %", "live-rate": ">= 0.5 times" },
  ...{ "compat-2": ">= 4 M events/s", "compat-1": ">= 2.5 M events/s" },
  ...{ "memory-1m": "<= 400 MB", "memory-10m": "<= 1,600 MB", "memory-window": "<= 1.05 times" },
  ...{ "start-day": "<= 400 ms", "start-version": "<= 150 ms" },
};

interface RowLine {
  row: string;
  floor?: string;
  met?: boolean;
  skipped?: string;
  facts: Record<string, number | string>;
  samples: Record<string, number[]>;
}

const folder = mkdtempSync(join(tmpdir(), "eventsim-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function runBench(...args: string[]) {
  const env = { ...process.env, TMPDIR: folder };
  return spawnSync(process.execPath, [...nodeOptions(), join(DIST, "bench", "index.js"), ...args], {
    env,
    encoding: "utf8",
  });
}

/** Returns the program's output for these arguments, with one worker and sizes that the bench does not use. */
function output(...args: (number | string)[]): Promise<Buffer> {
  const sizes = ["--workers", "1", "--slice-events", "3000", "--part-events", "77", "--quiet"];
  return bytesHere("--start-time", "2026-01-01T00:00:00", ...sizes, ...args.map(String));
}

/** The first events of so many users. */
const firstLines = (users: unknown, events: unknown, ...more: string[]) =>
  output("-n", `${users}`, "--end-time", "2027-01-01T00:00:00", "--events", `${events}`, ...more);

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

describe("the bench at smoke size", () => {
  let rows: Map<string, RowLine>;
  let machine: Record<string, unknown>;
  let table: string[];
  const savedBefore = readdirSync(join(ROOT, "bench", "results"));

  beforeAll(() => {
    const { status, stdout, stderr } = runBench("--smoke");
    expect(status, stderr).toBe(0);
    const lines = stdout.split("\n");
    table = lines.slice(0, lines.indexOf(""));
    const objects = lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
    machine = objects[0];
    rows = new Map(objects.slice(1).map((object: RowLine) => [object.row, object]));
  });

  const facts = (row: string) => rows.get(row)?.facts ?? {};

  test("every row of the promise is there, with its floor, in the table and in the lines", () => {
    expect(Object.fromEntries([...rows].map(([name, { floor }]) => [name, floor]))).toEqual(FLOORS);
    expect(table.slice(2).map((line) => line.split(" ")[0])).toEqual(Object.keys(FLOORS));
    for (const [name, floor] of Object.entries(FLOORS))
      if (floor !== undefined) expect(table.find((line) => line.startsWith(`${name} `))).toContain(floor);
  });

  test("only rows that the machine cannot run are skipped; every sample is a positive number", () => {
    const skipped = [...rows.values()].filter((row) => row.skipped !== undefined).map((row) => row.row);
    const withoutData: string[] = existsSync(DATA) ? [] : ["json-1m", "compat-2", "compat-1"];
    const tools = { lz4: "lz4-size", zstd: "zstd-20k", gzip: "gzip-20k" };
    const without = Object.entries(tools).filter(([tool]) => spawnSync(tool, ["--version"]).status !== 0);
    const python = process.env.EVENTSIM_PYTHON ?? "python3";
    const lacks = (modules: string) => spawnSync(python, ["-c", `import ${modules}`]).status !== 0;
    if (lacks("duckdb, pyarrow.parquet")) withoutData.push("parquet-libraries");
    if (lacks("pyarrow")) withoutData.push("read-arrow");
    if (lacks("pyarrow, pyspark.sql.datasource")) withoutData.push("read-spark");
    // Installed by the set-ups of test/servers and test/stores.
    if (!existsSync(join(ROOT, "build", "servers-kafka", "wanted"))) withoutData.push("kafka-lz4", "kafka-json");
    if (!existsSync(join(ROOT, "build", "stores-hdfs", "wanted"))) withoutData.push("webhdfs");
    const may = [...withoutData, ...without.map(([, row]) => row), ...(machine.cores === 1 ? ["workers"] : [])];
    expect(skipped.sort()).toEqual(may.sort());
    for (const { row, samples = {} } of rows.values())
      for (const sample of Object.values(samples).flat()) expect(sample, row).toBeGreaterThan(0);
  });

  test("no floor is judged at this size, and nothing is kept", () => {
    expect([...rows.values()].filter((row) => row.met !== undefined)).toEqual([]);
    expect(readdirSync(join(ROOT, "bench", "results"))).toEqual(savedBefore);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("the machine line names the machine and the version", () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect(machine).toMatchObject({ kind: "machine", node: process.version, version, isFullSize: false });
    expect(machine.engineVersion).toMatch(/^\d+$/);
    expect(machine.kernelSha256).toBe(sha256(readFileSync(join(DIST, "kernel.wasm"))).slice(0, 16));
  });

  test("the compressor gets the first lines of the run", async () => {
    const { users, fileEvents, fileBytes, fileSha256 } = facts("json-20k");
    const lines = await firstLines(users, fileEvents);
    expect(linesOf(lines).length).toBe(fileEvents);
    expect(lines.length).toBe(fileBytes);
    expect(sha256(lines)).toBe(fileSha256);
  });

  test.skipIf(!existsSync(DATA))("with the original's data too", async () => {
    const { users, fileEvents, fileSha256 } = facts("json-1m");
    expect(sha256(await firstLines(users, fileEvents, "--data", DATA))).toBe(fileSha256);
  });

  test.each(["pipe-cat", "pipe-wc"])("%s moves the program's own lines", async (row) => {
    const { users, events, bytes } = facts(row);
    const lines = await firstLines(users, events);
    // The summary has whole megabytes here.
    expect(Math.abs((bytes as number) - lines.length)).toBeLessThanOrEqual(500_000);
  });

  test.each(["stages-20k", "stages-1m"])("%s encodes the program's own bytes", async (row) => {
    const { users, wholeEvents, wholeSha256 } = facts(row);
    const lines = await firstLines(users, wholeEvents);
    expect(sha256(lines)).toBe(wholeSha256);
  });

  test.each(["simulate-20k", "simulate-1m", "simulate-10m"])("%s simulates all events of its time", async (row) => {
    const { users, wholeEvents, wholeSeconds } = facts(row);
    const end = new Date(Date.UTC(2026, 0, 1) + (wholeSeconds as number) * 1000).toISOString().slice(0, 19);
    expect(linesOf(await output("-n", users as number, "--end-time", end)).length).toBe(wholeEvents);
  });

  test("the longer of the windows for memory has ten times the days, and all their events", async () => {
    const { users, shortEvents, longEvents } = facts("memory-window");
    expect(linesOf(await output("-n", users as number, "--end-time", "2026-01-02T00:00:00")).length).toBe(shortEvents);
    expect(linesOf(await output("-n", users as number, "--end-time", "2026-01-11T00:00:00")).length).toBe(longEvents);
  });
});

describe("how the bench measures", () => {
  test("the steady rate leaves out the common part of two runs", () => {
    const run = (seconds: number, events: number) => ({ seconds, events, bytes: 0 });
    // Half a second to start, then 20 events per second; and a second to start, then 40.
    expect(steadyRates([run(1, 10), run(1.25, 10)], [run(2, 30), run(1.75, 30)])).toEqual([20, 40]);
  });

  test("medians of odd and even numbers of rounds", () => {
    expect([median([9, 1, 10]), median([10, 2, 1, 4]), median([7])]).toEqual([9, 3, 7]);
  });

  test("the spread is that of most rounds, whatever one of them did", () => {
    // Deviations from the median 10: 1, 0, 1, 2, 90; their median is 1.
    expect(spread([9, 10, 11, 12, 100])).toBeCloseTo(1.206 * 1.4826, 4);
    expect([spread([7]), spread([5, 5, 5])]).toEqual([0, 0]);
  });

  test.each([2, 3, 4, 5, 9, 15])(
    "the spread of %i normally distributed values is their deviation, on average",
    (size) => {
      // Mean 100 and deviation 1, from a generator with a fixed start.
      let state = 1;
      const uniform = () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return (state + 0.5) / 2 ** 32;
      };
      const normal = () => 100 + Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
      const spreads = Array.from({ length: 20_000 }, () => spread(Array.from({ length: size }, normal)));
      expect(spreads.reduce((sum, each) => sum + each) / spreads.length).toBeCloseTo(1, 1);
    },
  );

  test("subjects take turns", async () => {
    const order: string[] = [];
    const subject = (name: string) => async () => order.push(name);
    const results = await interleave(2, { one: subject("one"), two: subject("two") });
    expect(order).toEqual(["one", "two", "one", "two"]);
    expect(results).toEqual({ one: [1, 3], two: [2, 4] });
  });

  test("the peak of memory is that of the whole life of a process, and is not that of who started it", async () => {
    const preload = ["--import", pathToFileURL(join(DIST, "bench", "peak.js")).href];
    const mebibytes = 300;
    const script = `let b = Buffer.alloc(${mebibytes} * 2 ** 20, 1); b = undefined; gc()`;
    const held = Buffer.alloc(mebibytes * 2 ** 20, 1);
    const idle = Number((await runProcess(process.execPath, [...preload, "--eval", "0"])).extra);
    const busy = Number((await runProcess(process.execPath, ["--expose-gc", ...preload, "--eval", script])).extra);
    expect(held[0]).toBe(1);
    expect((busy - idle) / 2 ** 20).toBeGreaterThan(0.9 * mebibytes);
    expect((busy - idle) / 2 ** 20).toBeLessThan(1.2 * mebibytes);
    expect(idle / 2 ** 20).toBeLessThan(mebibytes);
  });

  test("a result's file is named by day, processor and commit", () => {
    const machine = { date: "2026-02-03T04:05:06.789Z", cpu: "Some(R) CPU @ 2.00GHz", commit: "abc1234-changed" };
    expect(resultName({ ...machine } as never)).toBe("2026-02-03-some-r-cpu-2-00ghz-abc1234-changed.jsonl");
  });

  test.each([
    [["--only", "json-20"], "--only json-20: there is no such row; there are json-20k, json-1m,"],
    [["--rounds", "0"], "--rounds 0: a whole number above 0 is wanted"],
    [["--fast"], "--fast"],
  ])("%j is refused with a reason and the usage", (args, message) => {
    const { status, stderr, stdout } = runBench(...args);
    expect(stderr).toContain(message);
    expect(stderr).toContain("usage: npm run bench");
    expect([status, stdout]).toEqual([2, ""]);
  });

  test("more events than there are in a year are refused, not measured short", () => {
    const { status, stderr } = runBench("--smoke", "--only", "json-20k", "--users", "1", "--events", "1000000");
    expect(stderr).toMatch(/ended after \d+ events, before the 1000000 to measure: use more --users or fewer --events/);
    expect(status).toBe(1);
  });
});
