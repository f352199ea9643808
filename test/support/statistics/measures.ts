/**
 * How far a count may be from its expectation, in standard deviations of a Gaussian: one in a million, both sides together.
 * The seeds are fixed, so a test either always passes or always fails; the limit says how surprised to be by a failure.
 */
export const SIGMA_LIMIT = 4.9;

/** Cells that expect fewer make the distribution of chi-square a poor approximation; they are counted together. */
export const LEAST_EXPECTED = 10;

/** Counts beside their expectations, which are scaled to the same sum; those below `LEAST_EXPECTED` as one cell. */
function pool(observed: readonly number[], weights: readonly number[]): { observed: number; expected: number }[] {
  const scale = sum(observed) / sum(weights);
  const cells = observed.map((count, i) => ({ observed: count, expected: weights[i]! * scale }));
  const rare = cells.filter(({ expected }) => expected < LEAST_EXPECTED);
  const rest = { observed: sum(rare.map((cell) => cell.observed)), expected: sum(rare.map((cell) => cell.expected)) };
  const frequent = cells.filter(({ expected }) => expected >= LEAST_EXPECTED);
  return rest.expected >= LEAST_EXPECTED ? [...frequent, rest] : frequent;
}

/** Pearson's statistic of counts against weights in any unit; `cells` may be 1 or 0 where there is too little to say anything. */
export function chiSquare(
  observed: readonly number[],
  weights: readonly number[],
): { statistic: number; cells: number } {
  const cells = pool(observed, weights);
  return {
    statistic: sum(cells.map((cell) => (cell.observed - cell.expected) ** 2 / cell.expected)),
    cells: cells.length,
  };
}

/** A chi-square statistic as standard deviations of a Gaussian (Wilson and Hilferty 1931). */
export function sigmasOf(statistic: number, degrees: number): number {
  const spread = 2 / (9 * degrees);
  return (Math.cbrt(statistic / degrees) - (1 - spread)) / Math.sqrt(spread);
}

/** How far counts are from weights, in standard deviations: near 0 where they agree, far above where they do not. */
export function sigmas(observed: readonly number[], weights: readonly number[]): number {
  const { statistic, cells } = chiSquare(observed, weights);
  return sigmasOf(statistic, cells - 1);
}

/** The probability that an exponential with this mean, cut to whole seconds, is below `seconds`. */
function exponentialBelow(seconds: number, mean: number): number {
  return -Math.expm1(-seconds / mean);
}

/**
 * Where whole seconds of an exponential with mean `mean` fall in its distribution, given that more than `most` would not have been seen.
 * `within` (0 to 1) is the place inside the second: with uniform ones the results are uniform between 0 and 1.
 */
export function placeOf(seconds: number, mean: number, most: number, within: number): number {
  const below = exponentialBelow(seconds, mean);
  const upTo = exponentialBelow(seconds + 1, mean);
  return (below + within * (upTo - below)) / exponentialBelow(most + 1, mean);
}

/** The i-th of evenly spread numbers between 0 and 1 (Weyl's sequence with the golden section). */
export function spread(i: number): number {
  return (i * 0.6180339887498949) % 1;
}

export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** How often each key occurs. */
export function tally<Key>(keys: Iterable<Key>): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
