// Visits come so seldom here that where in the week the last one was does not matter for the next: without a calendar they
// would be spread evenly. What the calendar makes of that is computed from its meaning, with the host's sine, not from the engine.

import { describe, expect, test } from "vitest";
import { onePage, simulate, window } from "../support/sites/shipped.ts";
import { SIGMA_LIMIT, sigmas, tally } from "../support/statistics/measures.ts";

const DAY = 86_400;
const MINUTES_PER_DAY = 1440;
const SEEDS = ["1", "2"];

/** Starts of sessions in seconds since 1970, in the four weeks from Monday, 2 November 2026. */
function startsOf(changes: Record<string, unknown>, seed: string): number[] {
  const config = onePage({ beta: 60 * DAY, ...changes });
  const flags = ["-n", "60000", "--randomseed", seed, ...window("2026-11-02", "2026-11-30")];
  return simulate(config, ...flags).map(({ ts }) => ts / 1000);
}

const hourOf = (time: number) => Math.floor((time % DAY) / 3600);

function counts(keys: number[], cells: number): number[] {
  const found = tally(keys);
  return Array.from({ length: cells }, (_, cell) => found.get(cell) ?? 0);
}

describe("the day curve", () => {
  /** Even times, moved by up to `damping` of a day towards 15:00: how many fall into each hour. */
  function warpedHours(damping: number): number[] {
    const moved = Array.from({ length: DAY }, (_, second) => {
      const time = second + 0.5;
      return time + damping * DAY * Math.sin((2 * Math.PI * (time - 3 * 3600)) / DAY);
    });
    return counts(
      moved.map((time) => hourOf((time + DAY) % DAY)),
      24,
    );
  }

  test("of a site without damping is flat", () => {
    const hours = counts(startsOf({}, "3").map(hourOf), 24);
    expect(Math.abs(sigmas(hours, new Array(24).fill(1)))).toBeLessThan(SIGMA_LIMIT);
    expect(sigmas(hours, warpedHours(0.02))).toBeGreaterThan(SIGMA_LIMIT);
  });

  test.each(SEEDS)("has the shape that the warp gives even times (seed %s)", (seed) => {
    const hours = counts(startsOf({ damping: 0.09375 }, seed).map(hourOf), 24);
    expect(Math.abs(sigmas(hours, warpedHours(0.09375)))).toBeLessThan(SIGMA_LIMIT);
    expect(sigmas(hours, warpedHours(0.08))).toBeGreaterThan(SIGMA_LIMIT);
    const busiest = hours.indexOf(Math.max(...hours));
    const quietest = hours.indexOf(Math.min(...hours));
    expect([13, 14, 15, 16]).toContain(busiest);
    expect([1, 2, 3, 4]).toContain(quietest);
  });
});

describe("the weekend dip", () => {
  const free = (first: string, days: number) => {
    const start = Date.parse(`${first}T00:00:00Z`) / 60_000;
    return [start, start + days * MINUTES_PER_DAY] as const;
  };
  const weekends = ["2026-10-31", "2026-11-07", "2026-11-14", "2026-11-21", "2026-11-28"].map((day) => free(day, 2));
  const veteransDay = free("2026-11-11", 1);
  const thanksgiving = free("2026-11-26", 1);

  /**
   * Sessions that are left of one a minute, by hours from the window's start. A free stretch costs the share `most`:
   *
   *              ________________
   *             /                \         the slopes take 360 minutes and begin 180 minutes
   *   _________/                  \____    before the first midnight, and end 180 after the last
   */
  function dampedHours(most: number, stretches: (readonly [number, number])[]): number[] {
    const start = Date.UTC(2026, 10, 2) / 60_000;
    const lost = (minute: number) => {
      const depths = stretches.map(([from, to]) => Math.min(minute - (from - 180), to + 180 - minute) / 360);
      return most * Math.min(1, Math.max(0, ...depths));
    };
    return Array.from({ length: 28 * 24 }, (_, hour) =>
      Array.from({ length: 60 }, (_, minute) => 1 - lost(start + hour * 60 + minute + 0.5)).reduce((a, b) => a + b),
    );
  }

  const damping = { "weekend-damping": 0.5, "weekend-damping-offset": 180, "weekend-damping-scale": 360 };
  const hoursOf = (changes: Record<string, unknown>, seed: string) => {
    const start = Date.UTC(2026, 10, 2) / 1000;
    return counts(
      startsOf({ ...damping, ...changes }, seed).map((time) => Math.floor((time - start) / 3600)),
      28 * 24,
    );
  };

  test.each(SEEDS)("takes the share that the configuration states, with its slopes (seed %s)", (seed) => {
    const hours = hoursOf({}, seed);
    expect(Math.abs(sigmas(hours, dampedHours(0.5, weekends)))).toBeLessThan(SIGMA_LIMIT);
    expect(sigmas(hours, dampedHours(0.35, weekends))).toBeGreaterThan(SIGMA_LIMIT);
    expect(sigmas(hours, dampedHours(0.5, [...weekends, veteransDay, thanksgiving]))).toBeGreaterThan(SIGMA_LIMIT);
  });

  test.each(SEEDS)("comes on holidays too (seed %s)", (seed) => {
    const hours = hoursOf({ holidays: "US" }, seed);
    const stretches = [...weekends, veteransDay, thanksgiving];
    expect(Math.abs(sigmas(hours, dampedHours(0.5, stretches)))).toBeLessThan(SIGMA_LIMIT);
    expect(sigmas(hours, dampedHours(0.5, [...weekends, veteransDay]))).toBeGreaterThan(SIGMA_LIMIT);
  });
});
