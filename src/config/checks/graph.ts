import { mentionsOf, pairKey, stateKey } from "../states.ts";
import type { Path } from "../text/places.ts";
import type { Config, State } from "../types.ts";

/**
 * A sum this close to 1 counts as 1, and no session ends in the state: decimal fractions that were meant to add up to 1 miss it by
 * less, and the model rounds its ranges to multiples of 2^-40.
 */
const SUM_ROUNDING = 2 ** -41;

/** The states of a config as a graph; numbers are indices of `states`. */
export interface StateGraph {
  states: { state: State; firstPath: Path; endsSession: boolean }[];
  /** For each state, where a user can go from there, with the place of the transition. */
  ways: { to: number; path: Path }[][];
  /** For each auth and level that new-session knows, the states of weight above 0. */
  starts: ReadonlyMap<string, { to: number; path: Path }[]>;
}

export type StateTables = Pick<Config, "newSession" | "transitions">;

/** Builds the graph of tables that have no holes. A probability or weight of 0 adds no edge. */
export function stateGraph(tables: StateTables): StateGraph {
  const states: StateGraph["states"] = [];
  const indices = new Map<string, number>();
  for (const { state, path } of mentionsOf(tables)) {
    const key = stateKey(state);
    if (indices.has(key)) continue;
    indices.set(key, states.length);
    states.push({ state, firstPath: path, endsSession: false });
  }
  const indexOf = (state: State) => indices.get(stateKey(state))!;
  const { ways, sums } = waysOf(tables, states.length, indexOf);
  for (const [index, entry] of states.entries()) entry.endsSession = sums[index]! < 1 - SUM_ROUNDING;
  return { states, ways, starts: startsOf(tables, indexOf) };
}

function waysOf({ transitions }: StateTables, count: number, indexOf: (state: State) => number) {
  const ways: StateGraph["ways"] = Array.from({ length: count }, () => []);
  const sums = new Float64Array(count);
  for (const [index, { source, dest, probability }] of transitions.entries()) {
    const from = indexOf(source);
    sums[from]! += probability;
    if (probability > 0) ways[from]!.push({ to: indexOf(dest), path: ["transitions", index, "dest"] });
  }
  return { ways, sums };
}

function startsOf({ newSession }: StateTables, indexOf: (state: State) => number): StateGraph["starts"] {
  const starts = new Map<string, { to: number; path: Path }[]>();
  for (const [index, state] of newSession.entries()) {
    const key = pairKey(state.auth, state.level);
    if (!starts.has(key)) starts.set(key, []);
    if (state.weight > 0) starts.get(key)!.push({ to: indexOf(state), path: ["new-session", index] });
  }
  return starts;
}
