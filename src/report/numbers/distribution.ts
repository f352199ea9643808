import type { ReportBin, ReportDistribution } from "../model.ts";

/** Up to the 99th percentile; the last bin has the rest. */
const MOST_BINS = 40;
/** Widths that people count in. */
const COUNT_WIDTHS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
const SECOND_WIDTHS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400];

/** Percentile of sorted values: the smallest of them that so many percent do not exceed. Whole numbers keep the rank exact. */
export function percentile(sorted: ArrayLike<number>, percent: number): number {
  const rank = Math.floor((percent * sorted.length + 99) / 100);
  return sorted[Math.max(0, rank - 1)] ?? 0;
}

function widthFor(most: number, widths: readonly number[]): number {
  const found = widths.find((width) => most / width < MOST_BINS);
  if (found !== undefined) return found;
  const last = widths.at(-1)!;
  return last * Math.ceil((most + 1) / last / MOST_BINS);
}

function binsOf(sorted: ArrayLike<number>, widths: readonly number[]): ReportBin[] {
  const usual = percentile(sorted, 99);
  const width = widthFor(usual, widths);
  const first = Math.floor(sorted[0]! / width);
  const last = Math.floor(usual / width);
  const counts = Array.from({ length: last - first + 1 }, () => 0);
  let tail = 0;
  for (let index = 0; index < sorted.length; index++) {
    const bin = Math.floor(sorted[index]! / width) - first;
    if (bin < counts.length) counts[bin]!++;
    else tail++;
  }
  const bins = counts.map((count, bin): ReportBin => {
    const from = (first + bin) * width;
    return { from, to: from + width, count };
  });
  return tail === 0 ? bins : [...bins, { from: (last + 1) * width, to: null, count: tail }];
}

/**
 * A quantity of each session.
 * @param sorted whole numbers of `unit`, at least one @param unit how many of them make one of the result, such as 1000 milliseconds
 */
export function distributionOf(
  sorted: Float64Array | Uint32Array,
  { isTime, unit = 1 }: { isTime: boolean; unit?: number },
): ReportDistribution {
  let sum = 0;
  for (const value of sorted) sum += value;
  const values = unit === 1 ? sorted : sorted.map((value) => value / unit);
  return {
    mean: sum / unit / sorted.length,
    median: percentile(values, 50),
    p95: percentile(values, 95),
    p99: percentile(values, 99),
    max: values[values.length - 1]!,
    bins: binsOf(values, isTime ? SECOND_WIDTHS : COUNT_WIDTHS),
  };
}
