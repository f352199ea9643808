// Live runs in every format: each write is whole, and what is read back are the events of the batch run.
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { NO_SPLIT } from "../../../src/output/containers/files/split-rules.ts";
import type { LiveSettings } from "../../../src/workers/live/settings.ts";
import { readBatch } from "../../support/kafka/batches.ts";
import { readBytes } from "../../support/read/event-files.ts";
import { FakeClock, runLive } from "../../support/workers/live-run.ts";

const AT_MS = 1_800_000_000_000;
const START_MS = Date.UTC(2026, 2, 2, 8);
const VALUES = ["-n", "6000", "-s", "2026-03-02T08:00:00", "-e", "2026-03-02T08:05:00", "-r", "5"];
const LIVE: LiveSettings = { timing: { kind: "time", speed: 60, fromMs: 60_000, atMs: AT_MS }, flushMs: 50 };

const run = (more: readonly string[], live?: LiveSettings, wishes?: Parameters<typeof runLive>[3]) =>
  runLive([...VALUES, ...more], live, new FakeClock(AT_MS), wishes);

const { bytes: plain } = await run([]);
const lines = plain.toString().split("\n").slice(0, -1);

describe("a live file has the events of a batch run", () => {
  it.each([
    ["JSON, gzip", ["--compress", "gzip"]],
    ["JSON, zstd", ["--compress", "zstd"]],
    ["JSON, LZ4", ["--compress", "lz4"]],
    ["JSON, LZ4 for Hadoop", ["--compress", "lz4", "--lz4-framing", "hadoop"]],
    ["MessagePack, LZ4", ["--format", "msgpack", "--compress", "lz4"]],
    ["CSV, gzip", ["--format", "csv", "--compress", "gzip"]],
    ["Avro", ["--format", "avro"]],
    ["Avro, zstd", ["--format", "avro", "--compress", "zstd"]],
  ])("%s", async (_, more) => {
    const batch = await run(more, undefined, { isFile: true });
    const live = await run(more, LIVE, { isFile: true });
    expect(live.taken.length).toBeGreaterThan(10);
    const [expected, found] = [await readBytes(batch.bytes), await readBytes(live.bytes)];
    expect(expected.failure + found.failure).toBe("");
    expect(expected.text.split("\n").length).toBe(lines.length + 1);
    expect(found.text === expected.text).toBe(true);
  });

  it("and a reader has each event as soon as it has left", async () => {
    const { taken } = await run(["--compress", "gzip"], LIVE, { isFile: true });
    let event = 0;
    for (const { bytes, events } of taken) {
      const text = gunzipSync(bytes).toString();
      expect(text).toBe(
        lines
          .slice(event, event + events)
          .map((line) => `${line}\n`)
          .join(""),
      );
      event += events;
    }
    expect(event).toBe(lines.length);
  });
});

it.each(["userId", "none"] as const)("batches of Kafka with the key %s have each event once", async (key) => {
  const messages = { partitions: 3, key, times: "event", headers: [] } as const;
  const { taken, bytes } = await run(["--compress", "lz4"], LIVE, { messages });
  const values: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = 12 + bytes.readInt32BE(at + 8);
    const batch = readBatch(bytes.subarray(at, at + length));
    expect(batch.checksum).toBe(batch.recordsChecksum);
    values.push(...batch.records.map(({ value }) => value.toString()));
    at += length;
  }
  expect(values.sort()).toEqual([...lines].sort());
  const partitions = taken.flatMap(({ batches }) => batches.flatMap((batch) => batch.partitions));
  // Without keys, whole batches go to the partitions in turn.
  if (key === "none") expect(partitions).toEqual(partitions.map((_, index) => index % 3));
  else expect(new Set(partitions)).toEqual(new Set([0, 1, 2]));
});

describe("row groups of a live run", () => {
  const rules = { ...NO_SPLIT, periodSeconds: 60, firstPeriodEnd: 60 };
  const minutes = [0, 1, 2, 3, 4].map((minute) => {
    const seconds = lines.map((line) => ((JSON.parse(line) as { ts: number }).ts - START_MS) / 1000);
    return seconds.filter((second) => Math.floor(second / 60) === minute);
  });

  it.each(["parquet", "arrow"])("of %s end with their file, when its last second is over", async (format) => {
    const { taken, writer } = await run(["--format", format], LIVE, { rules });
    expect(taken.flatMap(({ batches }) => batches.map(({ events }) => events))).toEqual(
      minutes.map((minute) => minute.length),
    );
    // The first minute is past; a minute takes a second.
    const due = minutes.slice(1).map((minute) => AT_MS + (1000 * (minute.at(-1)! + 1 - 60)) / 60);
    expect(taken.slice(1).map(({ atMs }) => atMs)).toEqual(due.map((ms) => Math.ceil(ms)));
    expect(writer.lateness!.maxMs).toBe(0);
  });

  it("that are full leave before", async () => {
    const { taken, writer } = await run(["--format", "parquet", "--row-group-events", "100"], LIVE, { rules });
    const events = taken.flatMap(({ batches }) => batches.map((batch) => batch.events));
    const full = minutes.map((minute) => Array(Math.ceil(minute.length / 100)).fill(100));
    expect(events.length).toBe(full.flat().length);
    expect(Math.max(...events)).toBe(100);
    expect(writer.lateness!.maxMs).toBe(0);
  });
});
