import { isRedirect, mentionsOf, pairKey, SONG_PAGE, stateKey } from "../../config/states.ts";
import type { Config, State } from "../../config/types.ts";

/** The engine compares 40 bits of a draw (docs/reference/engine.md, "Events"). */
const DRAWS = 2 ** 40;

/** How the time passes on the way to a state. */
export const CLICK = 0;
export const REDIRECT = 1;
export const SONG = 2;

/** Where sessions of an auth and level can start. */
export interface Pair {
  auth: string;
  level: string;
  /** States with their probabilities; empty if no session can start here. */
  starts: readonly { state: number; probability: number }[];
}

/** The states of a configuration as a Markov chain, absorbed where a session ends. Numbers are indices of `states`. */
export interface Chain {
  states: readonly State[];
  /** The transitions of state s are entries first[s] to first[s + 1] - 1 of `to` and `probability`. None leaves a trapped state. */
  first: Uint32Array;
  to: Uint32Array;
  probability: Float64Array;
  /** For each state, the probability that the session ends in it; 1 for trapped states. */
  ends: Float64Array;
  /** CLICK, REDIRECT or SONG for each state. */
  kinds: Uint8Array;
  /** 1 for each state from which no way leads to a session's end. */
  trapped: Uint8Array;
  pairs: readonly Pair[];
  /** For each state, the index of its auth and level in `pairs`. */
  pairOf: Uint32Array;
}

/** Adds the probabilities of the states in which sessions of a pair start, or a share of them. */
export function addStarts(to: Float64Array, { starts }: Pair, share = 1): Float64Array {
  for (const { state, probability } of starts) to[state]! += share * probability;
  return to;
}

/** Solves the linear equations of a chain. */
export interface Solver {
  /** Expected visits of each state, from the probabilities of the states in which the session starts. */
  visits(starts: Float64Array): Float64Array;
  /** For each state, the expected sum of a reward for each visit, from this one to the session's end. */
  values(rewards: Float64Array): Float64Array;
}

interface Edge {
  to: number;
  probability: number;
}

function kindOf(state: State): number {
  if (isRedirect(state)) return REDIRECT;
  return state.page === SONG_PAGE ? SONG : CLICK;
}

/** The probabilities as the engine rounds them; a sum above 1, which only rounding can cause, is scaled to 1. */
function roundedEdges(edges: readonly Edge[]): { edges: Edge[]; end: number } {
  const sum = edges.reduce((total, { probability }) => total + probability, 0);
  const scale = Math.max(1, sum);
  let cumulative = 0;
  let last = 0;
  const rounded: Edge[] = [];
  for (const { to, probability } of edges) {
    cumulative += probability;
    const next = Math.floor((cumulative / scale) * DRAWS + 0.5);
    if (next > last) rounded.push({ to, probability: (next - last) / DRAWS });
    last = next;
  }
  return { edges: rounded, end: (DRAWS - last) / DRAWS };
}

/** Marks the states from which no way leads to an end. */
function findTrapped(rows: readonly { edges: readonly Edge[]; end: number }[]): Uint8Array {
  const from: number[][] = rows.map(() => []);
  for (const [index, { edges }] of rows.entries()) for (const { to } of edges) from[to]!.push(index);
  const trapped = new Uint8Array(rows.length).fill(1);
  const ending = [...rows.keys()].filter((index) => rows[index]!.end > 0);
  for (const index of ending) trapped[index] = 0;
  for (const index of ending) {
    for (const before of from[index]!) {
      if (trapped[before] === 0) continue;
      trapped[before] = 0;
      ending.push(before);
    }
  }
  return trapped;
}

/** The auths and levels in the order of their first states. */
function collectPairs(states: readonly State[]) {
  const indices = new Map<string, number>();
  const found: { auth: string; level: string }[] = [];
  const indexOf = ({ auth, level }: { auth: string; level: string }): number => {
    const key = pairKey(auth, level);
    const known = indices.get(key);
    if (known !== undefined) return known;
    indices.set(key, found.length);
    found.push({ auth, level });
    return found.length - 1;
  };
  const pairOf = Uint32Array.from(states, indexOf);
  const starts = new Map<number, { state: number; weight: number }[]>();
  return { found, indexOf, pairOf, starts };
}

function startsOf(config: Config, pairs: ReturnType<typeof collectPairs>, indexOf: (state: State) => number): Pair[] {
  for (const start of config.newSession) {
    const pair = pairs.indexOf(start);
    const own = pairs.starts.get(pair) ?? [];
    pairs.starts.set(pair, own);
    if (start.weight > 0) own.push({ state: indexOf(start), weight: start.weight });
  }
  return pairs.found.map((pair, index) => {
    const own = pairs.starts.get(index) ?? [];
    const total = own.reduce((sum, { weight }) => sum + weight, 0);
    return { ...pair, starts: own.map(({ state, weight }) => ({ state, probability: weight / total })) };
  });
}

/** Compiles a configuration that has passed its checks. */
export function compileChain(config: Config): Chain {
  const indices = new Map<string, number>();
  const states: State[] = [];
  for (const { state } of mentionsOf(config)) {
    const key = stateKey(state);
    if (indices.has(key)) continue;
    indices.set(key, states.length);
    const { page, auth, method, status, level } = state;
    states.push({ page, auth, method, status, level });
  }
  const indexOf = (state: State) => indices.get(stateKey(state))!;
  const edges: Edge[][] = states.map(() => []);
  for (const { source, dest, probability } of config.transitions)
    edges[indexOf(source)]!.push({ to: indexOf(dest), probability });
  const rows = edges.map(roundedEdges);
  const trapped = findTrapped(rows);
  const kept = rows.map((row, index) => (trapped[index] ? { edges: [], end: 1 } : row));
  const collected = collectPairs(states);
  const first = new Uint32Array(states.length + 1);
  for (const [index, row] of kept.entries()) first[index + 1] = first[index]! + row.edges.length;
  const all = kept.flatMap((row) => row.edges);
  return {
    states,
    first,
    to: Uint32Array.from(all, ({ to }) => to),
    probability: Float64Array.from(all, ({ probability }) => probability),
    ends: Float64Array.from(kept, ({ end }) => end),
    kinds: Uint8Array.from(states, kindOf),
    trapped,
    pairs: startsOf(config, collected, indexOf),
    pairOf: collected.pairOf,
  };
}
