import { describe, expect, it } from "vitest";
import { dueOfTime, PAST_MS, tickMs, timeWithin } from "../../../../src/workers/live/timing.ts";

const AT_MS = 1_800_000_000_000;

describe("simulated time", () => {
  it("is reached at the given speed, and has been in the past", () => {
    const timing = { kind: "time", speed: 60, fromMs: 90_000, atMs: AT_MS } as const;
    expect(dueOfTime(timing, 90_000)).toBe(AT_MS);
    expect(dueOfTime(timing, 150_000)).toBe(AT_MS + 1000);
    expect(dueOfTime(timing, 89_999)).toBe(PAST_MS);
  });

  it("is spread evenly over the events of a second", () => {
    expect([0, 1, 2, 3].map((index) => timeWithin(7, index, 4))).toEqual([7000, 7250, 7500, 7750]);
    expect(timeWithin(7, 0, 1)).toBe(7000);
  });
});

describe("a batch collects events", () => {
  it.each([
    // 256 events of 100,000 a second; 256 ms would be too long; 256 events of a million are too few.
    [100_000, 50, 2.56],
    [1000, 50, 40],
    [1_000_000, 50, 2.5],
    [1000, 1000, 256],
    [0, 50, 40],
    [1_000_000, 2, 1.6],
    [1000, 0, 0],
  ])("of %d a second, for flush times of %d ms, for %d ms", (rate, flushMs, expected) => {
    expect(tickMs(rate, flushMs)).toBeCloseTo(expected, 9);
  });
});
