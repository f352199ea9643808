import { setImmediate } from "node:timers/promises";

/** Scales the median absolute deviation of normally distributed values to their standard deviation. */
const NORMAL_FACTOR = 1.4826;
/**
 * Correction factors for few values, for which it is too small on average, from two values on. Source: C. Croux, P. J. Rousseeuw, Time-efficient
 * algorithms for two highly robust estimators of scale, Computational Statistics 1 (1992), section 5.
 */
const FEW_FACTORS = [1.196, 1.495, 1.363, 1.206, 1.2, 1.14, 1.129, 1.107];

/** @param values at least one */
export function median(values: number[]): number {
  const ordered = [...values].sort((first, second) => first - second);
  const middle = ordered.length >> 1;
  const upper = ordered[middle] as number;
  return ordered.length % 2 === 1 ? upper : (upper + (ordered[middle - 1] as number)) / 2;
}

/**
 * The spread of values around their median, robust against disturbed rounds. In the values' unit; 0 for one value.
 * simple-statistics has the deviation without the factors for few values, which rounds need.
 */
export function spread(values: number[]): number {
  const middle = median(values);
  const fewFactor = FEW_FACTORS[values.length - 2] ?? values.length / (values.length - 0.8);
  return fewFactor * NORMAL_FACTOR * median(values.map((value) => Math.abs(value - middle)));
}

/**
 * Runs the subjects in turn, round after round, so that a temporary slowdown of the machine affects all of them.
 * Returns each subject's results in the order of rounds.
 * @param isEnough called before each round with the number of completed rounds
 */
export async function interleaveUntil<T, Name extends string>(
  isEnough: (rounds: number) => boolean,
  subjects: Record<Name, () => Promise<T>>,
): Promise<Record<Name, T[]>> {
  const names = Object.keys(subjects) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<Name, T[]>;
  for (let round = 0; !isEnough(round); round++) {
    for (const name of names) {
      results[name].push(await subjects[name]());
      await setImmediate(); // a subject may have blocked the thread; this lets signals arrive
    }
  }
  return results;
}

/** The most rounds; more add no information. */
const MOST_ROUNDS = 25;

/**
 * For `interleaveUntil`: stops when another round, as long as the longest so far, would end after the deadline.
 * @param deadline on the clock of performance.now(), in milliseconds
 * @param least the least number of rounds, however long they take
 */
export function untilTime(deadline: number, least: number): (rounds: number) => boolean {
  let last = performance.now();
  let longest = 0;
  return (rounds) => {
    const now = performance.now();
    if (rounds > 0) longest = Math.max(longest, now - last);
    last = now;
    return rounds >= least && (now + longest > deadline || rounds >= MOST_ROUNDS);
  };
}

/** Runs the subjects in turn for a number of rounds. */
export function interleave<T, Name extends string>(
  rounds: number,
  subjects: Record<Name, () => Promise<T>>,
): Promise<Record<Name, T[]>> {
  return interleaveUntil((done) => done >= rounds, subjects);
}

/** The results of two subjects, round by round. */
export function eachRound<A, B, T>(first: A[], second: B[], combine: (first: A, second: B) => T): T[] {
  return first.map((result, round) => combine(result, second[round] as B));
}
