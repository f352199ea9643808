import { describe, expect, test } from "vitest";
import { prepare } from "../../support/reference/model.ts";
import {
  arrivalTimes,
  FIVE_YEARS_SECONDS,
  gaussianPair,
  leaveTime,
  makePerson,
  YEAR_SECONDS,
} from "../../support/reference/population.ts";
import { smallCatalog, smallConfig, smallSettings } from "../../support/reference/sample.ts";
import { hi, PERSON, Stream } from "../../support/reference/stream.ts";
import {
  KOLMOGOROV_SMIRNOV_LIMIT,
  kolmogorovSmirnov,
  mean,
  normalDistribution,
} from "../../support/statistics/distributions.ts";

const people = (changes: Parameters<typeof smallSettings>[0], count: number) => {
  const model = prepare(smallSettings({ userCount: count, ...changes }));
  return Array.from({ length: count }, (_, index) => makePerson(model, index, 0));
};

test("gaussianPair returns two independent standard normal numbers", () => {
  const pairs = Array.from({ length: 10_000 }, (_, index) => gaussianPair(new Stream(5n, PERSON, index)));
  for (const side of [0, 1] as const) {
    const sample = pairs.map((pair) => pair[side]);
    expect(kolmogorovSmirnov(sample, normalDistribution)).toBeLessThan(KOLMOGOROV_SMIRNOV_LIMIT);
  }
  // The product's mean over 10,000 pairs has the standard deviation 0.01.
  expect(Math.abs(mean(pairs.map(([a, b]) => a * b)))).toBeLessThan(0.05);
});

describe("makePerson", () => {
  test("scales alpha and beta by log-normal factors of median e^-0.5 and mean 1", () => {
    const sample = people({ config: smallConfig({ alphaSeconds: 90, betaSeconds: 7000 }) }, 10_000);
    const gaussians = [
      sample.map((p) => Math.log(p.alphaSeconds / 90)),
      sample.map((p) => Math.log(p.betaSeconds / 7000)),
    ];
    for (const logarithms of gaussians) {
      const standard = logarithms.map((x) => x + 0.5);
      expect(kolmogorovSmirnov(standard, normalDistribution)).toBeLessThan(KOLMOGOROV_SMIRNOV_LIMIT);
    }
    // The factor's standard deviation is sqrt(e - 1) = 1.31, that of the mean of 10,000 is 0.0131.
    expect(Math.abs(mean(sample.map((p) => p.alphaSeconds / 90)) - 1)).toBeLessThan(0.066);
  });

  test("chooses first names by weight", () => {
    const firstNames = {
      text: ["A", "B", "C"],
      gender: ["F" as const, "M" as const, "F" as const],
      weight: Uint32Array.of(1, 0, 3),
    };
    const sample = people({ catalog: smallCatalog({ firstNames }) }, 4000).map((p) => p.firstName);
    expect(sample).not.toContain(1);
    // Expected 1000, standard deviation 27.
    expect(Math.abs(sample.filter((name) => name === 0).length - 1000)).toBeLessThan(140);
  });

  test("spreads registrations evenly over five years without growth", () => {
    const ages = people({}, 5000).map((p) => -p.registrationSeconds / FIVE_YEARS_SECONDS);
    expect(kolmogorovSmirnov(ages, (x) => Math.min(1, Math.max(0, x)))).toBeLessThan(KOLMOGOROV_SMIRNOV_LIMIT);
  });

  test("with growth, registrations are exponential with the growth rate in years, cut off at five years", () => {
    const ages = people({ growthRate: 2 }, 5000).map((p) => -p.registrationSeconds / YEAR_SECONDS);
    expect(Math.max(...ages)).toBe(5);
    const uncut = ages.filter((age) => age < 5);
    const distribution = (x: number) => (1 - Math.exp(-x / 2)) / (1 - Math.exp(-5 / 2));
    expect(kolmogorovSmirnov(uncut, distribution)).toBeLessThan(KOLMOGOROV_SMIRNOV_LIMIT);
  });

  test("gives later users the situation of new users and registers them when they arrive", () => {
    const config = smallConfig({ newUserAuth: "Guest", newUserLevel: "trial" });
    const model = prepare(smallSettings({ config, userCount: 3, growthRate: 1 }));
    expect(makePerson(model, 2, 0)).toMatchObject({ auth: "Logged In", level: "free" });
    expect(makePerson(model, 3, 777)).toMatchObject({ auth: "Guest", level: "trial", registrationSeconds: 777 });
  });
});

describe("arrivalTimes", () => {
  const rates = { seed: 9n, userCount: 1000, firstUserId: 1, growthRate: 0.5, windowSeconds: YEAR_SECONDS };

  test("grows like compound interest without steps: by e^g a year", () => {
    const counts = Array.from({ length: 20 }, (_, i) => arrivalTimes({ ...rates, seed: BigInt(i) }).length);
    // Every user brings others independently (a Yule process): variance n e^g (e^g - 1), so 33 for one run, 7.3 for the mean of 20.
    expect(Math.abs(mean(counts) - 1000 * Math.exp(0.5))).toBeLessThan(37);
  });

  test("is in order, within the window, and does not change when the window grows", () => {
    const times = arrivalTimes(rates);
    expect(times.slice(0, 1000).every((t) => t === 0)).toBe(true);
    expect(times.every((t, i) => t < YEAR_SECONDS && (i === 0 || t >= times[i - 1]!))).toBe(true);
    expect(arrivalTimes({ ...rates, windowSeconds: YEAR_SECONDS * 1.2 }).slice(0, times.length)).toEqual(times);
  });

  test("ends when the ids do", () => {
    const times = arrivalTimes(rates);
    // 1005 ids are left: 4294967295 is the last one.
    expect(arrivalTimes({ ...rates, firstUserId: 4294966291 })).toEqual(times.slice(0, 1005));
  });

  test("adds no users without growth", () => {
    expect(arrivalTimes({ ...rates, growthRate: 0 })).toHaveLength(1000);
  });
});

describe("leaveTime", () => {
  const bits = Array.from({ length: 10_000 }, (_, index) => hi(new Stream(3n, PERSON, index).draw()));

  test("takes the stated share of users within a year of their arrival", () => {
    for (const rate of [0.1, 0.5, 0.95]) {
      const gone = bits.filter((each) => leaveTime(each, rate, 1000) < 1000 + YEAR_SECONDS).length;
      const deviation = Math.sqrt(10_000 * rate * (1 - rate));
      expect(Math.abs(gone - 10_000 * rate)).toBeLessThan(5 * deviation);
    }
  });

  test("is never for rate 0 and at once for rate 1", () => {
    expect(leaveTime(bits[0]!, 0, 50)).toBe(Number.POSITIVE_INFINITY);
    expect(leaveTime(bits[0]!, 1, 50)).toBe(50);
  });
});
