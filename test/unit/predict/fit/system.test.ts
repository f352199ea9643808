// Systems of equations whose solutions are known.
import { expect, test } from "vitest";
import { solveSystem, type Unknown } from "../../../../src/predict/fit/system.ts";

const unknown = (others: Partial<Unknown> = {}): Unknown => ({
  ...{ start: 0, least: -100, most: 100, slope: 1, step: 100, isSoft: false },
  ...others,
});

/** Solves, and counts the evaluations. */
function solve(unknowns: Unknown[], residualsOf: (values: readonly number[]) => number[]) {
  let evaluations = 0;
  let last: readonly number[] = [];
  const solution = solveSystem(
    unknowns,
    (values) => {
      evaluations++;
      last = [...values];
      return residualsOf(values);
    },
    1e-9,
  );
  return { ...solution, evaluations, last };
}

test("equations that depend on each other are solved from slopes that are wrong by half", () => {
  // 2a + b = 5, a - 3b = -8: a = 1, b = 3.
  const { values, isPinned } = solve([unknown({ slope: 1 }), unknown({ slope: -2 })], ([a, b]) => [
    2 * a! + b! - 5,
    a! - 3 * b! + 8,
  ]);
  expect(values[0]).toBeCloseTo(1, 7);
  expect(values[1]).toBeCloseTo(3, 7);
  expect(isPinned).toEqual([false, false]);
});

test("a curved equation is solved with short steps", () => {
  const { values } = solve([unknown({ slope: 2, step: 0.5 })], ([a]) => [Math.exp(a!) - 20]);
  expect(values[0]).toBeCloseTo(Math.log(20), 7);
});

test("an equation that needs its unknown beyond a bound is told, soon, with the nearest value", () => {
  const { values, isPinned, evaluations, last } = solve([unknown({ most: 2 })], ([a]) => [a! - 5]);
  expect({ values, isPinned }).toEqual({ values: [2], isPinned: [true] });
  expect(last).toEqual(values);
  expect(evaluations).toBeLessThan(10);
});

test("beside a soft equation at a bound the others are solved", () => {
  const { values, isPinned } = solve([unknown({ most: 2, isSoft: true }), unknown()], ([a, b]) => [
    a! - 5,
    a! + 2 * b! - 12,
  ]);
  expect(values[0]).toBe(2);
  expect(values[1]).toBeCloseTo(5, 7);
  expect(isPinned).toEqual([true, false]);
});

test("a solution on a bound is none beyond it", () => {
  expect(solve([unknown({ least: 3 })], ([a]) => [a! - 3])).toMatchObject({ values: [3], isPinned: [false] });
});

test("no equations need one evaluation", () => {
  expect(solve([], () => [])).toMatchObject({ values: [], evaluations: 1 });
});
