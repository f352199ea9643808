// Runs whose events leave when their time comes, by real threads, against a clock that the test controls.
import { describe, expect, it } from "vitest";
import type { ByTime, LiveSettings } from "../../../src/workers/live/settings.ts";
import { FakeClock, type LiveRun, runLive, type Taken } from "../../support/workers/live-run.ts";

const AT_MS = 1_800_000_000_000;
const START_MS = Date.UTC(2026, 2, 2, 8);
const FLUSH_MS = 50;
/** A hundred events a second for ten minutes, and two users for a week. */
const DENSE = ["-n", "5000", "-s", "2026-03-02T08:00:00", "-e", "2026-03-02T08:10:00", "-r", "5"];
const SPARSE = ["-n", "2", "-s", "2026-03-02T08:00:00", "-e", "2026-03-09T08:00:00", "-r", "5"];

function byTime(timing: Partial<ByTime>): LiveSettings {
  return { timing: { kind: "time", speed: 60, fromMs: 0, atMs: AT_MS, ...timing }, flushMs: FLUSH_MS };
}

/** When each event is due, in milliseconds since 1970: those of a second are spread evenly over it. */
function dueTimes(bytes: Buffer, { speed, fromMs }: Pick<ByTime, "speed" | "fromMs">): number[] {
  const lines = bytes.toString().split("\n").slice(0, -1);
  const stamps = lines.map((line) => (JSON.parse(line) as { ts: number }).ts - START_MS);
  const seconds = new Map<number, number>();
  for (const stamp of stamps) seconds.set(stamp, (seconds.get(stamp) ?? 0) + 1);
  let place = 0;
  return stamps.map((stamp, event) => {
    place = stamp === stamps[event - 1] ? place + 1 : 0;
    const simulatedMs = stamp + (1000 * place) / seconds.get(stamp)!;
    return simulatedMs < fromMs ? Number.NEGATIVE_INFINITY : AT_MS + (simulatedMs - fromMs) / speed;
  });
}

/** How late each event left, in milliseconds. */
function lateBy({ taken }: { taken: readonly Taken[] }, due: readonly number[]): number[] {
  let event = 0;
  return taken.flatMap(({ atMs, events }) => Array.from({ length: events }, () => atMs - due[event++]!));
}

const least = (values: readonly number[]) => values.reduce((one, other) => Math.min(one, other), Infinity);
const most = (values: readonly number[]) => values.reduce((one, other) => Math.max(one, other), -Infinity);

async function batchRun(values: readonly string[]): Promise<LiveRun> {
  return await runLive(values, undefined, new FakeClock(0));
}

const dense = await batchRun(DENSE);
const sparse = await batchRun(SPARSE);

describe("events leave when their time comes", () => {
  it.each([
    ["a minute in a second", DENSE, dense, { speed: 60 }, []],
    ["an hour in a second", DENSE, dense, { speed: 3600 }, []],
    ["by one worker", DENSE, dense, { speed: 60 }, ["--workers", "1"]],
    ["with short slices", DENSE, dense, { speed: 60 }, ["--slice-events", "500"]],
    ["with small batches", DENSE, dense, { speed: 60 }, ["--part-events", "7"]],
    ["for two users", SPARSE, sparse, { speed: 3600 }, []],
    ["for two users, a day in a second", SPARSE, sparse, { speed: 86400 }, []],
    ["after a past", DENSE, dense, { speed: 60, fromMs: 300_500 }, []],
    ["after a past, by one worker", DENSE, dense, { speed: 60, fromMs: 123_456 }, ["--workers", "1"]],
  ] as const)("%s", async (_, values, { bytes }, timing, more) => {
    const settings = { fromMs: 0, ...timing };
    const clock = new FakeClock(AT_MS);
    const run = await runLive([...values, ...more], byTime(settings), clock);
    expect(run.bytes.equals(bytes)).toBe(true);
    const due = dueTimes(bytes, settings);
    const late = lateBy(run, due);
    expect(least(late)).toBeGreaterThanOrEqual(0);
    const live = late.filter((ms) => ms !== Infinity);
    expect(live.length).toBe(due.filter((ms) => ms > 0).length);
    // Against this clock, an event waits for no more than the others of its batch, and the clock's whole millisecond.
    expect(most(live)).toBeLessThanOrEqual(0.8 * FLUSH_MS + 1);
    expect(most(clock.slept)).toBeLessThanOrEqual(50);
    const { lateness } = run.writer;
    expect(lateness!.maxMs).toBeLessThanOrEqual(0.8 * FLUSH_MS + 1);
    expect(lateness!.count).toBe(live.length);
  });
});
