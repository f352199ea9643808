import type { Chain, Solver } from "./chain.ts";

/**
 * Eliminates the states one after the other: what led into state k leads to where k leads (Grassmann, Taksar and Heyman 1985). All
 * numbers are sums, products and quotients of positive ones, so that sessions of a million events are solved to the last digits too.
 *
 *   q[i][j] += q[i][k] q[k][j] / d[k]        d[k] = end[k] + the sum of q[k][j] over the states j that are left
 */
export function denseSolver({ states, first, to, probability, ends }: Chain): Solver {
  const size = states.length;
  const table = new Float64Array(size * size);
  const leave = Float64Array.from(ends);
  for (let state = 0; state < size; state++)
    for (let edge = first[state]!; edge < first[state + 1]!; edge++)
      table[state * size + to[edge]!]! += probability[edge]!;
  const exits = new Float64Array(size);
  for (let state = 0; state < size; state++) exits[state] = eliminate(table, leave, state, size);
  return {
    visits: (starts) => solveVisits(table, exits, starts),
    values: (rewards) => solveValues(table, exits, rewards),
  };
}

/** Leaves q[i][k] / d[k] below the diagonal, and q[k][j] above it; returns d[k]. */
function eliminate(table: Float64Array, leave: Float64Array, state: number, size: number): number {
  const row = state * size;
  let exit = leave[state]!;
  for (let other = state + 1; other < size; other++) exit += table[row + other]!;
  for (let above = state + 1; above < size; above++) {
    const from = above * size;
    if (table[from + state] === 0) continue;
    const factor = table[from + state]! / exit;
    table[from + state] = factor;
    leave[above]! += factor * leave[state]!;
    for (let other = state + 1; other < size; other++)
      if (other !== above) table[from + other]! += factor * table[row + other]!;
  }
  return exit;
}

function solveValues(table: Float64Array, exits: Float64Array, rewards: Float64Array): Float64Array {
  const size = exits.length;
  const values = Float64Array.from(rewards);
  for (let state = 0; state < size; state++)
    for (let before = 0; before < state; before++) values[state]! += table[state * size + before]! * values[before]!;
  for (let state = size - 1; state >= 0; state--) {
    for (let after = state + 1; after < size; after++) values[state]! += table[state * size + after]! * values[after]!;
    values[state]! /= exits[state]!;
  }
  return values;
}

function solveVisits(table: Float64Array, exits: Float64Array, starts: Float64Array): Float64Array {
  const size = exits.length;
  const visits = Float64Array.from(starts);
  for (let state = 0; state < size; state++) {
    for (let before = 0; before < state; before++) visits[state]! += table[before * size + state]! * visits[before]!;
    visits[state]! /= exits[state]!;
  }
  for (let state = size - 1; state >= 0; state--)
    for (let after = state + 1; after < size; after++) visits[state]! += table[after * size + state]! * visits[after]!;
  return visits;
}
