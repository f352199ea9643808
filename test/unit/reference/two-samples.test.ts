import { describe, expect, test } from "vitest";
import { KOLMOGOROV_SMIRNOV_LIMIT, kolmogorovSmirnov } from "../../support/statistics/distributions.ts";
import { spread } from "../../support/statistics/measures.ts";
import {
  chiSquareOfTwo,
  compareGroups,
  kolmogorovSmirnovOfTwo,
  sigmasOfTwo,
  unlikeGroups,
} from "../../support/statistics/two-samples.ts";

const counts = (...numbers: number[]) => new Map(numbers.map((count, i) => [`cell ${i}`, count]));

describe("chiSquareOfTwo", () => {
  test("of a table of four fields is N (ad - bc)^2 over the product of its sums", () => {
    const { statistic, degrees } = chiSquareOfTwo(counts(30, 70), counts(50, 50));
    expect(statistic).toBeCloseTo((200 * (30 * 50 - 70 * 50) ** 2) / (100 * 100 * 80 * 120), 10);
    expect(degrees).toBe(1);
  });

  test("is 0 for equal shares of samples of different sizes", () => {
    expect(chiSquareOfTwo(counts(100, 200, 300), counts(20, 40, 60))).toEqual({ statistic: 0, degrees: 2 });
  });

  test("counts cells together that expect little, also where one sample lacks them", () => {
    expect(chiSquareOfTwo(counts(500, 500, 3, 8, 12), counts(500, 500, 5, 9)).degrees).toBe(2);
    expect(chiSquareOfTwo(counts(500, 500, 3), counts(500, 500)).degrees).toBe(1);
    expect(chiSquareOfTwo(counts(), counts()).degrees).toBe(0);
  });
});

test("sigmasOfTwo is the square root of chi-square for two large cells", () => {
  // 30,000 and 31,000 of 100,000 each: a difference of 0.01 where the pooled deviation is sqrt(2 0.305 0.695 / 100,000).
  const deviation = Math.sqrt((2 * 0.305 * 0.695) / 100_000);
  expect(sigmasOfTwo(counts(30_000, 70_000), counts(31_000, 69_000))).toBeCloseTo(0.01 / deviation, 0);
  expect(() => sigmasOfTwo(counts(5), counts(5))).toThrow("too few counts");
});

test("unlikeGroups names the groups that differ, and no group that is too small", () => {
  const first = new Map([
    ["same", counts(500, 500)],
    ["other", counts(500, 500)],
    ["small", counts(9, 1)],
    ["gone", counts(500, 500)],
  ]);
  const second = new Map([
    ["same", counts(510, 490)],
    ["other", counts(700, 300)],
    ["small", counts(1, 9)],
  ]);
  expect(unlikeGroups(first, second)).toEqual(["other"]);
  expect(compareGroups(first, second).map(({ group }) => group)).toEqual(["same", "other"]);
});

describe("kolmogorovSmirnovOfTwo", () => {
  const sample = (...values: number[]) => Float64Array.from(values);

  test("is the largest distance times the root of the size", () => {
    // Below 3 are two of the first and none of the second.
    expect(kolmogorovSmirnovOfTwo(sample(4, 2, 3, 1), sample(3, 5, 6, 4))).toBeCloseTo(0.5 * Math.sqrt(2), 10);
    expect(kolmogorovSmirnovOfTwo(sample(1, 1), sample(2, 2, 2))).toBeCloseTo(Math.sqrt(6 / 5), 10);
  });

  test("takes equal values together", () => {
    expect(kolmogorovSmirnovOfTwo(sample(1, 2, 2, 3), sample(2, 1, 3, 2))).toBe(0);
    expect(kolmogorovSmirnovOfTwo(sample(1, Number.POSITIVE_INFINITY), sample(Number.POSITIVE_INFINITY, 1))).toBe(0);
  });

  test("against a sample that is much larger is the distance from its distribution", () => {
    const small = Array.from({ length: 200 }, (_, i) => spread(i + 1) ** 1.5);
    const large = Float64Array.from({ length: 200_000 }, (_, i) => (i + 0.5) / 200_000);
    const distance = kolmogorovSmirnovOfTwo(Float64Array.from(small), large);
    expect(distance).toBeCloseTo(
      kolmogorovSmirnov(small, (x) => x),
      1,
    );
    expect(distance).toBeLessThan(KOLMOGOROV_SMIRNOV_LIMIT);
  });
});
