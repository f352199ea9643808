import { YEAR_SECONDS } from "../../system/day.ts";
import type { Sessions } from "../chain/sessions.ts";
import type { Calendar } from "../times/calendar.ts";
import { FACTORS } from "../times/lognormal.ts";
import { visitsOf } from "../times/visits.ts";
import { sumOf } from "../vectors.ts";
import { afterSession, type Mix } from "./drift.ts";
import { atLeast } from "./renewal.ts";

/** Later sessions of a user are taken as like this one. */
const MOST_SESSIONS = 3000;
const LONGEST_LEAD_SECONDS = 157_788_000;
/** Users who arrive within the window are taken as arriving in this many equal groups. */
const ARRIVALS = 8;

/** How the users of a configuration come and go. */
export interface Habits {
  betaSeconds: number;
  gapSeconds: number;
  /** For each factor on alpha (FACTORS), the mean length of a session. */
  lengthSeconds: readonly number[];
}

/** A stretch of time, as the number of times that each bin of a calendar lies in it. */
export interface Span {
  windowSeconds: number;
  calendar: Calendar;
  times: Float64Array;
}

/** Users who begin alike. */
export interface Crowd {
  users: number;
  userSeconds: number;
  /** Of their first session in the window. */
  mix: Mix;
  /** For each factor on alpha, and j = 1, 2, ...: the share of all users who have the factor and time for j sessions in the window. */
  counts: number[][];
}

/** The rhythm of users with one pair of factors. */
export interface Rhythm {
  alphaIndex: number;
  share: number;
  cycleSeconds: number;
  variation: number;
  /** Sessions in the window, for a user who never goes. */
  expected: number;
  /** Sessions of an initial user before the window. */
  earlier: number;
  /** For each bin of the calendar, the share of the sessions that start in it. */
  starts: Float64Array;
}

export function rhythmsOf(habits: Habits, { calendar, times }: Span): Rhythm[] {
  const { lengthSeconds, gapSeconds } = habits;
  const length = FACTORS.reduce((sum, { share }, index) => sum + share * lengthSeconds[index]!, 0);
  const totalSeconds = calendar.binSeconds * times.length;
  return FACTORS.flatMap((beta) => {
    const meanSeconds = habits.betaSeconds * beta.factor;
    const visits = visitsOf(meanSeconds, gapSeconds, length, calendar, beta.share);
    const inWindow = visits.starts.reduce((sum, share, bin) => sum + share * times[bin]!, 0);
    return FACTORS.map((alpha, alphaIndex) => {
      const own = lengthSeconds[alphaIndex]!;
      const cycleSeconds = visits.waitSeconds + own;
      return {
        alphaIndex,
        share: alpha.share * beta.share,
        cycleSeconds,
        variation: Math.hypot(visits.spreadSeconds, own) / cycleSeconds,
        expected: (totalSeconds / cycleSeconds) * inWindow,
        earlier: Math.min(meanSeconds, LONGEST_LEAD_SECONDS) / cycleSeconds,
        starts: visits.starts,
      };
    });
  });
}

function addTo(counts: number[][], { alphaIndex, share }: Rhythm, probabilities: readonly number[]): void {
  const own = counts[alphaIndex]!;
  for (const [index, probability] of probabilities.entries()) own[index] = (own[index] ?? 0) + share * probability;
}

/**
 * The mix when the window begins: initial users have sessions from one beta before it on, a number of them that counts as one of
 * Poisson's (docs/reference/engine.md, "Sessions").
 */
export function mixAtStart(sessions: Sessions, drawn: Mix, before: number): Mix {
  const mix = new Float64Array(drawn.length);
  let current = drawn;
  let probability = Math.exp(-before);
  for (let count = 0; count < 40; count++) {
    for (const [pair, share] of current.entries()) mix[pair]! += probability * share;
    current = afterSession(sessions, current);
    probability *= before / (count + 1);
  }
  return mix;
}

/** Users who are there from the start of the window. @param attrition share of the users who leave in a year */
export function initialCrowd(
  sessions: Sessions,
  rhythms: readonly Rhythm[],
  span: Span,
  { users, drawn, attrition }: { users: number; drawn: Mix; attrition: number },
): Crowd {
  const counts = FACTORS.map((): number[] => []);
  const stay = attrition >= 1 ? 0 : staying(-Math.log1p(-attrition) / YEAR_SECONDS, span.windowSeconds);
  for (const rhythm of rhythms) addTo(counts, rhythm, atLeast(rhythm.expected * stay, rhythm.variation, MOST_SESSIONS));
  const before = rhythms.reduce((sum, { share, earlier }) => sum + share * earlier, 0);
  return { users, userSeconds: users * span.windowSeconds, mix: mixAtStart(sessions, drawn, before), counts };
}

/** Mean share of a time over which users who leave with a rate are still there. */
function staying(rate: number, seconds: number): number {
  return rate * seconds < 1e-9 ? 1 : -Math.expm1(-rate * seconds) / (rate * seconds);
}

/** Users who arrive in the window, each with a session at once. @param growth new users a year as a share of the users */
export function arrivingCrowd(
  rhythms: readonly Rhythm[],
  { windowSeconds }: Span,
  { users, mix, growth, attrition }: { users: number; mix: Mix; growth: number; attrition: number },
): Crowd | undefined {
  const rate = growth / YEAR_SECONDS;
  const arrived = users * Math.expm1(rate * windowSeconds);
  if (!(arrived > 0)) return undefined;
  const leaving = attrition >= 1 ? Number.POSITIVE_INFINITY : -Math.log1p(-attrition) / YEAR_SECONDS;
  const counts = FACTORS.map((): number[] => []);
  let userSeconds = 0;
  for (let group = 0; group < ARRIVALS; group++) {
    // As many arrive before as the share says: the population grows exponentially.
    const share = (group + 0.5) / ARRIVALS;
    const left = windowSeconds - Math.log1p(share * Math.expm1(rate * windowSeconds)) / rate;
    userSeconds += (arrived / ARRIVALS) * left;
    for (const rhythm of rhythms) {
      const expected = (left * staying(leaving, left)) / rhythm.cycleSeconds;
      const later = atLeast(expected, rhythm.variation, MOST_SESSIONS, true);
      addTo(
        counts,
        { ...rhythm, share: rhythm.share / ARRIVALS },
        [1, ...later].map((probability) => (attrition >= 1 ? 0 : probability)),
      );
    }
  }
  return { users: arrived, userSeconds, mix, counts };
}

/** For j = 1, 2, ...: the share of a crowd's users who have at least j sessions in the window. */
export function stillThere({ counts }: Crowd): number[] {
  const length = Math.min(MOST_SESSIONS, Math.max(1, ...counts.map((own) => own.length)));
  return Array.from({ length }, (_, j) => sumOf(counts.map((own) => own[j] ?? 0)));
}
