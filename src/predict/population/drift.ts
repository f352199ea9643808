import type { Moments, Sessions } from "../chain/sessions.ts";
import { dot, sumOf } from "../vectors.ts";

/** Shares of users by pair. Their sum is below 1 where some are gone. */
export type Mix = Float64Array;

/** The mix after each user's next session: without those who churned, or whose session never ends. */
export function afterSession(sessions: Sessions, mix: Mix): Mix {
  const next = new Float64Array(mix.length);
  for (const kind of sessions.kinds) {
    const share = kind === undefined ? 0 : mix[kind.pair]!;
    if (kind === undefined || share === 0) continue;
    const { returns } = kind;
    for (let pair = 0; pair < returns.length; pair++) next[pair]! += share * returns[pair]!;
  }
  return next;
}

/** The mix at the first session, the second one, and so on. */
export function mixes(sessions: Sessions, first: Mix, count: number): Mix[] {
  const all = [first];
  while (all.length < count) all.push(afterSession(sessions, all.at(-1)!));
  return all;
}

/**
 * For N = 1, 2, ...: the mean square of a feature's sum over a user's first N sessions. Given the pairs they start with, sessions are
 * independent; the pairs follow one another as the mix drifts.
 */
export function squaresOf(sessions: Sessions, first: Mix, moments: Moments, count: number): number[] {
  let mix = first;
  // For each pair, the sum so far of the users who start their next session with it, times their share.
  let sums: Float64Array = new Float64Array(first.length);
  let square = 0;
  const squares: number[] = [];
  for (let session = 0; session < count; session++) {
    square += dot(mix, moments.square) + 2 * dot(sums, moments.mean);
    squares.push(square);
    // The mean of this session's sum, given the pair it ends with, is taken as that of all that start alike.
    sums = afterSession(
      sessions,
      sums.map((sum, pair) => sum + mix[pair]! * moments.mean[pair]!),
    );
    mix = afterSession(sessions, mix);
  }
  return squares;
}

/** Mean number of sessions until a user is gone; infinite where some never go. */
export function sessionsUntilGone(sessions: Sessions, first: Mix, most: number): number {
  let mix = first;
  let total = 0;
  for (let session = 0; session < most; session++) {
    const share = sumOf(mix);
    total += share;
    const next = afterSession(sessions, mix);
    const kept = share === 0 ? 0 : sumOf(next) / share;
    if (share === 0) return total;
    // Once the mix no longer changes, the rest is a geometric series.
    const change = next.reduce((sum, value, pair) => sum + Math.abs(value - mix[pair]! * kept), 0);
    if (change < 1e-9 * share && session > 10)
      return kept >= 1 - 1e-12 ? Number.POSITIVE_INFINITY : total + (share * kept) / (1 - kept);
    mix = next;
  }
  return Number.POSITIVE_INFINITY;
}
