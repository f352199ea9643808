/** One of the unknowns of a system, and the equation that it decides most. */
export interface Unknown {
  start: number;
  least: number;
  most: number;
  /** About how much the equation's value rises where this one rises by 1. */
  slope: number;
  /** The largest change in a step. */
  step: number;
  /** Whether its equation may stay unsolved where a bound is in the way. */
  isSoft: boolean;
}

export interface Solution {
  values: number[];
  /** For each equation, whether it needs its unknown beyond a bound. */
  isPinned: boolean[];
}

const MOST_EVALUATIONS = 50;
/** Evaluations after which an equation that still needs its unknown beyond a bound counts as one that cannot be solved. */
const PATIENCE = 2;
/** Evaluations without progress after which the rest cannot be solved either, and what counts as progress. */
const STALE = 6;
const PROGRESS = 0.9;
/** A step that makes things this much worse is taken back by half. */
const WORSE = 1.5;

const largest = (values: readonly number[]) => Math.max(0, ...values.map(Math.abs));

/** Approximate inverse of the derivatives, improved by what each step shows (Broyden's good method). */
class Inverse {
  readonly #rows: number[][];

  constructor(unknowns: readonly Unknown[]) {
    this.#rows = unknowns.map(({ slope }, row) => unknowns.map((_, column) => (row === column ? 1 / slope : 0)));
  }

  times(vector: readonly number[]): number[] {
    return this.#rows.map((row) => row.reduce((sum, value, index) => sum + value * vector[index]!, 0));
  }

  /** @param moved change of the unknowns @param changed change of the residuals */
  learn(moved: readonly number[], changed: readonly number[]): void {
    const predicted = this.times(changed);
    const left = this.#rows.map((_, column) =>
      moved.reduce((sum, value, row) => sum + value * this.#rows[row]![column]!, 0),
    );
    const scale = moved.reduce((sum, value, index) => sum + value * predicted[index]!, 0);
    const size = moved.reduce((sum, value) => sum + value * value, 0);
    // Without this bound one step that shows the opposite of what was thought would make the next ones random.
    if (Math.abs(scale) < 0.05 * size) return;
    for (const [row, values] of this.#rows.entries())
      for (const column of values.keys()) values[column]! += ((moved[row]! - predicted[row]!) * left[column]!) / scale;
  }
}

/** Whether an equation needs its unknown beyond the bound where it is. */
function isPinned({ least, most, slope }: Unknown, value: number, residual: number): boolean {
  const isToRise = residual / slope < 0;
  return isToRise ? value >= most : value <= least && residual !== 0;
}

/**
 * Solves as many equations as unknowns, each within its bounds. Where an equation needs its unknown beyond a bound, the others are solved, and
 * the search ends soon unless the equation is a soft one.
 * @param residualsOf what is left of each equation at some values. The last values that it was called with are those of the solution
 * @param tolerance of each residual
 */
export function solveSystem(
  unknowns: readonly Unknown[],
  residualsOf: (values: readonly number[]) => number[],
  tolerance: number,
): Solution {
  const inverse = new Inverse(unknowns);
  let values = unknowns.map(({ start }) => start);
  let residuals = residualsOf(values);
  const pinned = () => unknowns.map((unknown, index) => isPinned(unknown, values[index]!, residuals[index]!));
  const impatient = unknowns.map(() => 0);
  let best = Number.POSITIVE_INFINITY;
  let stale = 0;
  for (let count = 1; count < MOST_EVALUATIONS; count++) {
    const atBound = pinned();
    const open = residuals.map((residual, index) => (atBound[index] ? 0 : residual));
    for (const [index, isAt] of atBound.entries()) impatient[index] = isAt ? impatient[index]! + 1 : 0;
    const isHopeless = unknowns.some(({ isSoft }, index) => !isSoft && impatient[index]! > PATIENCE);
    stale = largest(open) < PROGRESS * best ? 0 : stale + 1;
    best = Math.min(best, largest(open));
    if (largest(open) <= tolerance || isHopeless || stale > STALE) break;
    const next = stepFrom(unknowns, values, inverse.times(open));
    const after = residualsOf(next);
    inverse.learn(difference(next, values), difference(after, residuals));
    if (largest(after) > WORSE * largest(residuals)) {
      values = values.map((value, index) => (value + next[index]!) / 2);
      residuals = residualsOf(values);
      count++;
    } else [values, residuals] = [next, after];
  }
  return { values, isPinned: pinned() };
}

const difference = (one: readonly number[], other: readonly number[]) =>
  one.map((value, index) => value - other[index]!);

function stepFrom(unknowns: readonly Unknown[], values: readonly number[], wanted: readonly number[]): number[] {
  const part = Math.min(1, ...wanted.map((value, index) => unknowns[index]!.step / Math.abs(value)));
  return unknowns.map(({ least, most }, index) =>
    Math.min(most, Math.max(least, values[index]! - part * wanted[index]!)),
  );
}
