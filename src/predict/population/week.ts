import { DAY_SECONDS, YEAR_SECONDS } from "../../system/day.ts";
import type { Sessions } from "../chain/sessions.ts";
import type { Calendar } from "../times/calendar.ts";
import { sumOf } from "../vectors.ts";
import { mixAtStart, type Rhythm, type Span } from "./crowd.ts";
import { afterSession, type Mix } from "./drift.ts";

const HOUR_SECONDS = 3600;
const DAY_HOURS = DAY_SECONDS / HOUR_SECONDS;
const WEEK_DAYS = 7;
const WEEK_SECONDS = WEEK_DAYS * DAY_SECONDS;
/** Sessions of a user by which a mix is moved on at once. */
const MOST_AT_ONCE = 1;

/** When sessions start, as shares of all of them. */
export interface Week {
  /** By weekday, from Monday on. */
  days: number[];
  /** By hour of the day, from 0 o'clock on. */
  hours: number[];
}

/** @param starts for each bin of a week from Monday on; the bins divide an hour */
function weekOfBins(starts: Float64Array, { binSeconds }: Calendar): Week {
  const total = sumOf(starts);
  const sums = (count: number, seconds: number): number[] => {
    const result = new Array<number>(count).fill(0);
    for (const [bin, own] of starts.entries())
      result[Math.floor((bin * binSeconds) / seconds) % count]! += total > 0 ? own / total : 0;
    return result;
  };
  return { days: sums(WEEK_DAYS, DAY_SECONDS), hours: sums(DAY_HOURS, HOUR_SECONDS) };
}

/** The week of users who stay. @param calendar seven days from Monday on */
export function weekOf(rhythms: readonly Rhythm[], { calendar }: Span): Week {
  const inWeek = new Float64Array(calendar.lost.length);
  for (const { share, cycleSeconds, starts } of rhythms) {
    for (const [bin, part] of starts.entries()) inWeek[bin]! += (share / cycleSeconds) * part;
  }
  return weekOfBins(inWeek, calendar);
}

/** Who is there in a run of whole weeks: initial users with what they drew, and those who arrive, with theirs. */
export interface Comers {
  weeks: number;
  drawn: Mix;
  arriving: Mix;
  /** New users a year, as a share of the users. */
  growth: number;
}

/** Users who come equally often, whatever the factor on alpha: their sessions start at the same times. */
interface Pace {
  share: number;
  /** For each bin of a week, the sessions of a user who is there. */
  expected: Float64Array;
  /** Sessions of an initial user before the window. */
  earlier: number;
}

function pacesOf(rhythms: readonly Rhythm[]): Pace[] {
  const alike = new Map<Float64Array, Rhythm[]>();
  for (const rhythm of rhythms) alike.set(rhythm.starts, [...(alike.get(rhythm.starts) ?? []), rhythm]);
  return [...alike].map(([starts, own]) => {
    const share = sumOf(own.map((rhythm) => rhythm.share));
    const mean = (of: (rhythm: Rhythm) => number) => sumOf(own.map((rhythm) => (rhythm.share / share) * of(rhythm)));
    const inWeek = mean(({ cycleSeconds }) => WEEK_SECONDS / cycleSeconds);
    return { share, expected: starts.map((part) => inWeek * part), earlier: mean(({ earlier }) => earlier) };
  });
}

/**
 * The mix of users after a time in which those who stay have so many sessions on average, if their number is Poisson's: a mix m changes by
 * (P - 1) m with each of them, where P is what a session makes of it. Two terms of the exponential's series.
 */
function movedOn(sessions: Sessions, mix: Mix, expected: number): Mix {
  const steps = Math.ceil(expected / MOST_AT_ONCE);
  const size = expected / steps;
  const moved = mix.slice();
  for (let step = 0; step < steps; step++) {
    const change = changeOf(sessions, moved);
    const second = changeOf(sessions, change);
    for (let pair = 0; pair < moved.length; pair++) moved[pair]! += size * (change[pair]! + (size / 2) * second[pair]!);
  }
  return moved;
}

function changeOf(sessions: Sessions, mix: Mix): Mix {
  const change = afterSession(sessions, mix);
  for (let pair = 0; pair < mix.length; pair++) change[pair]! -= mix[pair]!;
  return change;
}

/** Follows a mix through a week in which users arrive. @param onBin told the mean share who are there in a bin */
function walk(
  sessions: Sessions,
  { expected }: Pace,
  mix: Mix,
  arrivals: { first: Mix; shares: Float64Array },
  onBin: (bin: number, there: number) => void = () => {},
): Mix {
  const { first, shares } = arrivals;
  let current = mix;
  for (let bin = 0; bin < expected.length; bin++) {
    const next = movedOn(sessions, current, expected[bin]!);
    for (let pair = 0; pair < next.length; pair++) next[pair]! += shares[bin]! * first[pair]!;
    onBin(bin, (sumOf(current) + sumOf(next)) / 2);
    current = next;
  }
  return current;
}

/**
 * When the sessions of a run start that lasts whole weeks from a Monday on: there are more in its first days, where users go, and these are
 * most often those who come often. All weeks are alike but for the users who are there, so that the sum of the mixes with
 * which they begin is followed through one of them.
 */
export function weekOfRun(sessions: Sessions, rhythms: readonly Rhythm[], { calendar }: Span, comers: Comers): Week {
  const { weeks, drawn, arriving, growth } = comers;
  const rate = growth / YEAR_SECONDS;
  const growths = Array.from({ length: weeks }, (_, week) => Math.exp(rate * week * WEEK_SECONDS));
  const firstWeek = Float64Array.from(
    calendar.lost,
    (_, bin) => Math.exp(rate * bin * calendar.binSeconds) * Math.expm1(rate * calendar.binSeconds),
  );
  const allWeeks = firstWeek.map((share) => share * sumOf(growths));
  // Whoever arrives has the first session at once, and then waits for the next one.
  const first = afterSession(sessions, arriving);
  const inWeek = new Float64Array(calendar.lost.length);
  for (const pace of pacesOf(rhythms)) {
    const nobody = new Float64Array(first.length);
    const arrived = growth > 0 ? walk(sessions, pace, nobody, { first, shares: firstWeek }) : nobody;
    const perWeek = sumOf(pace.expected);
    let mix = mixAtStart(sessions, drawn, pace.earlier);
    const all = new Float64Array(mix.length);
    for (const own of growths) {
      for (const [pair, share] of mix.entries()) all[pair]! += share;
      mix = movedOn(sessions, mix, perWeek).map((share, pair) => share + own * arrived[pair]!);
    }
    walk(sessions, pace, all, { first, shares: allWeeks }, (bin, there) => {
      inWeek[bin]! += pace.share * (pace.expected[bin]! * there + allWeeks[bin]!);
    });
  }
  return weekOfBins(inWeek, calendar);
}
