import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Lateness } from "../../../../src/workers/live/lateness.ts";

describe("lateness", () => {
  it("is 0 without events", () => {
    const lateness = new Lateness();
    expect([lateness.count, lateness.maxMs, lateness.quantile(0.999)]).toEqual([0, 0, 0]);
  });

  it("counts events, not batches", () => {
    const lateness = new Lateness();
    lateness.add(2, 999);
    lateness.add(500, 1);
    expect(lateness.count).toBe(1000);
    expect(lateness.maxMs).toBe(500);
    expect(lateness.quantile(0.999)).toBe(3);
    expect(lateness.quantile(1)).toBe(500);
  });

  it("counts what is below the end of a bucket, and adds all up", () => {
    const lateness = new Lateness();
    for (const [ms, events] of [
      [0.5, 1],
      [1, 2],
      [49.9, 4],
      [50, 8],
      [51_199, 16],
      [51_200, 32],
    ] as const)
      lateness.add(ms, events);
    expect([1, 2, 50, 100, 51_200, 102_400].map((limit) => lateness.below(limit))).toEqual([1, 3, 7, 15, 31, 63]);
    expect(lateness.sumMs).toBeCloseTo(0.5 + 2 + 199.6 + 400 + 51_199 * 16 + 51_200 * 32, 6);
  });

  it("has quantiles that are at least the exact ones, by at most a sixteenth or a millisecond", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.integer({ min: 1, max: 9 })), {
          minLength: 1,
          maxLength: 60,
        }),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        (added, share) => {
          const lateness = new Lateness();
          for (const [ms, events] of added) lateness.add(ms, events);
          const all = added.flatMap(([ms, events]) => Array<number>(events).fill(ms)).sort((a, b) => a - b);
          const exact = all[Math.ceil(share * all.length) - 1]!;
          const found = lateness.quantile(share);
          expect(found).toBeGreaterThanOrEqual(exact);
          expect(found).toBeLessThanOrEqual(Math.max(exact + 1, exact * (1 + 1 / 16)) + 1e-9);
        },
      ),
    );
  });

  it("takes what is early for not late, and a century as well", () => {
    const lateness = new Lateness();
    lateness.add(-5, 1);
    lateness.add(3.2e12, 1);
    expect(lateness.maxMs).toBe(3.2e12);
    expect(lateness.quantile(0.5)).toBe(1);
  });
});
