import type { Config } from "../../config/types.ts";
import { DAY_SECONDS } from "../../system/day.ts";
import type { Feature } from "../chain/sessions.ts";
import type { SolvedConfig } from "../model.ts";
import type { Crowd, Span } from "../population/crowd.ts";
import { lessConstant, Outcome } from "../population/outcome.ts";
import { pageFeatures } from "../predict.ts";
import { calendarOf } from "../times/calendar.ts";
import { type Comparison, judge, type Row } from "./rows.ts";

/** Days before the window, so that its first days do not follow its last ones. */
const WEEK_DAYS = 7;
const DAYS_BEFORE = 14;
/** Bins a day, by the most days. */
const RESOLUTIONS = [
  { days: 100, binsADay: 24 },
  { days: 400, binsADay: 12 },
  { days: 12_000, binsADay: 2 },
];
/** The most frequent pages are compared. */
const MOST_PAGES = 40;
/** What is not exact in the prediction: see docs/internals/prediction.md. */
const APPROXIMATION = 0.01;
/** Rarer ones are too few for their count to be near normal. */
const LEAST_EVENTS = 20;

/** The totals of a run, as its manifest has them. */
export interface Totals {
  startSeconds: number;
  windowSeconds: number;
  initialUsers: number;
  /** Initial users and those who arrived. */
  users: number;
  growth: number;
  attrition: number;
  events: number;
  sessions: number;
  songs: number;
  pages: Readonly<Record<string, number>>;
  levels: Readonly<Record<string, number>>;
}

/** The window on its own days. @param free whether each day from DAYS_BEFORE days before the window's first one on is free */
export function runSpan(
  config: Config,
  { startSeconds, windowSeconds }: Pick<Totals, "startSeconds" | "windowSeconds">,
  isFree: (day: number) => boolean,
): Span {
  const firstDay = Math.floor(startSeconds / DAY_SECONDS) - DAYS_BEFORE;
  const days = Math.ceil((startSeconds + windowSeconds) / DAY_SECONDS) - firstDay;
  const free = Uint8Array.from({ length: days }, (_, day) => (isFree(firstDay + day) ? 1 : 0));
  // Weeks without a holiday are one week, as often as they come.
  const isOrdinary = free.every((own, day) => own === free[day % WEEK_DAYS]);
  const different = isOrdinary ? Math.min(days, WEEK_DAYS) : days;
  const { binsADay } = RESOLUTIONS.find((resolution) => different <= resolution.days) ?? RESOLUTIONS.at(-1)!;
  const calendar = calendarOf(config, free.subarray(0, different), binsADay);
  const times = new Float64Array(calendar.lost.length);
  for (let bin = 0; bin < days * binsADay; bin++) {
    const from = firstDay * DAY_SECONDS + bin * calendar.binSeconds - startSeconds;
    const inside = Math.min(windowSeconds, from + calendar.binSeconds) - Math.max(0, from);
    times[bin % times.length]! += Math.max(0, inside) / calendar.binSeconds;
  }
  return { windowSeconds, calendar, times };
}

/** The crowds with as many arrivals as the run had: their number is not the configuration's, but chance. */
function crowdsOf(solved: SolvedConfig, totals: Totals, span: Span): Crowd[] {
  const { initialUsers, growth, attrition, users } = totals;
  const [initial, arriving] = solved.crowdsIn(span, { users: initialUsers, growth, attrition });
  if (arriving === undefined || arriving.users === 0) return [initial!];
  const scale = (users - initialUsers) / arriving.users;
  return [initial!, { ...arriving, users: arriving.users * scale, userSeconds: arriving.userSeconds * scale }];
}

/** Noise and approximation together. */
const widened = (noise: number, value: number) => Math.hypot(noise, (APPROXIMATION / 3) * value);

/** Compares a run's totals with what its users were to do. */
export function compareTotals(solved: SolvedConfig, totals: Totals, span: Span): Comparison {
  const crowds = crowdsOf(solved, totals, span);
  const outcome = new Outcome(solved.sessions, crowds);
  const initial = crowds.length === 1 ? outcome : new Outcome(solved.sessions, [crowds[0]!]);
  // Sessions that are under way at the start are counted too.
  const early = (initial.sessionCount / totals.windowSeconds) * solved.lengthIn(initial);
  const sessions = outcome.sessionCount + early;
  const notes = totals.growth > 0 ? ["as many users arrive as in the run: their number is chance"] : [];
  const rows = [
    ...perSession(solved, outcome, totals, sessions),
    ...perUserDay(solved, outcome, totals, sessions),
    ...shares(solved, outcome, totals, "page", totals.pages),
    ...shares(solved, outcome, totals, "level", totals.levels),
  ];
  return judge(rows, strangers(solved, totals), notes);
}

function strangers({ chain }: SolvedConfig, { pages, levels }: Totals): string[] {
  const unknown = (key: "page" | "level", names: object) =>
    Object.keys(names)
      .filter((name) => !chain.states.some((state) => state[key] === name))
      .map((name) => `the run has events with ${key} ${JSON.stringify(name)}, which no state has`);
  return [...unknown("page", pages), ...unknown("level", levels)];
}

function perSession(solved: SolvedConfig, outcome: Outcome, totals: Totals, sessions: number): Row[] {
  const row = (what: string, feature: Feature, count: number): Row => {
    const moments = solved.sessions.momentsOf(feature);
    const total = outcome.totalOf(moments.mean);
    const noise = Math.sqrt(outcome.varianceOf(lessConstant(moments, total / outcome.sessionCount))) / sessions;
    const predicted = total / sessions;
    return { what, kind: "number", predicted, observed: count / totals.sessions, noise: widened(noise, predicted) };
  };
  const events = row("events a session", solved.events, totals.events);
  return totals.songs === 0 && outcome.totalOf(solved.sessions.meanOf(solved.songs)) === 0
    ? [events]
    : [events, row("songs a session", solved.songs, totals.songs)];
}

function perUserDay(solved: SolvedConfig, outcome: Outcome, totals: Totals, sessions: number): Row[] {
  const userDays = outcome.userSeconds / DAY_SECONDS;
  const ones = outcome.sessionsByPair.map(() => 1);
  const row = (what: string, predicted: number, observed: number, variance: number): Row => ({
    ...{ what, kind: "number", predicted: predicted / userDays, observed: observed / userDays },
    noise: widened(Math.sqrt(variance) / userDays, predicted / userDays),
  });
  const events = solved.sessions.momentsOf(solved.events);
  const ofSessions = outcome.varianceOf({ mean: ones, square: ones }, true);
  return [
    row("sessions a user and day", sessions, totals.sessions, ofSessions),
    row("events a user and day", outcome.totalOf(events.mean), totals.events, outcome.varianceOf(events, true)),
  ];
}

/** Shares of the events, each with the noise of its ratio to all of them. */
function shares(
  solved: SolvedConfig,
  outcome: Outcome,
  { events }: Totals,
  key: "page" | "level",
  counts: Readonly<Record<string, number>>,
): Row[] {
  const { sessions } = solved;
  const total = outcome.totalOf(sessions.meanOf(solved.events));
  const features = pageFeatures(solved.chain.states, (state) => state[key]);
  if (features.size < 2) return [];
  const expected = [...features].map(([name, feature]) => ({
    ...{ name, feature, share: outcome.totalOf(sessions.meanOf(feature)) / total },
  }));
  return expected
    .filter(({ share }) => share * events >= LEAST_EVENTS)
    .sort((one, other) => other.share - one.share)
    .slice(0, MOST_PAGES)
    .map(({ name, feature, share }): Row => {
      const difference = feature.map((value) => value - share);
      sessions.remember(difference, [
        { feature, factor: 1 },
        { feature: solved.events, factor: -share },
      ]);
      const noise = Math.sqrt(outcome.varianceOf(sessions.momentsOf(difference))) / total;
      const observed = (Object.hasOwn(counts, name) ? counts[name]! : 0) / events;
      return {
        what: `events with ${key} ${name}`,
        kind: "share",
        predicted: share,
        observed,
        noise: widened(noise, key === "level" ? share : 0),
      };
    });
}
