import { stateKey } from "./states.ts";
import type { State, Transition } from "./types.ts";

/** Which draws a transition takes in the original: those with low <= x < high. */
export interface Span {
  low: number;
  high: number;
  dest: State;
}

/**
 * The spans that leave each state, by `stateKey`, as the original stacks them: on the highest end so far, in the order of the file. One
 * to a destination that has a span already takes its place, and leaves a hole where that was. A state's spans ascend.
 * @param passes1 called where a span ends above 1, which the original does not start with
 */
export function stackSpans(
  transitions: readonly Transition[],
  passes1?: (index: number, high: number) => void,
): Map<string, Span[]> {
  const stacked = new Map<string, Span[]>();
  for (const [index, { source, dest, probability }] of transitions.entries()) {
    const spans = stacked.get(stateKey(source)) ?? [];
    const low = spans.at(-1)?.high ?? 0;
    const high = low + probability;
    if (high > 1) passes1?.(index, high);
    const others = spans.filter((span) => stateKey(span.dest) !== stateKey(dest));
    stacked.set(stateKey(source), [...others, { low, high, dest }]);
  }
  return stacked;
}
