import type { Config, State } from "../config/types.ts";
import { DAY_SECONDS } from "../system/day.ts";
import { chanceOf, type Feature } from "./chain/sessions.ts";
import { SolvedConfig } from "./model.ts";
import { initialCrowd, type Span, stillThere } from "./population/crowd.ts";
import { mixes, sessionsUntilGone } from "./population/drift.ts";
import type { Outcome } from "./population/outcome.ts";
import { type Week, weekOf } from "./population/week.ts";
import { calendarOf } from "./times/calendar.ts";
import type { Durations } from "./times/length.ts";
import { sumOf } from "./vectors.ts";

/** The days that a prediction is made for, unless others are asked for: four whole weeks. */
export const DEFAULT_DAYS = 28;

const BINS_A_DAY = 48;
/** From Monday on. */
const ORDINARY_WEEK = [0, 0, 0, 0, 0, 1, 1];
const MOST_STEPS_TO_GO = 200_000;

export interface MeanAndDeviation {
  mean: number;
  deviation: number;
}

/** Sessions that start with an auth and a level. */
export interface StartPrediction {
  auth: string;
  level: string;
  /** Of all sessions in the time that is predicted. */
  share: number;
  events: MeanAndDeviation;
  songs: MeanAndDeviation;
  lengthSeconds: number;
  /** Probability that the session comes to have each other auth and level, at its end or in between. */
  changes: Record<string, number>;
}

/** The users' auths and levels, as shares of the initial users. */
export interface MixPrediction {
  day: number;
  shares: { auth: string; level: string; share: number }[];
  gone: number;
}

export interface Prediction {
  days: number;
  states: number;
  transitions: number;
  neverReached: State[];
  neverEnding: { states: State[]; share: number };
  session: { events: MeanAndDeviation; songs: MeanAndDeviation; lengthSeconds: number };
  starts: StartPrediction[];
  pages: { page: string; share: number; aSession: number }[];
  userDay: { sessions: number; events: number; songs: number };
  /** Of users who stay. */
  week: Week;
  /** In a run from a Monday on, of whole weeks that are at least as long as the days: users go, and others arrive. */
  weekOfRun: Week;
  mix: MixPrediction[];
  /** Until a user is gone for good; null where users stay for ever. */
  lifetime: { sessions: number; days: number } | null;
}

/** Weeks without holidays. */
export function ordinarySpan(config: Config, days: number): Span {
  const calendar = calendarOf(config, ORDINARY_WEEK, BINS_A_DAY);
  const times = new Float64Array(calendar.lost.length).fill(days / ORDINARY_WEEK.length);
  return { windowSeconds: days * DAY_SECONDS, calendar, times };
}

/** The states of each page, as features that count its events, by the page's name. */
export function pageFeatures(states: readonly State[], of: (state: State) => string): Map<string, Feature> {
  const features = new Map<string, Feature>();
  for (const [index, state] of states.entries()) {
    const feature = features.get(of(state)) ?? new Float64Array(states.length);
    features.set(of(state), feature);
    feature[index] = 1;
  }
  return features;
}

function meanAndDeviation(mean: number, square: number): MeanAndDeviation {
  return { mean, deviation: Math.sqrt(Math.max(0, square - mean ** 2)) };
}

/** Which auths and levels a session can come to have: for each, the marked transitions. */
function changesOf({ chain, config }: SolvedConfig): Map<string, (from: number, to: number) => boolean> {
  const changes = new Map<string, (from: number, to: number) => boolean>();
  const { states, first, to } = chain;
  for (let from = 0; from < states.length; from++) {
    for (let edge = first[from]!; edge < first[from + 1]!; edge++) {
      const [before, after] = [states[from]!, states[to[edge]!]!];
      for (const key of ["auth", "level"] as const) {
        const value = after[key];
        if (before[key] === value || changes.has(value)) continue;
        changes.set(value, (one, other) => states[one]![key] !== value && states[other]![key] === value);
      }
    }
  }
  const order = [...config.levels.map(({ level }) => level), ...changes.keys()];
  return new Map([...changes].sort(([one], [other]) => order.indexOf(one) - order.indexOf(other)));
}

/** More kinds of changes than this are left out: each is solved for itself. */
const MOST_CHANGES = 12;

function startsOf(solved: SolvedConfig, outcome: Outcome): StartPrediction[] {
  const { sessions, chain } = solved;
  const changes = [...changesOf(solved)].slice(0, MOST_CHANGES);
  const chances = changes.map(([name, isMarked]) => [name, chanceOf(sessions, isMarked)] as const);
  const events = sessions.momentsOf(solved.events);
  const songs = sessions.momentsOf(solved.songs);
  return chain.pairs.flatMap(({ auth, level }, pair) => {
    const count = outcome.sessionsByPair[pair]!;
    if (!(count > 0)) return [];
    const seconds = sumOf(outcome.byAlpha.map((own, alpha) => own[pair]! * solved.lengths[alpha]![pair]!));
    return {
      auth,
      level,
      share: count / outcome.sessionCount,
      events: meanAndDeviation(events.mean[pair]!, events.square[pair]!),
      songs: meanAndDeviation(songs.mean[pair]!, songs.square[pair]!),
      lengthSeconds: seconds / count,
      changes: Object.fromEntries(chances.map(([name, chance]) => [name, chance[pair]!])),
    };
  });
}

function pagesOf(solved: SolvedConfig, outcome: Outcome): Prediction["pages"] {
  const visits = new Float64Array(solved.chain.states.length);
  for (const kind of solved.sessions.kinds) {
    if (kind === undefined) continue;
    kind.visits.forEach((count, state) => {
      visits[state]! += outcome.sessionsByPair[kind.pair]! * count;
    });
  }
  const total = sumOf(visits);
  const pages = new Map<string, number>();
  for (const [state, { page }] of solved.chain.states.entries())
    pages.set(page, (pages.get(page) ?? 0) + visits[state]!);
  return [...pages]
    .map(([page, count]) => ({ page, share: count / total, aSession: count / outcome.sessionCount }))
    .filter(({ share }) => share > 0)
    .sort((one, other) => other.share - one.share);
}

/** The mix of the initial users at four times of the span, and at its end. */
function mixOf(solved: SolvedConfig, span: Span, days: number): MixPrediction[] {
  const { sessions, chain, drawn } = solved;
  const rhythms = solved.rhythmsIn(span);
  return [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const until = rhythms.map((rhythm) => ({ ...rhythm, expected: rhythm.expected * part }));
    const crowd = initialCrowd(sessions, until, span, { users: 1, drawn, attrition: 0 });
    const counts = stillThere(crowd);
    const all = mixes(sessions, crowd.mix, counts.length + 1);
    const mix = crowd.mix.map(
      (share, pair) => share + sumOf(counts.map((count, j) => count * (all[j + 1]![pair]! - all[j]![pair]!))),
    );
    const shares = chain.pairs
      .map(({ auth, level }, pair) => ({ auth, level, share: mix[pair]! }))
      .filter((_, pair) => sessions.kinds[pair] !== undefined);
    return { day: days * part, shares, gone: Math.max(0, 1 - sumOf(mix)) };
  });
}

function lifetimeOf(solved: SolvedConfig, span: Span, outcome: Outcome): Prediction["lifetime"] {
  const sessions = sessionsUntilGone(solved.sessions, solved.drawn, MOST_STEPS_TO_GO);
  if (!Number.isFinite(sessions)) return null;
  const rhythms = solved.rhythmsIn(span);
  const cycleSeconds = sumOf(rhythms.map(({ share, cycleSeconds: own }) => share * own));
  return outcome.users > 0 ? { sessions, days: (sessions * cycleSeconds) / DAY_SECONDS } : null;
}

/**
 * Predicts what users do, for some days of ordinary weeks. Everything about the events of a session is solved exactly. What depends on time (the
 * length of sessions, sessions a day, the mix) is integrated over the users' paces, see docs/internals/prediction.md for its approximations.
 */
export function predict(
  config: Config,
  durations: Durations,
  days: number,
): { prediction: Prediction; solved: SolvedConfig } {
  const growth = config.growthRate ?? 0;
  const solved = new SolvedConfig(config, durations, growth);
  const span = ordinarySpan(config, days);
  const outcome = solved.outcomeIn(span, { users: 1, growth, attrition: 0 });
  const { sessions, chain } = solved;
  const over = (feature: Feature): MeanAndDeviation => {
    const { mean, square } = sessions.momentsOf(feature);
    return meanAndDeviation(
      outcome.totalOf(mean) / outcome.sessionCount,
      outcome.totalOf(square) / outcome.sessionCount,
    );
  };
  const [events, songs] = [over(solved.events), over(solved.songs)];
  const sessionsADay = (outcome.sessionCount * DAY_SECONDS) / outcome.userSeconds;
  const reached = chain.states.map((_, state) => sessions.kinds.some((kind) => (kind?.visits[state] ?? 0) > 0));
  const trapped = sessions.kinds.map((kind) => kind?.trapped ?? 0);
  const prediction: Prediction = {
    days,
    states: chain.states.length,
    transitions: config.transitions.length,
    neverReached: chain.states.filter((_, state) => !reached[state] && !chain.trapped[state]),
    neverEnding: {
      states: chain.states.filter((_, state) => chain.trapped[state] && reached[state]),
      share: outcome.totalOf(trapped) / outcome.sessionCount,
    },
    session: { events, songs, lengthSeconds: solved.lengthIn(outcome) },
    starts: startsOf(solved, outcome),
    pages: pagesOf(solved, outcome),
    userDay: { sessions: sessionsADay, events: sessionsADay * events.mean, songs: sessionsADay * songs.mean },
    week: weekOf(solved.rhythmsIn(span), span),
    weekOfRun: solved.weekOfRun(span, Math.ceil(days / ORDINARY_WEEK.length), growth),
    mix: mixOf(solved, span, days),
    lifetime: lifetimeOf(solved, span, outcome),
  };
  return { prediction, solved };
}
