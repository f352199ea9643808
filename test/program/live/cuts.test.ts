// Live runs that are cut otherwise: into groups, from the middle of a second, up to a number of events.
import { describe, expect, it } from "vitest";
import { NO_SPLIT } from "../../../src/output/containers/files/split-rules.ts";
import type { ByRate, LiveSettings } from "../../../src/workers/live/settings.ts";
import { FakeClock, type LiveRun, runLive } from "../../support/workers/live-run.ts";

const AT_MS = 1_800_000_000_000;
const DENSE = ["-n", "8000", "-s", "2026-03-02T08:00:00", "-e", "2026-03-02T08:10:00", "-r", "5"];
const byTime: LiveSettings = { timing: { kind: "time", speed: 60, fromMs: 60_000, atMs: AT_MS }, flushMs: 50 };

const rateOf = (rate: Partial<ByRate>): LiveSettings => ({
  timing: { kind: "rate", least: 500, most: 500, periodSeconds: 0, shape: "ramp", atMs: AT_MS, ...rate },
  flushMs: 50,
});

const run = (values: readonly string[], live?: LiveSettings, wishes?: Parameters<typeof runLive>[3]) =>
  runLive(values, live, new FakeClock(live === undefined ? 0 : AT_MS), wishes);

const plain = await run(DENSE);
const linesOf = ({ bytes }: Pick<LiveRun, "bytes">) => bytes.toString().split("\n").slice(0, -1);
const lines = linesOf(plain);
const { userId } = JSON.parse(lines[lines.length >> 1]!) as { userId: number };

it("has several events a second, and seconds that slices cut", () => {
  expect(lines.length).toBeGreaterThan(2000);
});

describe("a live run has the bytes of a batch run", () => {
  it.each([
    ["in JSON", []],
    ["in MessagePack", ["--format", "msgpack"]],
    ["in CSV", ["--format", "csv"]],
    ["with a limit of events", ["--events", "1234"]],
    ["for one user", ["--user", String(userId)]],
    ["of the original's engine", ["--compat", "interana"]],
    [
      "of the original's engine, with slices that end within a second",
      ["--compat", "interana", "--slice-events", "40"],
    ],
    ["of the original's engine, up to an event", ["--compat", "interana", "--events", "777"]],
  ])("%s", async (_, more) => {
    const expected = await run([...DENSE, ...more]);
    expect(expected.bytes.length).toBeGreaterThan(0);
    for (const live of [byTime, rateOf({}), { ...byTime, flushMs: 1 }]) {
      const { bytes } = await run([...DENSE, ...more], live);
      expect(bytes.equals(expected.bytes)).toBe(true);
    }
  });

  it("from the middle of a second on", async () => {
    const counts = new Map<number, number>();
    const stamps = lines.map((line) => (JSON.parse(line) as { ts: number }).ts);
    for (const stamp of stamps) counts.set(stamp, (counts.get(stamp) ?? 0) + 1);
    const [stamp, count] = [...counts].find(([ts, events]) => ts > stamps[0]! + 120_000 && events >= 4)!;
    const event = stamps.indexOf(stamp) + 2;
    const second = (stamp - Date.UTC(2026, 2, 2, 8)) / 1000;
    const beginning = { position: { part: 0, event, second, skip: 2 }, kept: [] };
    const clock = new FakeClock(AT_MS);
    const live = { ...byTime, timing: { ...byTime.timing, fromMs: second * 1000 } } as LiveSettings;
    const resumed = await runLive(DENSE, { ...live, flushMs: 0 }, clock, { beginning });
    expect(linesOf(resumed)).toEqual(lines.slice(event));
    // It is the third of its second, and due after the share of the second that the first two have.
    const dueMs = AT_MS + (1000 * 2) / count / 60;
    expect(resumed.taken[0]!.atMs).toBe(Math.ceil(dueMs));
  });
});

describe("a batch of a live run ends", () => {
  it("with its group, and with a file that is there already", async () => {
    const rules = { ...NO_SPLIT, fileEvents: 100 };
    const kept = [[250, 301]] as const;
    const beginning = { position: { part: 0, event: 0, second: 0, skip: 0 }, kept };
    const { taken } = await run(DENSE, rateOf({ least: 100_000, most: 100_000 }), { rules, beginning });
    const ends = new Set<number>();
    let event = 0;
    for (const { events } of taken.flatMap(({ batches }) => batches)) {
      event += events;
      ends.add(event);
    }
    expect(event).toBe(lines.length);
    for (let end = 100; end < event; end += 100) expect(ends.has(end), `${end}`).toBe(true);
    expect(ends.has(250) && ends.has(301)).toBe(true);
    expect(Buffer.concat(taken.map(({ bytes }) => bytes)).toString()).toBe(
      lines
        .filter((_, line) => line < 250 || line >= 301)
        .map((line) => `${line}\n`)
        .join(""),
    );
  });
});

describe("events of a rate", () => {
  it.each([
    ["constant", {}, (event: number) => event * 2],
    // 1000 t² / 40 events in the first t seconds of twenty, and a thousand a second afterwards.
    [
      "rising",
      { least: 0, most: 1000, periodSeconds: 20 },
      (event: number) => 1000 * (event < 10_000 ? Math.sqrt(event / 25) : 20 + (event - 10_000) / 1000),
    ],
  ] as const)("that is %s leave at their time, whatever their time stamps are", async (_, rate, dueMs) => {
    const { taken, writer } = await run(DENSE, rateOf(rate));
    let event = 0;
    let mostMs = 0;
    for (const { atMs, events } of taken) {
      // A thousandth of a millisecond is the error of adding milliseconds to the years since 1970.
      expect(atMs + 0.001).toBeGreaterThanOrEqual(AT_MS + dueMs(event + events - 1));
      mostMs = Math.max(mostMs, atMs - AT_MS - dueMs(event));
      event += events;
    }
    expect(event).toBe(lines.length);
    expect(mostMs).toBeLessThanOrEqual(41);
    expect(writer.lateness!.count).toBe(lines.length);
  });

  it("do not wait for those that are in a file already", async () => {
    const half = Math.floor(lines.length / 2);
    const kept = [[0, half]] as const;
    const beginning = { position: { part: 0, event: 0, second: 0, skip: 0 }, kept };
    const { taken } = await run(DENSE, rateOf({}), { beginning });
    const first = taken.find(({ bytes }) => bytes.length > 0)!;
    expect(first.bytes.toString().startsWith(`${lines[half]}\n`)).toBe(true);
    expect(first.atMs).toBeLessThanOrEqual(AT_MS + 41);
  });
});
