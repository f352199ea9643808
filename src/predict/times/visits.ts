import { modulo } from "../../system/day.ts";
import { sumOf } from "../vectors.ts";
import type { Calendar } from "./calendar.ts";

/** Change of the distribution, in one step, at which it counts as settled. */
const TOLERANCE = 1e-6;
const MOST_STEPS = 2000;
/** Of a bin. */
const LEAST_WIDTH = 1e-9;

/** When the sessions of a user start, in the long run. */
export interface Visits {
  /** Mean time from a session's end to the next one's start. */
  waitSeconds: number;
  /** Its standard deviation, without the day's and the week's part. */
  spreadSeconds: number;
  /** The share of the starts in each bin of the calendar. */
  starts: Float64Array;
}

/** How masses of bins move to later or earlier bins: each to two neighbours, so that its mean time is exact. */
interface Move {
  target: Int32Array;
  /** The part that goes to the bin after the target. */
  rest: Float64Array;
}

/** @param seconds for each bin; the last bin is before the first */
function moveBy(seconds: ArrayLike<number>, bins: number, binSeconds: number): Move {
  const target = new Int32Array(bins);
  const rest = new Float64Array(bins);
  for (let bin = 0; bin < bins; bin++) {
    const place = bin + seconds[bin]! / binSeconds;
    const whole = Math.floor(place);
    target[bin] = modulo(whole, bins);
    rest[bin] = place - whole;
  }
  return { target, rest };
}

function shift(from: Float64Array, { target, rest }: Move): Float64Array {
  const bins = from.length;
  const moved = new Float64Array(bins);
  for (let bin = 0; bin < bins; bin++) {
    const first = target[bin]!;
    const later = from[bin]! * rest[bin]!;
    moved[first]! += from[bin]! - later;
    moved[first + 1 === bins ? 0 : first + 1]! += later;
  }
  return moved;
}

/** How masses of bins move to all bins between two moved edges, in proportion to what of each lies between them. */
interface Stretch {
  first: Int32Array;
  target: Int32Array;
  part: Float64Array;
}

/** @param edges seconds by which the beginning of each bin moves, and the end of the last one */
function stretchBy(edges: Float64Array, binSeconds: number): Stretch {
  const bins = edges.length - 1;
  const first = new Int32Array(bins + 1);
  const target: number[] = [];
  const part: number[] = [];
  for (let bin = 0; bin < bins; bin++) {
    const [one, other] = [bin + edges[bin]! / binSeconds, bin + 1 + edges[bin + 1]! / binSeconds];
    const [from, to] = [Math.min(one, other), Math.max(one, other, Math.min(one, other) + LEAST_WIDTH)];
    for (let reached = Math.floor(from); reached < to; reached++) {
      target.push(modulo(reached, bins));
      part.push((Math.min(to, reached + 1) - Math.max(from, reached)) / (to - from));
    }
    first[bin + 1] = target.length;
  }
  return { first, target: Int32Array.from(target), part: Float64Array.from(part) };
}

function stretch(from: Float64Array, { first, target, part }: Stretch): Float64Array {
  const result = new Float64Array(from.length);
  for (let bin = 0; bin < from.length; bin++)
    for (let way = first[bin]!; way < first[bin + 1]!; way++) result[target[way]!]! += from[bin]! * part[way]!;
  return result;
}

/** Moves masses on by exponential times, as those of a bin that are spread evenly over it come to be in it and in each later one. */
function spread(from: Float64Array, meanSeconds: number, binSeconds: number): Float64Array {
  const bins = from.length;
  const mean = meanSeconds / binSeconds;
  const leave = -Math.expm1(-1 / mean);
  /** Of what was in a bin at its beginning or came in the meantime, what is in a later one at its end. */
  const gone = mean * leave;
  let carried = 0;
  for (let bin = 0; bin < bins; bin++) carried += from[bin]! - leave * carried;
  // What comes round again, any number of times.
  carried /= -Math.expm1(-bins / mean);
  const result = new Float64Array(bins);
  for (let bin = 0; bin < bins; bin++) {
    result[bin] = (1 - gone) * from[bin]! + gone * leave * carried;
    carried += from[bin]! - leave * carried;
  }
  return result;
}

interface Step {
  next: Float64Array;
  accepted: Float64Array;
  seconds: number;
}

/**
 * Makes one draw of pickTime (docs/reference/engine.md, "Sessions"), for all times `last` at once. A draw that the day curve moves to before
 * last + gap is repeated from there on: the others are those in which the exponential passes a bound, and beyond it it is exponential again.
 */
function drawer(meanSeconds: number, gapSeconds: number, calendar: Calendar): (last: Float64Array) => Step {
  const { binSeconds, lost, moved, movedEdges, drawnLater } = calendar;
  const bins = lost.length;
  const byGap = moveBy(new Float64Array(bins).fill(gapSeconds), bins, binSeconds);
  const byBound = moveBy(drawnLater, bins, binSeconds);
  // Where the curve thins the starts out, two bins become neighbours of a third, which must have its part.
  const byCurve = stretchBy(movedEdges, binSeconds);
  const passing = drawnLater.map((seconds) => Math.exp(-seconds / meanSeconds));
  return (last) => {
    const earliest = shift(last, byGap);
    const going = new Float64Array(bins);
    let seconds = gapSeconds;
    for (let bin = 0; bin < bins; bin++) {
      going[bin] = earliest[bin]! * passing[bin]!;
      seconds += going[bin]! * (drawnLater[bin]! + meanSeconds);
    }
    const drawn = spread(shift(going, byBound), meanSeconds, binSeconds);
    const next = stretch(drawn, byCurve);
    const accepted = new Float64Array(bins);
    for (let bin = 0; bin < bins; bin++) {
      seconds += drawn[bin]! * moved[bin]!;
      accepted[bin] = next[bin]! * (1 - lost[bin]!);
      next[bin]! += earliest[bin]! - going[bin]! - accepted[bin]!;
    }
    return { next, accepted, seconds };
  };
}

/**
 * The session starts of a user in the long run, by the time of the week: the distribution of `last` over all draws is the one that a draw,
 * and a session where it was accepted, leave as it is.
 * @param meanSeconds the user's own beta
 * @param lengthSeconds mean length of a session, which counts as exponential here
 * @param share of the users who are like this one: the smaller it is, the less exact is enough
 */
export function visitsOf(
  meanSeconds: number,
  gapSeconds: number,
  lengthSeconds: number,
  calendar: Calendar,
  share = 1,
): Visits {
  const bins = calendar.lost.length;
  const draw = drawer(meanSeconds, gapSeconds, calendar);
  let last: Float64Array = new Float64Array(bins).fill(1 / bins);
  for (let count = 0; ; count++) {
    const step = draw(last);
    const ended = lengthSeconds > 0 ? spread(step.accepted, lengthSeconds, calendar.binSeconds) : step.accepted;
    const { next } = step;
    let change = 0;
    for (let bin = 0; bin < bins; bin++) {
      next[bin]! += ended[bin]!;
      change += Math.abs(next[bin]! - last[bin]!);
    }
    const accepted = sumOf(step.accepted);
    if (share * change > TOLERANCE && count < MOST_STEPS) {
      last = next;
      continue;
    }
    if (!(accepted > 0)) return { waitSeconds: Number.POSITIVE_INFINITY, spreadSeconds: 0, starts: step.accepted };
    // A number of draws that is geometric, each of a gap and an exponential.
    const drawnAgain = ((1 - accepted) / accepted ** 2) * (meanSeconds + gapSeconds) ** 2;
    return {
      waitSeconds: step.seconds / accepted,
      spreadSeconds: Math.sqrt(meanSeconds ** 2 / accepted + drawnAgain),
      starts: step.accepted.map((mass) => mass / accepted),
    };
  }
}
