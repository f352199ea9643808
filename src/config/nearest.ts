/**
 * The candidate that the word was most likely meant to be, or undefined when none is near: at most a third of the
 * longer word's letters (at least one) may be added, removed, replaced or swapped with a neighbour. Case does not count.
 * Of equally near candidates the first wins.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const allowed = Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3));
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= allowed && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `; did you mean "beta"?` for a word that has a near candidate, else the other advice: `; remove it`. */
export function suggestion(word: string, candidates: Iterable<string>, otherwise: string): string {
  const near = nearest(word, candidates);
  return near === undefined ? `; ${otherwise}` : `; did you mean ${JSON.stringify(near)}?`;
}

/** Optimal string alignment distance: like Levenshtein's, and two swapped neighbours count once. */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = last[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      const swaps = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const swapped = swaps ? beforeLast[column - 2]! + 1 : replaced;
      current.push(Math.min(last[column]! + 1, current[column - 1]! + 1, replaced, swapped));
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length]!;
}
