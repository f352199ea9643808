import { dot } from "../vectors.ts";
import { addStarts, type Chain, type Solver } from "./chain.ts";
import { solverOf } from "./solver.ts";

/** A number for each state, which each event of a session adds to a sum: 1 for song pages counts songs. */
export type Feature = Float64Array;

/** What a session does that starts with an auth and a level. */
export interface SessionKind {
  pair: number;
  /** Events by state. */
  visits: Float64Array;
  /** Probability, for each pair, that the user's next session starts with it: 0 where users never return. */
  returns: Float64Array;
  /** Probability that the session never ends. Its events count up to where it can no longer end. */
  trapped: number;
}

/** A feature's sum over a session, by the pair that it starts with. */
export interface Moments {
  mean: Float64Array;
  square: Float64Array;
}

/** The sessions of a chain by the pair that they start with; pairs that nobody starts with have none. */
export class Sessions {
  readonly kinds: (SessionKind | undefined)[];
  readonly #solver: Solver;
  readonly #values = new Map<Feature, Float64Array>();

  /** @param from pairs with which users begin; those that sessions lead to are added. @param churnedAuth auth of users who never return */
  constructor(
    readonly chain: Chain,
    from: Iterable<number>,
    private readonly churnedAuth: string | undefined,
  ) {
    this.#solver = solverOf(chain);
    this.kinds = chain.pairs.map(() => undefined);
    const reached = new Set(from);
    for (const pair of reached) {
      const kind = this.#kindOf(pair);
      this.kinds[pair] = kind;
      for (const [next, probability] of kind.returns.entries()) if (probability > 0) reached.add(next);
    }
  }

  #kindOf(pair: number): SessionKind {
    const { chain } = this;
    const visits = this.#solver.visits(addStarts(new Float64Array(chain.states.length), chain.pairs[pair]!));
    const returns = new Float64Array(chain.pairs.length);
    let trapped = 0;
    for (const [state, count] of visits.entries()) {
      if (chain.trapped[state]) trapped += count;
      else if (chain.states[state]!.auth !== this.churnedAuth)
        returns[chain.pairOf[state]!]! += count * chain.ends[state]!;
    }
    return { pair, visits, returns, trapped };
  }

  /** Mean of a feature's sum, by pair. */
  meanOf(feature: Feature): Float64Array {
    return Float64Array.from(this.kinds, (kind) => (kind === undefined ? 0 : dot(kind.visits, feature)));
  }

  /**
   * Mean and mean square of a feature's sum, by pair. With f the feature and h the sum that a session still adds from a state on, the mean
   * square is the sum over the states of visits times f (2 h - f): each event's share of the square, itself once and with all later ones twice.
   */
  momentsOf(feature: Feature): Moments {
    let values = this.#values.get(feature);
    if (values === undefined) {
      values = this.#solver.values(feature);
      this.#values.set(feature, values);
    }
    const shares = feature.map((value, state) => value * (2 * values[state]! - value));
    return { mean: this.meanOf(feature), square: this.meanOf(shares) };
  }

  /** The feature's values from each state on for a sum of features, without solving again. */
  remember(feature: Feature, parts: readonly { feature: Feature; factor: number }[]): void {
    const values = new Float64Array(feature.length);
    for (const { feature: part, factor } of parts) {
      const known = this.#values.get(part) ?? this.#solver.values(part);
      this.#values.set(part, known);
      for (const [state, value] of known.entries()) values[state]! += factor * value;
    }
    this.#values.set(feature, values);
  }
}

/**
 * Probability, by the pair that a session starts with, that it takes one of the marked transitions: they end a chain that is otherwise the
 * same, and the probability is the expected number of such ends.
 */
export function chanceOf(sessions: Sessions, isMarked: (from: number, to: number) => boolean): Float64Array {
  const { chain } = sessions;
  const probability = Float64Array.from(chain.probability);
  const ends = Float64Array.from(chain.ends);
  const crossing = new Float64Array(chain.states.length);
  for (let state = 0; state < chain.states.length; state++) {
    for (let edge = chain.first[state]!; edge < chain.first[state + 1]!; edge++) {
      if (!isMarked(state, chain.to[edge]!)) continue;
      crossing[state]! += probability[edge]!;
      ends[state]! += probability[edge]!;
      probability[edge] = 0;
    }
  }
  const values = solverOf({ ...chain, probability, ends }).values(crossing);
  return Float64Array.from(sessions.kinds, (kind) =>
    kind === undefined
      ? 0
      : chain.pairs[kind.pair]!.starts.reduce((sum, start) => sum + start.probability * values[start.state]!, 0),
  );
}
