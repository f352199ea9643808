// How long sessions take and how often they come: against sums in the test, and against pickTime as docs/reference/engine.md has it.
import { describe, expect, test } from "vitest";
import { limitFor } from "../../../src/predict/compare/rows.ts";
import { atLeast, gammaBelow } from "../../../src/predict/population/renewal.ts";
import { calendarOf } from "../../../src/predict/times/calendar.ts";
import { durationsOf, lengthSeconds, meanGapSeconds } from "../../../src/predict/times/length.ts";
import { visitsOf } from "../../../src/predict/times/visits.ts";
import { SIGMA_LIMIT } from "../../support/statistics/measures.ts";
import { pickTimeOf, calendar as referenceCalendar, uniform } from "./pick-time.ts";

const gapOf = (seconds: number, mean: number) => Math.exp(-seconds / mean) * (1 - Math.exp(-1 / mean));

describe("gaps and songs", () => {
  const songs = { duration: Float64Array.of(180.9, 240.2), weight: Uint32Array.of(3, 1) };
  const durations = durationsOf(songs);
  const none = { clicks: 0, redirects: 0, firstSongs: 0 };

  test("an exponential that is cut to whole seconds is half a second shorter", () => {
    const mean = Array.from({ length: 5000 }, (_, second) => second * gapOf(second, 60)).reduce((a, b) => a + b);
    expect(meanGapSeconds(60)).toBeCloseTo(mean, 6);
  });

  test("a song after a song takes the song's whole seconds", () => {
    expect(lengthSeconds({ ...none, laterSongs: [[1]] }, durations, 60)).toBeCloseTo((3 * 180 + 240) / 4, 9);
  });

  test("a song after a click and a redirect waits for the song, or follows after a gap", () => {
    let expected = 0;
    for (let second = 0; second < 20_000; second++)
      for (const [song, share] of [
        [180, 0.75],
        [240, 0.25],
      ] as const)
        expected += gapOf(second, 90) * share * (second + 1 < song ? song - second - 1 : meanGapSeconds(90));
    const laterSongs = [
      [0, 0],
      [0, 1],
    ];
    expect(lengthSeconds({ ...none, laterSongs }, durations, 90)).toBeCloseTo(expected, 6);
  });
});

describe("the time between two sessions", () => {
  const damping = { damping: 0, weekendDamping: 0, weekendDampingOffsetMinutes: 180, weekendDampingScaleMinutes: 360 };
  const week = [0, 0, 0, 0, 0, 1, 1];

  test("is the gap and the user's beta where neither day nor week matter", () => {
    const visits = visitsOf(100_000, 1800, 7000, calendarOf(damping, week, 48));
    expect(visits.waitSeconds).toBeCloseTo(101_800, 3);
    expect(visits.spreadSeconds).toBeCloseTo(100_000, 3);
  });

  test.each([
    { damping: 0.09375, weekendDamping: 0.5, beta: 140_000 },
    { damping: 0.125, weekendDamping: 0.92, beta: 50_000 },
    { damping: 0.15, weekendDamping: 0, beta: 9000 },
    { damping: 0.09375, weekendDamping: 0.79, beta: 20_000 },
  ])("and the hours of their starts are those of pickTime with %o", ({ beta, ...changed }) => {
    const config = { ...damping, ...changed };
    const random = uniform(13);
    const pick = pickTimeOf({ ...config, betaSeconds: beta, gapSeconds: 1800 }, 11);
    let time = 0;
    const [groups, sessions] = [300, 1000];
    // Each group's sessions in each hour, and the seconds before them.
    const seen = Array.from({ length: groups }, () => {
      const hours = new Array<number>(24).fill(0);
      let waited = 0;
      for (let session = 0; session < sessions; session++) {
        const next = pick(time);
        waited += next - time;
        hours[Math.floor((next % 86_400) / 3600)]!++;
        // As the prediction has it, sessions take exponential times.
        time = next + Math.trunc(-Math.log(random()) * 3600);
      }
      return { hours, waited };
    });
    const { waitSeconds, starts } = visitsOf(beta, 1800, 3600, calendarOf(config, week, 48));
    const expectNear = (what: string, predicted: number, values: number[]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / groups;
      const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (groups - 1);
      expect(Math.abs(mean - predicted), what).toBeLessThan(SIGMA_LIMIT * Math.sqrt(square / groups));
    };
    expectNear(
      "wait",
      waitSeconds,
      seen.map(({ waited }) => waited / sessions),
    );
    for (let hour = 0; hour < 24; hour++) {
      const share = starts.reduce((sum, part, bin) => sum + (Math.floor(bin / 2) % 24 === hour ? part : 0), 0);
      expectNear(
        `starts from ${hour} o'clock on`,
        share,
        seen.map(({ hours }) => hours[hour]! / sessions),
      );
    }
  });

  test("loses the share of the starts that the engine's table says, at every hour", () => {
    const config = { ...damping, weekendDamping: 0.5 };
    const free = [0, 1, 0, 1, 1, 0, 0, 1, 1, 1];
    const { lost } = calendarOf(config, free, 24);
    const table = referenceCalendar(config, free);
    lost.forEach((share, hour) => {
      const parts = [1, 3, 5, 7, 9, 11].map((twelfth) => table(hour * 3600 + twelfth * 300));
      expect(share).toBeCloseTo(parts.reduce((a, b) => a + b) / parts.length, 9);
    });
    expect(lost.some((share) => share > 0 && share < 0.5)).toBe(true);
  });
});

describe("distributions", () => {
  test("are those of tables", () => {
    expect(gammaBelow(1, 2)).toBeCloseTo(1 - Math.exp(-2), 10);
    expect(gammaBelow(3, 2.5)).toBeCloseTo(1 - Math.exp(-2.5) * (1 + 2.5 + 2.5 ** 2 / 2), 10);
    // 95 % of a Gaussian are within 1.959964 of its mean.
    expect(gammaBelow(0.5, 1.959964 ** 2 / 2)).toBeCloseTo(0.95, 6);
    // One value in a thousand is beyond 3.290527.
    expect(limitFor(1)).toBeCloseTo(3.290527, 5);
    expect(limitFor(100)).toBeGreaterThan(limitFor(10));
  });

  test("counts of exponential cycles are Poisson's", () => {
    const counts = atLeast(3, 1, 1000);
    const poisson = [Math.exp(-3), 3 * Math.exp(-3), 4.5 * Math.exp(-3)];
    expect(counts[0]).toBeCloseTo(1 - poisson[0]!, 6);
    expect(counts[2]).toBeCloseTo(1 - poisson[0]! - poisson[1]! - poisson[2]!, 6);
    expect(counts.reduce((a, b) => a + b)).toBeCloseTo(3, 6);
  });

  test("a day has its busiest hour at 15:00", () => {
    const day = { damping: 0.1, weekendDamping: 0, weekendDampingOffsetMinutes: 0, weekendDampingScaleMinutes: 1 };
    const { starts } = visitsOf(50_000, 1, 0, calendarOf(day, [0], 24));
    expect([14, 15]).toContain(starts.indexOf(Math.max(...starts)));
  });
});
