import type { Moments, Sessions } from "../chain/sessions.ts";
import { dot, sumOf } from "../vectors.ts";
import { type Crowd, stillThere } from "./crowd.ts";
import { type Mix, mixes, squaresOf } from "./drift.ts";

/** What the users of some crowds do in a window. */
export class Outcome {
  /** Sessions by the pair that they start with. */
  readonly sessionsByPair: Float64Array;
  readonly userSeconds: number;
  readonly users: number;
  /** Sessions by pair, apart for each factor on alpha. */
  readonly byAlpha: Float64Array[];
  /** For each crowd, and j = 1, 2, ...: the share of its users who have at least j sessions, and their mix. */
  readonly #shares: number[][];
  readonly #mixes: Mix[][];

  constructor(
    private readonly sessions: Sessions,
    private readonly crowds: readonly Crowd[],
  ) {
    this.users = sumOf(crowds.map(({ users }) => users));
    this.userSeconds = sumOf(crowds.map(({ userSeconds }) => userSeconds));
    this.#shares = crowds.map(stillThere);
    this.#mixes = crowds.map(({ mix }, index) => mixes(sessions, mix, this.#shares[index]!.length));
    const alphas = crowds[0]?.counts.length ?? 0;
    this.byAlpha = Array.from({ length: alphas }, (_, alpha) => this.#sessionsAt(alpha));
    this.sessionsByPair = sessions.chain.pairs.reduce((all, _, pair) => {
      all[pair] = sumOf(this.byAlpha.map((own) => own[pair]!));
      return all;
    }, new Float64Array(sessions.chain.pairs.length));
  }

  #sessionsAt(alpha: number): Float64Array {
    const total = new Float64Array(this.sessions.chain.pairs.length);
    for (const [index, { users, counts }] of this.crowds.entries()) {
      for (const [session, share] of counts[alpha]!.entries()) {
        const mix = this.#mixes[index]![session] ?? this.#mixes[index]!.at(-1)!;
        for (const [pair, part] of mix.entries()) total[pair]! += users * share * part;
      }
    }
    return total;
  }

  get sessionCount(): number {
    return sumOf(this.sessionsByPair);
  }

  /** Expected sum of a feature over all sessions. @param means by pair */
  totalOf(means: ArrayLike<number>): number {
    return dot(this.sessionsByPair, means);
  }

  /**
   * Variance of the sum over all users of what a user's sessions add up to. Users are independent of one another.
   * @param aroundMean whether the users' own mean is taken off: not for differences from a mean, whose mean is 0
   */
  varianceOf(moments: Moments, aroundMean = false): number {
    return sumOf(
      this.crowds.map(({ users, mix }, index) => {
        const total = this.#shares[index]!;
        const squares = squaresOf(this.sessions, mix, moments, total.length);
        const square = sumOf(squares.map((value, j) => value * (total[j]! - (total[j + 1] ?? 0))));
        if (!aroundMean) return users * square;
        const mean = sumOf(total.map((share, j) => share * dot(this.#mixes[index]![j]!, moments.mean)));
        return users * (square - mean ** 2);
      }),
    );
  }
}

/** The same moments for differences from a constant: what each session adds is its feature's sum less the constant. */
export function lessConstant({ mean, square }: Moments, constant: number): Moments {
  return {
    mean: mean.map((value) => value - constant),
    square: square.map((value, pair) => value - 2 * constant * mean[pair]! + constant ** 2),
  };
}
