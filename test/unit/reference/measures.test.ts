import { describe, expect, test } from "vitest";
import { KOLMOGOROV_SMIRNOV_LIMIT, kolmogorovSmirnov } from "../../support/statistics/distributions.ts";
import { chiSquare, placeOf, sigmas, sigmasOf, spread, tally } from "../../support/statistics/measures.ts";

describe("chiSquare", () => {
  // Mendel's peas, the textbook's example: 315, 108, 101, 32 against 9 : 3 : 3 : 1 give 0.470.
  test("returns the textbook's value", () => {
    const { statistic, cells } = chiSquare([315, 108, 101, 32], [9, 3, 3, 1]);
    expect(statistic).toBeCloseTo(0.47, 3);
    expect(cells).toBe(4);
  });

  test("counts cells together that expect little", () => {
    expect(chiSquare([50, 40, 3, 7], [50, 40, 5, 5]).cells).toBe(3);
    expect(chiSquare([95, 2, 3], [95, 2, 3]).cells).toBe(1);
  });
});

test("sigmasOf agrees with the tables of chi-square", () => {
  // The 99.9 % points of 1, 10 and 100 degrees of freedom; that of the Gaussian is 3.090.
  for (const [point, degrees] of [
    [10.828, 1],
    [29.588, 10],
    [149.449, 100],
  ])
    expect(sigmasOf(point!, degrees!)).toBeCloseTo(3.09, 1);
});

test("sigmas are small for equal shares and large for others", () => {
  expect(sigmas([1000, 2010, 2990], [1, 2, 3])).toBeLessThan(1);
  expect(sigmas([1000, 2300, 2700], [1, 2, 3])).toBeGreaterThan(5);
});

describe("placeOf", () => {
  // Whole seconds of exponentials, made from evenly spread numbers, and cut off at 100 s.
  const made = Array.from({ length: 5000 }, (_, i) => Math.trunc(-40 * Math.log(1 - spread(i + 1))));
  const distance = (mean: number) =>
    kolmogorovSmirnov(
      made.filter((seconds) => seconds <= 100).map((seconds, i) => placeOf(seconds, mean, 100, spread(7 * i))),
      (x) => x,
    );

  test("is uniform for the right mean, also where long ones are not seen", () => {
    expect(distance(40)).toBeLessThan(1);
  });

  test("is not for another", () => {
    expect(distance(52)).toBeGreaterThan(KOLMOGOROV_SMIRNOV_LIMIT);
  });
});

test("tally counts", () => {
  expect([...tally(["b", "a", "b"])]).toEqual([
    ["b", 2],
    ["a", 1],
  ]);
});
