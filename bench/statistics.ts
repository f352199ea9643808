/** @param values at least one */
export function median(values: number[]): number {
  const ordered = [...values].sort((first, second) => first - second);
  const middle = ordered.length >> 1;
  const upper = ordered[middle] as number;
  return ordered.length % 2 === 1 ? upper : (upper + (ordered[middle - 1] as number)) / 2;
}

/**
 * Runs the subjects in turn, round after round, so that whatever slows the machine for a while slows all of them.
 * Gives each one's results in the order of rounds.
 */
export async function interleave<T, Name extends string>(
  rounds: number,
  subjects: Record<Name, () => Promise<T>>,
): Promise<Record<Name, T[]>> {
  const names = Object.keys(subjects) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<Name, T[]>;
  for (let round = 0; round < rounds; round++) {
    for (const name of names) results[name].push(await subjects[name]());
  }
  return results;
}

/** The results of two subjects, round by round. */
export function eachRound<A, B, T>(first: A[], second: B[], combine: (first: A, second: B) => T): T[] {
  return first.map((result, round) => combine(result, second[round] as B));
}
