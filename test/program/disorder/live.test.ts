// Live runs with disorder, against a clock that the test controls: an event leaves when its arrival comes.
import { describe, expect, test } from "vitest";
import type { LiveSettings } from "../../../src/workers/live/settings.ts";
import { arrivalsOf, type Disorder } from "../../support/reference/disorder.ts";
import { FakeClock, runLive } from "../../support/workers/live-run.ts";

const AT_MS = 1_800_000_000_000;
const START_SECONDS = Date.UTC(2026, 2, 2, 8) / 1000;
const FLUSH_MS = 50;
const SEED = 5n;
const RUN = ["-n", "5000", "-s", "2026-03-02T08:00:00", "-e", "2026-03-02T08:10:00", "-r", String(SEED)];
const OPTIONS = [
  ...["--late", "10%:30s", "--duplicate", "5%:3s", "--lose", "2%"],
  ...["--outage", "08:02/1min", "--burst", "08:08/10s:10x"],
];
const DISORDER: Disorder = {
  late: { share: 0.1, mean: 30, most: 300 },
  duplicate: { share: 0.05, mean: 3, most: 30 },
  lose: 0.02,
  holds: [
    { daily: true, start: 8 * 3600 + 120, hold: 60, release: 0 },
    { daily: true, start: 8 * 3600 + 480 + 10 - 100, hold: 100, release: 10 },
  ],
};
const SESSIONS_OF_USER = 1_000_000;

interface Line {
  ts: number;
  sessionId: number;
  itemInSession: number;
}

/** The seconds after the window's start in which events arrive, in order. */
function arrivals(lines: readonly string[]): number[] {
  return lines
    .flatMap((line) => {
      const { ts, sessionId, itemInSession: item } = JSON.parse(line) as Line;
      const index = Math.floor(sessionId / SESSIONS_OF_USER) - 1;
      return arrivalsOf(SEED, { index, session: sessionId % SESSIONS_OF_USER, item }, ts / 1000, DISORDER);
    })
    .map((second) => second - START_SECONDS)
    .sort((one, other) => one - other);
}

const linesOf = (bytes: Buffer) => bytes.toString().split("\n").slice(0, -1);

describe("a live run with disorder", () => {
  test.each([
    ["a minute in a second", 60, []],
    ["an hour in a second", 3600, []],
    ["by one worker, with short slices", 60, ["--workers", "1", "--slice-events", "500"]],
  ] as const)("%s: the bytes are those of a batch run, and nothing leaves early or late", async (_, speed, more) => {
    const settings: LiveSettings = { timing: { kind: "time", speed, fromMs: 0, atMs: AT_MS }, flushMs: FLUSH_MS };
    const plain = await runLive(RUN, undefined, new FakeClock(0));
    const batch = await runLive([...RUN, ...OPTIONS], undefined, new FakeClock(0));
    const live = await runLive([...RUN, ...OPTIONS, ...more], settings, new FakeClock(AT_MS));
    expect(live.bytes.equals(batch.bytes)).toBe(true);
    const due = arrivals(linesOf(plain.bytes)).map((second) => AT_MS + (second * 1000) / speed);
    const left = live.taken.flatMap(({ atMs, events }) => Array.from({ length: events }, () => atMs));
    expect(left).toHaveLength(due.length);
    const late = left.map((atMs, index) => atMs - due[index]!);
    expect(late.reduce((one, other) => Math.min(one, other))).toBeGreaterThanOrEqual(0);
    // An event of a second is due within it.
    expect(late.reduce((one, other) => Math.max(one, other))).toBeLessThanOrEqual(1000 / speed + 0.8 * FLUSH_MS + 1);
  });
});
