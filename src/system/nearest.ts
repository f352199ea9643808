import { quoted } from "./printable.ts";

/** Longer words are not compared. */
const LONGEST = 100;
/** Steps of comparing that one question may take, some milliseconds: a file may have very many names. */
const MOST_STEPS = 300_000;

/**
 * The candidate that the word was most likely meant to be, or undefined when none is near: at most a third of the
 * longer word's letters (at least one, and at most `most`) may be added, removed, replaced or swapped with a neighbour. Case does not
 * count. Of equally near candidates the first wins. Of very many candidates the last are not looked at.
 */
export function nearest(word: string, candidates: Iterable<string>, most = LONGEST): string | undefined {
  if (word.length > LONGEST) return undefined;
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  let steps = 0;
  for (const candidate of candidates) {
    if (++steps > MOST_STEPS) break;
    const allowed = Math.min(
      most,
      Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3)),
      bestDistance - 1,
    );
    if (candidate.length > LONGEST || Math.abs(word.length - candidate.length) > allowed) continue;
    steps += word.length * Math.min(candidate.length, 2 * allowed + 1);
    const distance = editDistance(wanted, candidate.toLowerCase(), allowed);
    if (distance > allowed) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

/** `; did you mean "beta"?` for a word that has a near candidate, else the other advice: `; remove it`. */
export function suggestion(word: string, candidates: Iterable<string>, otherwise: string): string {
  const near = nearest(word, candidates);
  return near === undefined ? `; ${otherwise}` : `; did you mean ${quoted(near)}?`;
}

/** Rows of the table, used in turn. */
const ROWS = [0, 1, 2].map(() => new Int32Array(4 * LONGEST));

/**
 * Optimal string alignment distance: like Levenshtein's, and two swapped neighbours count once. fastest-levenshtein (1.0.16) fails the
 * test that "aplha" was meant to be "alpha": it counts such a swap twice, and has no limit. Returns any number above `most` if the
 * distance exceeds `most`: only the table's cells within `most` of its diagonal are filled in, and no row after one that exceeds
 * it everywhere. Words have at most some 100 characters.
 */
export function editDistance(from: string, to: string, most: number): number {
  const far = most + 1;
  let [beforeLast, last, current] = ROWS as [Int32Array, Int32Array, Int32Array];
  for (let column = 0; column <= to.length; column++) last[column] = column;
  for (let row = 1; row <= from.length; row++) {
    const first = Math.max(1, row - most);
    const end = Math.min(to.length, row + most);
    current[first - 1] = first === 1 ? row : far;
    let least = current[first - 1]!;
    for (let column = first; column <= end; column++) {
      const isSame = from.charCodeAt(row - 1) === to.charCodeAt(column - 1);
      let cell = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (isSame ? 0 : 1));
      const swaps = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swaps) cell = Math.min(cell, beforeLast[column - 2]! + 1);
      current[column] = cell;
      least = Math.min(least, cell);
    }
    if (least > most) return far;
    if (end < to.length) current[end + 1] = far;
    [beforeLast, last, current] = [last, current, beforeLast];
  }
  return Math.abs(from.length - to.length) > most ? far : last[to.length]!;
}
