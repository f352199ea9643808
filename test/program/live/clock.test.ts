// A clock that is set, a machine that sleeps, and a reader that is slow, stops or is gone.
import { describe, expect, it } from "vitest";
import type { LiveSettings } from "../../../src/workers/live/settings.ts";
import { FakeClock, runLive, type Taken } from "../../support/workers/live-run.ts";

const AT_MS = 1_800_000_000_000;
const VALUES = ["-n", "20000", "-s", "2026-03-02T08:00:00", "-e", "2026-03-02T08:05:00", "-r", "5"];
/** Event k is due k milliseconds after the first. */
const LIVE: LiveSettings = {
  timing: { kind: "rate", least: 1000, most: 1000, periodSeconds: 0, shape: "ramp", atMs: AT_MS },
  flushMs: 50,
};
const { bytes: expected } = await runLive(VALUES, undefined, new FakeClock(0));

/** How late each event left. */
function lateBy(taken: readonly Taken[]): number[] {
  let event = 0;
  return taken.flatMap(({ atMs, events }) => Array.from({ length: events }, () => atMs - AT_MS - event++));
}

/** A clock that an accident befalls once, when half a second has passed. */
function accidentalClock(byMs: number): FakeClock {
  let isOver = false;
  return new FakeClock(AT_MS, ({ nowMs }) => {
    if (isOver || nowMs < AT_MS + 500) return 0;
    isOver = true;
    return byMs;
  });
}

const least = (values: readonly number[]) => values.reduce((one, other) => Math.min(one, other), Infinity);

describe("a clock", () => {
  it("that is set back holds the next events until it has come as far again", async () => {
    const clock = accidentalClock(-60_000);
    const { taken, bytes, writer } = await runLive(VALUES, LIVE, clock);
    expect(bytes.equals(expected)).toBe(true);
    expect(least(lateBy(taken))).toBeGreaterThanOrEqual(0);
    // No sleep is longer than a clock that is set forward may stay unnoticed.
    expect(Math.max(...clock.slept)).toBe(50);
    expect(clock.slept.filter((ms) => ms === 50).length).toBeGreaterThanOrEqual(60_000 / 50 - 1);
    expect(writer.lateness!.maxMs).toBeLessThanOrEqual(41);
  });

  it("that is set forward, or of a machine that slept, lets out what has become due, and counts how late it is", async () => {
    const { taken, bytes, writer } = await runLive(VALUES, LIVE, accidentalClock(2000));
    expect(bytes.equals(expected)).toBe(true);
    const late = lateBy(taken);
    expect(least(late)).toBeGreaterThanOrEqual(0);
    const mostMs = Math.max(...late);
    expect(mostMs).toBeGreaterThan(1900);
    expect(writer.lateness!.maxMs).toBe(mostMs);
    // Two thousand events became due meanwhile, and left before the clock went on.
    expect(late.filter((ms) => ms > 41).length).toBeGreaterThan(1900);
    expect(late.filter((ms) => ms > 41).length).toBeLessThan(2100);
    expect(late.at(-1)).toBeLessThanOrEqual(41);
  });
});

describe("a reader", () => {
  it("that stops for a second gets everything that became due meanwhile, and the run tells how late", async () => {
    const clock = new FakeClock(AT_MS);
    const stopped = 5;
    const takes = async (take: number) => {
      if (take === stopped) clock.nowMs += 1000;
    };
    const { taken, bytes, writer } = await runLive(VALUES, LIVE, clock, { takes });
    expect(bytes.equals(expected)).toBe(true);
    const late = lateBy(taken);
    expect(least(late)).toBeGreaterThanOrEqual(0);
    // The first event after the stop was due when the last one before it left, or up to a batch later.
    expect(writer.lateness!.maxMs).toBe(Math.max(...late));
    expect(writer.lateness!.maxMs).toBeGreaterThan(900);
    expect(writer.lateness!.maxMs).toBeLessThanOrEqual(1000);
    expect(writer.lateness!.count).toBe(late.length);
    expect(late.at(-1)).toBeLessThanOrEqual(41);
  });

  it("that is always too slow loses nothing", async () => {
    const clock = new FakeClock(AT_MS);
    const takes = async () => {
      clock.nowMs += 100;
    };
    const { taken, bytes, writer } = await runLive(VALUES, LIVE, clock, { takes });
    expect(bytes.equals(expected)).toBe(true);
    expect(least(lateBy(taken))).toBeGreaterThanOrEqual(0);
    expect(writer.lateness!.quantile(1)).toBe(Math.max(...lateBy(taken)));
  });

  it("that is gone ends the run", async () => {
    const takes = async (take: number) => {
      if (take === 3) throw Object.assign(new Error("EPIPE: broken pipe, write"), { code: "EPIPE" });
    };
    await expect(runLive(VALUES, LIVE, new FakeClock(AT_MS), { takes })).rejects.toThrow("EPIPE");
  });
});
