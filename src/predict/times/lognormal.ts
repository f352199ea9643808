/** A user's factor on alpha or beta, and the share of the users who have it. */
export interface Node {
  factor: number;
  share: number;
}

const STEP = 0.5;
const LOWEST = -5;
const HIGHEST = 6;

/**
 * The factors exp(z - 0.5) with z normal (docs/reference/engine.md, "Population"), on a grid of z. The trapezoid rule integrates smooth
 * functions against a normal density with an error of exp(-2 (pi / step)^2), which is below 1e-30 here.
 */
export const FACTORS: readonly Node[] = nodes();

function nodes(): Node[] {
  const all: Node[] = [];
  for (let z = LOWEST; z <= HIGHEST; z += STEP) all.push({ factor: Math.exp(z - 0.5), share: Math.exp((-z * z) / 2) });
  const sum = all.reduce((total, { share }) => total + share, 0);
  return all.map(({ factor, share }) => ({ factor, share: share / sum }));
}
