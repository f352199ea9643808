import type { Chain, Solver } from "./chain.ts";
import { denseSolver } from "./dense.ts";
import { sparseSolver } from "./sparse.ts";

/** Up to this number of states, the table is solved as a whole, which takes 0.1 s. */
const MOST_DENSE = 500;

/** Chooses how to solve a chain. */
export function solverOf(chain: Chain): Solver {
  return chain.states.length <= MOST_DENSE ? denseSolver(chain) : sparseSolver(chain);
}
