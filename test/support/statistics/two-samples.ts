import { LEAST_EXPECTED, SIGMA_LIMIT, sigmasOf, sum } from "./measures.ts";

/** A statistic with its degrees of freedom; 0 where there is too little to say anything. */
export interface Difference {
  statistic: number;
  degrees: number;
}

/** How often something was counted under each key. */
export type Counts = Map<string, number>;

interface Cell {
  first: number;
  second: number;
}

/** Cells that expect few in either sample, as one cell. */
function pool(cells: Cell[], share: number): Cell[] {
  const isRare = ({ first, second }: Cell) => (first + second) * Math.min(share, 1 - share) < LEAST_EXPECTED;
  const rare = cells.filter(isRare);
  const rest = { first: sum(rare.map(({ first }) => first)), second: sum(rare.map(({ second }) => second)) };
  const frequent = cells.filter((cell) => !isRare(cell));
  return isRare(rest) ? frequent : [...frequent, rest];
}

/** Pearson's chi-square of two samples' counts: whether both have the same shares, whatever those are and however large the samples. */
export function chiSquareOfTwo(first: Counts, second: Counts): Difference {
  const total = sum(first.values()) + sum(second.values());
  const keys = new Set([...first.keys(), ...second.keys()]);
  const counted = [...keys].map((key) => ({ first: first.get(key) ?? 0, second: second.get(key) ?? 0 }));
  const cells = pool(counted, sum(first.values()) / total);
  const share = sum(cells.map((cell) => cell.first)) / sum(cells.map((cell) => cell.first + cell.second));
  // Both samples' terms of a cell together: the deviations are equal, the expectations N share and N (1 - share).
  const terms = cells.map((cell) => {
    const size = cell.first + cell.second;
    return (cell.first - size * share) ** 2 / (size * share * (1 - share));
  });
  return { statistic: sum(terms), degrees: Math.max(0, cells.length - 1) };
}

/** Two samples' counts apart in standard deviations of a Gaussian: near 0 where both come from the same distribution. */
export function sigmasOfTwo(first: Counts, second: Counts): number {
  const { statistic, degrees } = chiSquareOfTwo(first, second);
  if (degrees === 0) throw new Error("too few counts to compare");
  return sigmasOf(statistic, degrees);
}

/** Each group of counts that has enough of them in both samples, with its difference; one that a sample lacks shows where its events come from. */
export function compareGroups(
  first: Map<string, Counts>,
  second: Map<string, Counts>,
): (Difference & { group: string })[] {
  const groups = [...new Set([...first.keys(), ...second.keys()])];
  return groups
    .map((group) => ({ group, ...chiSquareOfTwo(first.get(group) ?? new Map(), second.get(group) ?? new Map()) }))
    .filter(({ degrees }) => degrees > 0);
}

/** The groups that are not taken for samples of the same distribution. */
export function unlikeGroups(first: Map<string, Counts>, second: Map<string, Counts>): string[] {
  return compareGroups(first, second)
    .filter(({ statistic, degrees }) => sigmasOf(statistic, degrees) > SIGMA_LIMIT)
    .map(({ group }) => group);
}

/**
 * The largest distance between the distributions of two samples (Kolmogorov and Smirnov), times the root of half their harmonic mean
 * size: the limits are those of one sample. Equal values, as whole seconds have, make it smaller, never larger.
 */
export function kolmogorovSmirnovOfTwo(first: Float64Array, second: Float64Array): number {
  const [a, b] = [first.toSorted(), second.toSorted()];
  let [i, j, largest] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i]!, b[j]!);
    while (i < a.length && a[i]! === value) i++;
    while (j < b.length && b[j]! === value) j++;
    largest = Math.max(largest, Math.abs(i / a.length - j / b.length));
  }
  return largest * Math.sqrt((a.length * b.length) / (a.length + b.length));
}
