/** The largest distance between the distribution of a sample and a continuous one (Kolmogorov and Smirnov), times the root of its size. */
export function kolmogorovSmirnov(sample: number[], distribution: (x: number) => number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  const distances = sorted.map((x, i) =>
    Math.max(distribution(x) - i / sorted.length, (i + 1) / sorted.length - distribution(x)),
  );
  return distances.reduce((a, b) => Math.max(a, b), 0) * Math.sqrt(sorted.length);
}

/** Above this, `kolmogorovSmirnov` refutes the distribution at a level of one in a million: sqrt(-ln(1e-6 / 2) / 2). */
export const KOLMOGOROV_SMIRNOV_LIMIT = 2.7;

/** The normal distribution function, to 1e-7 (Abramowitz and Stegun 26.2.17). */
export function normalDistribution(x: number): number {
  if (x < 0) return 1 - normalDistribution(-x);
  const k = 1 / (1 + 0.2316419 * x);
  const series = k * (0.31938153 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))));
  return 1 - (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * series;
}

export function mean(sample: number[]): number {
  return sample.reduce((a, b) => a + b, 0) / sample.length;
}
