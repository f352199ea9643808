import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Manifest } from "../../../src/output/manifest/manifest.ts";
import { contentOf, fastFolder, lastingFolder } from "../../support/files/folders.ts";
import { linesOf } from "../../support/program/command.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { digestsOf, joined, manifestIn, QUICK_WEEK, runHere, runInto } from "../../support/program/here.ts";

const HOUR_MS = 3_600_000;
/** Small enough for the files of these tests to have several batches. */
const PARTS = ["--part-events", "64"];

let whole: Buffer;
beforeAll(async () => {
  whole = await wholeOf(QUICK_WEEK);
});

/** The same run in one file. */
async function wholeOf(values: readonly string[]): Promise<Buffer> {
  const { stdout, stderr } = await commandHere([...values]);
  expect(stderr).toBe("");
  return Buffer.from(stdout);
}

function timesOf(file: Buffer): number[] {
  return linesOf(file).map((line) => JSON.parse(line).ts as number);
}

interface Limits {
  events?: number;
  bytes?: number;
  periodMs?: number;
}

/** Whether a file could have taken the next one's first line, by number of events and time. */
function hadRoom(file: Buffer, next: Buffer, { events = Infinity, periodMs = Infinity }: Limits): boolean {
  const periodOf = (ts: number) => Math.floor(ts / periodMs);
  const isSamePeriod = periodOf(timesOf(file).at(-1)!) === periodOf(timesOf(next)[0]!);
  return linesOf(file).length < events && isSamePeriod;
}

function expectRules(files: Buffer[], { events = Infinity, bytes = Infinity, periodMs = Infinity }: Limits): void {
  expect(files.length).toBeGreaterThan(3);
  files.forEach((file, index) => {
    const times = timesOf(file);
    expect(times.length).toBeGreaterThan(0);
    expect(times.length).toBeLessThanOrEqual(events);
    expect(file.length).toBeLessThanOrEqual(bytes);
    expect(Math.floor(times[0]! / periodMs)).toBe(Math.floor(times.at(-1)! / periodMs));
    const next = files[index + 1];
    if (next === undefined || !hadRoom(file, next, { events, periodMs })) return;
    // Size alone ended it: the remaining room was smaller than the next batch.
    expect(file.length + 64 * 600).toBeGreaterThan(bytes);
  });
}

describe.each<[string[], Limits]>([
  [["--split-events", "500"], { events: 500 }],
  [["--split-events", "1000", ...PARTS], { events: 1000 }],
  [["--split-size", "400K"], { bytes: 400 * 1024 }],
  [["--split-size", "300KB", ...PARTS], { bytes: 300_000 }],
  [["--split-time", "1d"], { periodMs: 24 * HOUR_MS }],
  [["--split-time", "90min"], { periodMs: 1.5 * HOUR_MS }],
  [["--split-events", "700", "--split-time", "12h"], { events: 700, periodMs: 12 * HOUR_MS }],
  [["--split-size", "256K", "--split-time", "1d", ...PARTS], { bytes: 2 ** 18, periodMs: 24 * HOUR_MS }],
  [["--split-events", "450", "--split-size", "200K", ...PARTS], { events: 450, bytes: 200 * 1024 }],
  [
    ["--split-events", "450", "--split-size", "200K", "--split-time", "6h", ...PARTS],
    { events: 450, bytes: 200 * 1024, periodMs: 6 * HOUR_MS },
  ],
])("%j", (rules, limits) => {
  it("ends files where it says, and loses nothing", async () => {
    const content = await runInto(fastFolder(), [...QUICK_WEEK, ...rules]);
    const names = [...content.keys()];
    expect(names.filter((name) => !/^events-\d{6}\.json$/.test(name))).toEqual([".eventsim/_manifest"]);
    expect(joined(content).equals(whole)).toBe(true);
    content.delete(".eventsim/_manifest");
    expectRules([...content.values()], limits);
  });
});

it("a part that is larger than the size is in a file alone", async () => {
  const content = await runInto(fastFolder(), [...QUICK_WEEK, "--events", "100", "--split-size", "1"]);
  content.delete(".eventsim/_manifest");
  expect([...content.values()].map((file) => linesOf(file).length)).toEqual(Array(100).fill(1));
});

describe("periods", () => {
  it("that divide a day begin with midnight UTC, others with the window", async () => {
    const late = ["-n", "5", "-s", "2026-03-02T05:30:00", "-e", "2026-03-04T05:30:00", "--quiet"];
    const begins = async (duration: string) => {
      const { files } = manifestIn(await runInto(fastFolder(), [...late, "--split-time", duration]));
      const start = Date.parse("2026-03-02T05:30:00Z");
      return files.map(({ part, firstTs }) => ({ part, hours: (firstTs - start) / HOUR_MS }));
    };
    // Until midnight it is 18.5 hours, and to a quarter of the day half an hour.
    for (const { part, hours } of await begins("1d")) expect(part).toBe(hours < 18.5 ? 0 : hours < 42.5 ? 1 : 2);
    for (const { part, hours } of await begins("6h")) expect(part).toBe(Math.floor((hours + 5.5) / 6));
    for (const { part, hours } of await begins("7h")) expect(part).toBe(Math.floor(hours / 7));
  });

  it("without events have no file, and the others the number of their period", async () => {
    const quiet = ["-n", "1", "-s", "2026-03-02T00:00:00", "-e", "2026-03-20T00:00:00", "--quiet"];
    const content = await runInto(fastFolder(), [...quiet, "--split-time", "1h"]);
    const { files } = manifestIn(content);
    const start = Date.parse("2026-03-02T00:00:00Z");
    for (const { part, firstTs, lastTs, name } of files) {
      expect(Math.floor((firstTs - start) / HOUR_MS)).toBe(part);
      expect(Math.floor((lastTs - start) / HOUR_MS)).toBe(part);
      expect(name).toBe(`events-${String(part).padStart(6, "0")}.json`);
    }
    expect(files.length).toBeLessThan(files.at(-1)!.part);
    expect(joined(content).equals(await wholeOf(quiet))).toBe(true);
  });
});

describe("names", () => {
  it("with date and hour hold the events of that hour", async () => {
    const content = await runInto(fastFolder(), QUICK_WEEK, "dt={date}/hour={hour}/events.json");
    expect(joined(content).equals(whole)).toBe(true);
    content.delete(".eventsim/_manifest");
    for (const [name, file] of content) {
      const [, date, hour] = /^dt=([\d-]{10})\/hour=(\d\d)\/events\.json$/.exec(name)!;
      for (const ts of timesOf(file)) expect(new Date(ts).toISOString().slice(0, 13)).toBe(`${date}T${hour}`);
    }
  });

  it("with a date and a number may end by events too", async () => {
    const content = await runInto(
      fastFolder(),
      [...QUICK_WEEK, "--split-events", "700"],
      "{year}/{month}-{day}/{part:3}.json",
    );
    const { files } = manifestIn(content);
    expect(files.map(({ part }) => part)).toEqual(files.map((_, index) => index));
    for (const { name, firstTs, lastTs, part, events } of files) {
      const date = (ts: number) => new Date(ts).toISOString().slice(0, 10).replace("-", "/");
      expect(name).toBe(`${date(firstTs)}/${String(part).padStart(3, "0")}.json`);
      expect(date(lastTs)).toBe(date(firstTs));
      expect(events).toBeLessThanOrEqual(700);
    }
    expect(Buffer.concat(files.map(({ name }) => content.get(name)!)).equals(whole)).toBe(true);
  });

  it("without a field get the number before their first ending", async () => {
    const content = await runInto(fastFolder(), [...QUICK_WEEK, "--split-events", "5000"], "deep/er/a.b.json");
    expect([...content.keys()]).toEqual([".eventsim/_manifest", ...[0, 1, 2].map((part) => `a-00000${part}.b.json`)]);
  });

  it("that outgrow their digits end the run with advice", async () => {
    const folder = fastFolder();
    const { code, stderr } = await commandHere([...QUICK_WEEK, "--split-events", "500", join(folder, "{part:1}.json")]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^eventsim: file name ".*\{part:1\}\.json": file number 10 has more than 1 digits.*write \{part:4\}/,
    );
    expect([...contentOf(folder).keys()].filter((name) => !/^\d\.json$/.test(name))).toEqual([".eventsim/_files"]);
  });
});

describe("files and manifest do not depend on", () => {
  const growing = [...QUICK_WEEK, "--growth-rate", "30", "--attrition-rate", "0.9"];
  const rules = ["--split-size", "250K", "--split-time", "1d", "--split-events", "900"];
  let first: Map<string, Buffer>;
  let manifest: Manifest;
  beforeAll(async () => {
    first = await runInto(lastingFolder(), [...growing, ...rules, "--workers", "1"]);
    manifest = manifestIn(first);
  });

  it.each([
    ["2", "1000"],
    ["3", "17"],
    ["7", "1"],
    ["1", "4000000"],
    ["7", "65536"],
  ])("%s workers and slices of %s events", async (workers, events) => {
    const more = ["--workers", workers, "--slice-events", events];
    expect(digestsOf(await runInto(fastFolder(), [...growing, ...rules, ...more]))).toEqual(digestsOf(first));
    expect(manifest.files.length).toBeGreaterThan(10);
  });

  it("time zone and language", async () => {
    const folder = fastFolder();
    const env = { ...process.env, TZ: "America/St_Johns", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" };
    const { code } = await commandHere([...growing, ...rules, join(folder, "events.json")], { env });
    expect(code).toBe(0);
    expect(digestsOf(contentOf(folder))).toEqual(digestsOf(first));
  });
});

it.each([
  ["one user", ["--user", "7"], ["--split-events", "3"]],
  ["the original's engine", ["--compat", "interana"], ["--split-events", "1000"]],
  ["MessagePack", ["--format", "msgpack"], ["--split-events", "1000"]],
])("%s is split as well", async (_, more, byEvents) => {
  const one = fastFolder();
  await runHere([...QUICK_WEEK, ...more, join(one, "events")]);
  const whole = contentOf(one).get("events")!;
  for (const rule of [byEvents, ["--split-time", "1h"], ["--split-size", String(Math.ceil(whole.length / 9))]]) {
    const content = await runInto(fastFolder(), [...QUICK_WEEK, ...more, ...rule]);
    expect(joined(content).equals(whole)).toBe(true);
    expect(content.size).toBeGreaterThan(2);
  }
});

describe("compressed files are each whole, and say the same", () => {
  it.each(["lz4", "gzip", "zstd"])("%s", async (codec) => {
    for (const [rule, mostBytes] of [
      [["--split-events", "3000"], Infinity],
      [["--split-time", "2d"], Infinity],
      [["--split-size", "150K"], 150 * 1024],
    ] as const) {
      const folder = fastFolder();
      const content = await runInto(folder, [...QUICK_WEEK, "--compress", codec, ...rule]);
      const { files, totals } = manifestIn(content);
      const names = files.map(({ name }) => join(folder, name));
      expect(files.length).toBeGreaterThan(2);
      for (const { name, bytes } of files) {
        expect(bytes).toBeLessThanOrEqual(mostBytes);
        expect(content.get(name)!.length).toBe(bytes);
      }
      const [all, last] = [await commandHere(["cat", ...names]), await commandHere(["cat", names.at(-1)!])];
      expect(all.stdout === whole.toString()).toBe(true);
      expect(totals.rawBytes).toBe(whole.length);
      expect(files.at(-1)!.rawBytes).toBe(Buffer.byteLength(last.stdout));
      expect(files.at(-1)!.events).toBe(linesOf(Buffer.from(last.stdout)).length);
    }
  });
});
