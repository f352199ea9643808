/** Who is late, doubled or lost, and when events arrive (docs/reference/engine.md, "Disorder"), with BigInt for every 64-bit number. */
import { exponential, ln } from "./mathematics.ts";
import { hi, mix } from "./stream.ts";

const MASK = (1n << 64n) - 1n;
const GOLDEN = 0x9e3779b97f4a7c15n;
const USER_STEP = 0xd1b54a32d192ed03n;
const DAY = 86_400;

interface Delay {
  share: number;
  mean: number;
  most: number;
}

/** A stretch of time, in seconds since 1970 or, if daily, since midnight, from which on it holds events. */
export interface Held {
  daily: boolean;
  start: number;
  hold: number;
  release: number;
}

export interface Disorder {
  late?: Delay;
  duplicate?: Delay;
  lose?: number;
  holds?: readonly Held[];
}

/** The name of an event. */
export interface Name {
  index: number;
  session: number;
  item: number;
}

function drawOf(seed: bigint, { index, session, item }: Name): bigint {
  const user = mix(mix((seed + 4n * GOLDEN) & MASK) + BigInt(index) * USER_STEP);
  return mix(user + ((BigInt(session) << 32n) | BigInt(item)) * GOLDEN);
}

/** Seconds, 1 or more, of an exponential deviate rounded up, so that their mean is the wanted one. */
function delayOf(draw: bigint, step: bigint, { mean, most }: Delay): number {
  const scale = mean === 1 ? 0 : -1 / ln(1 - 1 / mean);
  return Math.min(most, Math.max(1, Math.ceil(scale * exponential(hi(mix(draw + step))))));
}

/** When what would arrive in this second leaves. */
export function leavesAt(second: number, holds: readonly Held[] = []): number {
  for (const { daily, start, hold, release } of holds) {
    const into = daily ? (((second - start) % DAY) + DAY) % DAY : second - start;
    if (into < 0 || into >= hold) continue;
    return second - into + hold - release + Math.floor((into * release) / hold);
  }
  return second;
}

/** Returns the seconds in which an event arrives: none if it is lost, two if it is doubled. */
export function arrivalsOf(seed: bigint, name: Name, second: number, disorder: Disorder): number[] {
  const { late, duplicate, lose = 0, holds } = disorder;
  const draw = drawOf(seed, name);
  const place = Number(draw >> 11n) / 2 ** 53;
  const kept = 1 - lose;
  const [lateShare, doubledShare] = [late?.share ?? 0, duplicate?.share ?? 0];
  const anyLate = lose + kept * lateShare;
  if (place < lose) return [];
  const isLate = place < anyLate;
  const isDoubled = isLate
    ? place < lose + kept * lateShare * doubledShare
    : place < anyLate + kept * (1 - lateShare) * doubledShare;
  const arrival = second + (isLate ? delayOf(draw, GOLDEN, late!) : 0);
  const again = isDoubled ? [arrival + delayOf(draw, 2n * GOLDEN, duplicate!)] : [];
  return [arrival, ...again].map((each) => leavesAt(each, holds));
}

/**
 * Returns events in the order of arrival: by second, those of a second in the order of time, and copies after what they are
 * copies of.
 */
export function arrange<Event>(
  events: readonly Event[],
  arrivalsOfEvent: (event: Event) => readonly number[],
): Event[] {
  return events
    .flatMap((event, place) => arrivalsOfEvent(event).map((arrival, copy) => ({ event, arrival, place, copy })))
    .sort((a, b) => a.arrival - b.arrival || a.place - b.place || a.copy - b.copy)
    .map(({ event }) => event);
}
