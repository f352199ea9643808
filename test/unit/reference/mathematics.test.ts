import { describe, expect, test } from "vitest";
import { dayCurve, exp, exponential, ln, scale, seconds, WeightedChoice } from "../../support/reference/mathematics.ts";

const TWO_32 = 2 ** 32;

/** 32-bit numbers spread over the range, with its ends. */
const SPREAD = [
  0,
  1,
  2,
  3,
  TWO_32 - 1,
  TWO_32 - 2,
  ...Array.from({ length: 20_000 }, (_, i) => (i * 2654435761) % TWO_32),
];

function expectClose(actual: number, expected: number, tolerance: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));
}

test("ln is the natural logarithm", () => {
  for (let i = -640; i <= 640; i++) {
    const x = 2 ** (i / 10);
    expectClose(ln(x), Math.log(x), 1e-15);
  }
  expect(ln(1)).toBe(0);
});

test("exp is the exponential function", () => {
  for (let i = -2000; i <= 2000; i++) expect(exp(i / 100) / Math.exp(i / 100)).toBeCloseTo(1, 14);
  expect(exp(0)).toBe(1);
});

describe("dayCurve", () => {
  test("is a sine of one turn a day that rises through 0 at 03:00", () => {
    for (let s = 0; s < 86400; s += 25) expectClose(dayCurve(s), Math.sin(((s - 10800) / 86400) * 2 * Math.PI), 2e-15);
  });

  test("repeats with the opposite sign after half a day, exactly", () => {
    const seconds = Array.from({ length: 43200 }, (_, s) => s);
    expect(seconds.filter((s) => dayCurve(s) + dayCurve(s + 43200) !== 0)).toEqual([]);
  });
});

describe("exponential", () => {
  test("is minus the logarithm of the middle of the cell that the bits stand for", () => {
    for (const bits of SPREAD) expectClose(exponential(bits), -Math.log((2 * bits + 1) / 2 ** 33), 1e-11);
  });

  test("lies between 0 and 23", () => {
    for (const bits of SPREAD) {
      expect(exponential(bits)).toBeGreaterThan(-1e-11);
      expect(exponential(bits)).toBeLessThan(23);
    }
  });
});

test("seconds cuts off toward zero and at 2^30 - 1", () => {
  expect([0.9, 1, 12.99, 2 ** 30 - 0.5, 2 ** 30, 1e300].map(seconds)).toEqual([
    0, 1, 12, 1073741823, 1073741823, 1073741823,
  ]);
  expect(seconds(-0.3) + 5).toBe(5);
});

test("scale is exact where doubles are not", () => {
  expect(scale(TWO_32 - 1, TWO_32 - 1)).toBe(TWO_32 - 2);
  expect(scale(TWO_32 - 1, 1)).toBe(0);
  expect(scale(2 ** 31, 157788000)).toBe(78894000);
});

describe("WeightedChoice", () => {
  test("gives each entry the share of its weight, to one in 2^32", () => {
    const weights = [0, 3, 0, 5, 2, 0];
    const choice = new WeightedChoice(weights);
    const firstBitsOf = (sum: number) => Math.ceil((sum * TWO_32) / 10);
    // Entry 1 has the sums 0 to 3, entry 3 those to 8, entry 4 those to 10.
    expect([0, firstBitsOf(3) - 1].map((bits) => choice.pick(bits))).toEqual([1, 1]);
    expect([firstBitsOf(3), firstBitsOf(8) - 1].map((bits) => choice.pick(bits))).toEqual([3, 3]);
    expect([firstBitsOf(8), TWO_32 - 1].map((bits) => choice.pick(bits))).toEqual([4, 4]);
  });

  test("takes weights whose sum is close to 2^32", () => {
    const choice = new WeightedChoice(Uint32Array.of(TWO_32 - 3, 1, 1));
    expect(choice.pick(TWO_32 - 1)).toBe(2);
    expect(choice.pick(TWO_32 - 2)).toBe(1);
    expect(choice.pick(TWO_32 - 4)).toBe(0);
  });
});
