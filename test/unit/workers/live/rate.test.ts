// When the events of a rate are due: values worked out by hand, and a slow integration.
import { describe, expect, it } from "vitest";
import { dueOfEvent, rateAt, secondsUntil } from "../../../../src/workers/live/rate.ts";
import { type ByRate, RATE_SHAPES, type RateShape } from "../../../../src/workers/live/settings.ts";

const AT_MS = 1_800_000_000_000;

function rateOf(least: number, most: number, periodSeconds: number, shape: RateShape = "ramp"): ByRate {
  return { kind: "rate", least, most, periodSeconds, shape, atMs: AT_MS };
}

describe("an event of a rate is due", () => {
  it.each([
    [
      "constant",
      rateOf(5000, 5000, 0),
      [
        [0, 0],
        [1, 0.2],
        [5000, 1000],
        [432_000_000, 86_400_000],
      ],
    ],
    // 100 t + 9900 t² / 7200, and 10,000 a second after an hour, which has 18,180,000.
    [
      "ramp",
      rateOf(100, 10_000, 3600),
      [
        [0, 0],
        [4_635_000, 1_800_000],
        [18_180_000, 3_600_000],
        [18_190_000, 3_601_000],
        [54_180_000, 7_200_000],
      ],
    ],
    [
      "ramp from nothing",
      rateOf(0, 100, 10),
      [
        [0, 0],
        [20, 2000],
        [125, 5000],
        [500, 10_000],
        [600, 11_000],
      ],
    ],
    [
      "ramp down",
      rateOf(100, 0.5, 10),
      [
        [0, 0],
        [502.5, 10_000],
        [503, 11_000],
      ],
    ],
    // Half of a period has half of its events.
    [
      "sine",
      rateOf(0, 100, 60, "sine"),
      [
        [0, 0],
        [1500, 30_000],
        [3000, 60_000],
        [4500, 90_000],
        [30_000, 600_000],
      ],
    ],
    // 0, 25, 50, 75, 100, 100, 75, 50, 25, 0 events in the seconds of a period.
    [
      "steps",
      rateOf(0, 100, 10, "steps"),
      [
        [0, 0],
        [1, 1040],
        [25, 2000],
        [26, 2020],
        [150, 4000],
        [250, 5000],
        [425, 7000],
        [500, 9000],
        [501, 11_040],
      ],
    ],
  ] as const)("%s", (_, rate, expected) => {
    for (const [event, ms] of expected) expect(dueOfEvent(rate, event) - AT_MS).toBeCloseTo(ms, 2);
  });

  it("where the rate, added up in small steps, reaches its number", () => {
    const heights: Record<RateShape, (share: number) => number> = {
      ramp: (share) => Math.min(1, share),
      sine: (share) => Math.sin(Math.PI * share) ** 2,
      steps: (share) => [0, 1, 2, 3, 4, 4, 3, 2, 1, 0][Math.floor((share % 1) * 10)]! / 4,
    };
    for (const shape of RATE_SHAPES) {
      const rate = rateOf(3, 40, 20, shape);
      let events = 0;
      let wanted = 0;
      // Middles of a tenth of a millisecond: the error is far below the millisecond that is asked for.
      for (let step = 0; step < 500_000; step++) {
        const seconds = (step + 0.5) / 10_000;
        const perSecond = 3 + 37 * heights[shape](seconds / 20);
        events += perSecond / 10_000;
        if (step % 1000 === 0) expect(rateAt(rate, seconds)).toBeCloseTo(perSecond, 9);
        if (events < wanted) continue;
        expect(Math.abs(secondsUntil(rate, wanted) - seconds)).toBeLessThan(0.001);
        wanted += 7;
      }
      expect(wanted).toBeGreaterThan(900);
    }
  });

  it("never before the event before it", () => {
    for (const shape of RATE_SHAPES) {
      const rate = rateOf(0, 1000, 3, shape);
      for (let event = 1; event < 9000; event++)
        expect(secondsUntil(rate, event)).toBeGreaterThanOrEqual(secondsUntil(rate, event - 1));
    }
  });
});
