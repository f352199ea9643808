import { stateKey } from "../../config/states.ts";
import type { Config, State } from "../../config/types.ts";
import { addStarts } from "../../predict/chain/chain.ts";
import { SolvedConfig } from "../../predict/model.ts";
import { ordinarySpan } from "../../predict/predict.ts";
import type { Durations } from "../../predict/times/length.ts";

/** Sessions of users who are there from the start and of those who arrive are mixed as in this time. */
const MIX_DAYS = 28;

/** A redirect that an edge passes, and the probability of going this way. */
export interface Way {
  page: string;
  probability: number;
}

export interface GraphEdge {
  /** Indices of nodes. */
  from: number;
  to: number;
  probability: number;
  /** How often a session takes it, on average over all sessions. */
  uses: number;
  /** The folded redirects that it passes; a part of its probability, or all of it. */
  via: readonly Way[];
}

export interface GraphNode {
  state: State;
  /** How often a session comes here, on average over all sessions. */
  visits: number;
  /** Share of the sessions that start here, folded redirects passed. */
  starts: number;
  /** Probability that a session that is here ends here. */
  ends: number;
  /** Whether no way leads from here to a session's end. */
  isTrapped: boolean;
}

/** Whether sessions that come here end here, but for a rounding. */
export function isFinal({ ends }: GraphNode): boolean {
  return ends >= 1 - 1e-9;
}

/** States and transitions of a configuration, with their traffic. */
export interface Graph {
  /** The configuration's path. */
  file: string;
  nodes: readonly GraphNode[];
  /** At most one from a node to another. */
  edges: readonly GraphEdge[];
  /** How many redirects were folded into edges. */
  foldedCount: number;
  /** Share of the sessions that start and end in folded redirects. */
  endsUnseen: number;
}

/** How often a session takes the edge that is used most. */
export function mostUsesOf({ edges }: Graph): number {
  return edges.reduce((most, { uses }) => Math.max(most, uses), 0);
}

/** For each pair of auth and level, its share of all sessions. */
function sharesOf(config: Config, solved: SolvedConfig): Float64Array {
  const growth = config.growthRate ?? 0;
  const outcome = solved.outcomeIn(ordinarySpan(config, MIX_DAYS), { users: 1, growth, attrition: 0 });
  return outcome.sessionsByPair.map((count) => count / outcome.sessionCount);
}

function visitsOf({ chain, sessions }: SolvedConfig, shares: Float64Array): Float64Array {
  const visits = new Float64Array(chain.states.length);
  for (const kind of sessions.kinds) {
    if (kind === undefined) continue;
    for (const [state, count] of kind.visits.entries()) visits[state]! += shares[kind.pair]! * count;
  }
  return visits;
}

function startsOf({ chain }: SolvedConfig, shares: Float64Array): Float64Array {
  const starts = new Float64Array(chain.states.length);
  for (const [pair, share] of shares.entries()) addStarts(starts, chain.pairs[pair]!, share);
  return starts;
}

/** The transitions of the table, those of states that are never left included, which the solved chain has no more. */
function edgesOf({ transitions }: Config, states: readonly State[], visits: Float64Array): GraphEdge[] {
  const indices = new Map(states.map((state, index) => [stateKey(state), index]));
  return transitions
    .filter(({ probability }) => probability > 0)
    .map(({ source, dest, probability }) => {
      const from = indices.get(stateKey(source))!;
      return { from, to: indices.get(stateKey(dest))!, probability, uses: visits[from]! * probability, via: [] };
    });
}

/**
 * The graph of a configuration that has passed its checks, with nothing folded or hidden. Throws UsageError if the configuration cannot be
 * solved.
 */
export function graphOf(config: Config, durations: Durations): Graph {
  const solved = new SolvedConfig(config, durations, config.growthRate ?? 0);
  const { chain } = solved;
  const shares = sharesOf(config, solved);
  const visits = visitsOf(solved, shares);
  const starts = startsOf(solved, shares);
  const nodes = chain.states.map((state, index) => {
    const isTrapped = chain.trapped[index] === 1;
    const ends = isTrapped ? 0 : chain.ends[index]!;
    return { state, visits: visits[index]!, starts: starts[index]!, ends, isTrapped };
  });
  const edges = edgesOf(config, chain.states, visits);
  return { file: config.file, nodes, edges, foldedCount: 0, endsUnseen: 0 };
}
