import type { Config } from "../config/types.ts";
import { UsageError } from "../system/errors.ts";
import { printable } from "../system/printable.ts";
import { addStarts, type Chain, compileChain, SONG } from "./chain/chain.ts";
import { type Feature, Sessions } from "./chain/sessions.ts";
import { arrivingCrowd, type Crowd, initialCrowd, type Rhythm, rhythmsOf, type Span } from "./population/crowd.ts";
import { type Mix, mixes } from "./population/drift.ts";
import { Outcome } from "./population/outcome.ts";
import { type Week, weekOfRun } from "./population/week.ts";
import { stepsOf } from "./times/between-songs.ts";
import { type Durations, lengthSeconds } from "./times/length.ts";
import { FACTORS } from "./times/lognormal.ts";
import { dot, sumOf } from "./vectors.ts";

/** The most pairs of auth and level with which sessions start: each is solved for itself, in time and memory of the whole chain. */
const MOST_PAIRS = 256;
/** Sessions over which the mix is averaged that decides how long sessions are. */
const SETTLING_SESSIONS = 20;
/** Up to this many transitions times pairs, lengths are computed for each pair. */
const MOST_PRODUCTS = 200_000;

/** The options of a run that change what its users do; those of the configuration where a run does not say. */
export interface Population {
  users: number;
  growth: number;
  attrition: number;
}

/** A configuration, solved: what sessions do, and how long they take. */
export class SolvedConfig {
  readonly chain: Chain;
  readonly sessions: Sessions;
  /** The shares of auth and level that the first users draw. */
  readonly drawn: Mix;
  /** For each factor on alpha, mean seconds of a session, by the pair that it starts with. */
  readonly lengths: Float64Array[];
  readonly songs: Feature;
  readonly events: Feature;
  readonly #newUsers: number;
  readonly #rhythms = new Map<Span, Rhythm[]>();

  /**
   * Throws UsageError if sessions start with too many pairs.
   * @param growth more than 0 if users arrive in the run
   */
  constructor(
    readonly config: Config,
    readonly durations: Durations,
    growth: number,
  ) {
    this.chain = compileChain(config);
    checkPairs(config, this.chain);
    this.drawn = drawnMix(config, this.chain);
    this.#newUsers = this.chain.pairs.findIndex(
      ({ auth, level }) => auth === config.newUserAuth && level === config.newUserLevel,
    );
    const from = [...this.drawn.keys()].filter((pair) => this.drawn[pair]! > 0);
    const arriving = growth > 0 && this.#newUsers >= 0 ? [this.#newUsers] : [];
    this.sessions = new Sessions(this.chain, [...from, ...arriving], config.churnedAuth);
    this.events = new Float64Array(this.chain.states.length).fill(1);
    this.songs = Float64Array.from(this.chain.kinds, (kind) => (kind === SONG ? 1 : 0));
    this.lengths = this.#lengths();
  }

  /** The mix of session starts while it settles. */
  get settling(): Mix {
    const all = mixes(this.sessions, this.drawn, SETTLING_SESSIONS);
    const total = this.drawn.map((_, pair) => sumOf(all.map((mix) => mix[pair]!)));
    const sum = sumOf(total);
    return total.map((share) => share / sum);
  }

  #lengths(): Float64Array[] {
    const { chain, durations } = this;
    const kinds = this.sessions.kinds.filter((kind) => kind !== undefined);
    const at = (visits: Float64Array, starts: Float64Array) => {
      const steps = stepsOf(chain, visits, starts);
      return FACTORS.map(({ factor }) => lengthSeconds(steps, durations, this.config.alphaSeconds * factor));
    };
    if (kinds.length * chain.to.length <= MOST_PRODUCTS) {
      const byPair = chain.pairs.map((own, pair) => {
        const kind = this.sessions.kinds[pair];
        if (kind === undefined) return FACTORS.map(() => 0);
        return at(kind.visits, addStarts(new Float64Array(chain.states.length), own));
      });
      return FACTORS.map((_, alpha) => Float64Array.from(byPair, (own) => own[alpha]!));
    }
    const visits = new Float64Array(chain.states.length);
    const starts = new Float64Array(chain.states.length);
    for (const [pair, share] of this.settling.entries()) {
      if (share === 0) continue;
      this.sessions.kinds[pair]!.visits.forEach((count, state) => {
        visits[state]! += share * count;
      });
      addStarts(starts, chain.pairs[pair]!, share);
    }
    return at(visits, starts).map((seconds) => new Float64Array(chain.pairs.length).fill(seconds));
  }

  /** How often users come, in a span of time. */
  rhythmsIn(span: Span): Rhythm[] {
    const known = this.#rhythms.get(span);
    if (known !== undefined) return known;
    const { settling, config } = this;
    const rhythms = rhythmsOf(
      {
        betaSeconds: config.betaSeconds,
        gapSeconds: config.sessionGapSeconds,
        lengthSeconds: this.lengths.map((own) => dot(own, settling)),
      },
      span,
    );
    this.#rhythms.set(span, rhythms);
    return rhythms;
  }

  crowdsIn(span: Span, { users, growth, attrition }: Population): Crowd[] {
    const rhythms = this.rhythmsIn(span);
    const initial = initialCrowd(this.sessions, rhythms, span, { users, drawn: this.drawn, attrition });
    const mix = new Float64Array(this.chain.pairs.length);
    if (growth > 0) mix[this.#newUsers] = 1;
    const arriving = growth > 0 ? arrivingCrowd(rhythms, span, { users, mix, growth, attrition }) : undefined;
    return arriving === undefined ? [initial] : [initial, arriving];
  }

  /** When sessions start in a run of whole weeks from a Monday on. @param span of ordinary weeks */
  weekOfRun(span: Span, weeks: number, growth: number): Week {
    const arriving = new Float64Array(this.chain.pairs.length);
    if (growth > 0) arriving[this.#newUsers] = 1;
    return weekOfRun(this.sessions, this.rhythmsIn(span), span, { weeks, drawn: this.drawn, arriving, growth });
  }

  outcomeIn(span: Span, population: Population): Outcome {
    return new Outcome(this.sessions, this.crowdsIn(span, population));
  }

  /** Mean seconds of the sessions of an outcome. */
  lengthIn(outcome: Outcome): number {
    const total = sumOf(
      outcome.byAlpha.map((own, alpha) =>
        own.reduce((sum, count, pair) => sum + count * this.lengths[alpha]![pair]!, 0),
      ),
    );
    return total / outcome.sessionCount;
  }
}

/** Auth and level are drawn independently (docs/reference/engine.md, "Population"). */
function drawnMix({ auths, levels }: Config, { pairs }: Chain): Mix {
  const share = (list: readonly { weight: number }[], weight: number) =>
    weight / list.reduce((sum, entry) => sum + entry.weight, 0);
  return Float64Array.from(pairs, ({ auth, level }) => {
    const ofAuth = auths
      .filter((entry) => entry.auth === auth)
      .reduce((sum, entry) => sum + share(auths, entry.weight), 0);
    const ofLevel = levels
      .filter((entry) => entry.level === level)
      .reduce((sum, entry) => sum + share(levels, entry.weight), 0);
    return ofAuth * ofLevel;
  });
}

function checkPairs({ file }: Config, { pairs }: Chain): void {
  const count = pairs.filter(({ starts }) => starts.length > 0).length;
  if (count <= MOST_PAIRS) return;
  throw new UsageError(
    `${printable(file)}: sessions start with ${count} pairs of auth and level, and the prediction solves at most ${MOST_PAIRS}; name fewer of them in "new-session"`,
  );
}
