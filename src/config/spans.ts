import { stateKey } from "./states.ts";
import type { State, Transition } from "./types.ts";

/** The draws that select a transition in the original: those with low <= x < high. */
export interface Span {
  low: number;
  high: number;
  dest: State;
}

/**
 * The spans that leave each state, by `stateKey`, as the original stacks them: each on the highest end so far, in the order of the
 * file. A span to a destination that already has one replaces it, and leaves a gap in its old range. A state's spans ascend.
 * @param passes1 called where a span ends above 1, which the original does not start with
 */
export function stackSpans(
  transitions: readonly Transition[],
  passes1?: (index: number, high: number) => void,
): Map<string, Span[]> {
  // By destination, in the order of insertion; a span that is inserted again goes to the end.
  const stacked = new Map<string, Map<string, Span>>();
  const tops = new Map<string, number>();
  for (const [index, { source, dest, probability }] of transitions.entries()) {
    const from = stateKey(source);
    const to = stateKey(dest);
    const low = tops.get(from) ?? 0;
    const high = low + probability;
    if (high > 1) passes1?.(index, high);
    const spans = stacked.get(from) ?? new Map<string, Span>();
    spans.delete(to);
    stacked.set(from, spans.set(to, { low, high, dest }));
    tops.set(from, high);
  }
  return new Map([...stacked].map(([from, spans]) => [from, [...spans.values()]]));
}
