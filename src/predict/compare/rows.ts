import { gammaBelow } from "../population/renewal.ts";

/** A prediction beside what a run had. */
export interface Row {
  what: string;
  kind: "number" | "share" | "seconds";
  predicted: number;
  observed: number;
  /** Standard deviation of what is observed around the prediction. */
  noise: number;
}

export interface JudgedRow extends Row {
  /** How many times the noise the observation is away. */
  apart: number;
  fits: boolean;
}

export interface Comparison {
  /** Rows further apart than this do not fit. */
  limit: number;
  rows: JudgedRow[];
  /** Things that cannot be in a run of the configuration, such as an unknown state. */
  strange: string[];
  /** What was not compared, and why. */
  notes: string[];
}

/** Probability with which a run of the configuration itself would have a row that does not fit. */
const FALSE_ALARM = 0.001;

/** The limit, in standard deviations of a Gaussian, that one of so many values passes with the probability FALSE_ALARM. */
export function limitFor(rows: number): number {
  const within = (1 - FALSE_ALARM) ** (1 / Math.max(1, rows));
  let low = 0;
  let high = 10;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    // The square of half a Gaussian is a gamma variable with shape 1/2.
    if (gammaBelow(0.5, middle ** 2 / 2) < within) low = middle;
    else high = middle;
  }
  return high;
}

export function judge(rows: readonly Row[], strange: string[], notes: string[]): Comparison {
  const limit = limitFor(rows.length);
  const judged = rows.map((row): JudgedRow => {
    const difference = row.observed - row.predicted;
    const apart = difference === 0 ? 0 : difference / row.noise;
    return { ...row, apart, fits: Math.abs(apart) <= limit };
  });
  return { limit, rows: judged, strange, notes };
}

export function misfits({ rows, strange }: Comparison): number {
  return rows.filter(({ fits }) => !fits).length + strange.length;
}
