import type { Config } from "../../config/types.ts";
import { DAY_SECONDS, modulo } from "../../system/day.ts";

const MINUTE_SECONDS = 60;
/** The day curve's sine begins at 3 o'clock (docs/reference/engine.md, "Functions"). */
const CURVE_START_SECONDS = 10_800;
/** Parts of a bin over which the weekend's damping is averaged. */
const PARTS = 6;

/** Days that follow one another for ever, in bins of equal length. */
export interface Calendar {
  binSeconds: number;
  /** For each bin, the share of the session starts that the weekend takes. */
  lost: Float64Array;
  /** For each bin, how far the day curve moves a start. */
  moved: Float64Array;
  /** How far it moves the beginning of each bin, and at last the end of the last one. */
  movedEdges: Float64Array;
  /** For each bin, how much later than its middle a start must have been drawn to be moved to it; 0 if earlier. */
  drawnLater: Float64Array;
}

export interface Damping
  extends Pick<Config, "damping" | "weekendDamping" | "weekendDampingOffsetMinutes" | "weekendDampingScaleMinutes"> {}

function movedSeconds(damping: number, second: number): number {
  return damping * DAY_SECONDS * Math.sin((2 * Math.PI * (second - CURVE_START_SECONDS)) / DAY_SECONDS);
}

/** The time that the day curve moves to `second`, by halving; unique unless the damping is above 1/2 pi. */
function drawnFor(damping: number, second: number): number {
  let low = second - damping * DAY_SECONDS;
  let high = second + damping * DAY_SECONDS;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (middle + movedSeconds(damping, middle) < second) low = middle;
    else high = middle;
  }
  return high;
}

/** The engine's table of the weekend's damping, at a second of a day; `free` says whether yesterday, today and tomorrow are free. */
function lostShare(damping: Damping, second: number, free: readonly [boolean, boolean, boolean]): number {
  const { weekendDamping: most } = damping;
  const offset = damping.weekendDampingOffsetMinutes * MINUTE_SECONDS;
  const scale = damping.weekendDampingScaleMinutes * MINUTE_SECONDS;
  const ramp = (from: number, to: number) => (most * (to - from)) / scale;
  const [before, today, after] = free;
  if (today) {
    if (!before && second < scale - offset) return ramp(-offset, second);
    if (!after && second > DAY_SECONDS + offset - scale) return ramp(second, DAY_SECONDS + offset);
    return most;
  }
  // On a day between two free ones the ramp goes up in both places, as in the original.
  if (before && (after ? second < offset : second <= offset))
    return after ? ramp(-offset, second) : ramp(second, offset);
  return after && second >= DAY_SECONDS - offset ? ramp(DAY_SECONDS - offset, second) : 0;
}

/** @param free for each day, 1 if it is a Saturday, a Sunday or a holiday; the first follows the last */
export function calendarOf(damping: Damping, free: ArrayLike<number>, binsADay: number): Calendar {
  const binSeconds = DAY_SECONDS / binsADay;
  const days = free.length;
  const isFree = (day: number) => free[modulo(day, days)] === 1;
  const lost = new Float64Array(days * binsADay);
  for (let bin = 0; bin < lost.length; bin++) {
    const day = Math.floor(bin / binsADay);
    const around = [isFree(day - 1), isFree(day), isFree(day + 1)] as const;
    for (let part = 0; part < PARTS; part++) {
      const second = ((bin % binsADay) + (part + 0.5) / PARTS) * binSeconds;
      lost[bin]! += Math.min(1, Math.max(0, lostShare(damping, second, around))) / PARTS;
    }
  }
  const middles = Float64Array.from(lost, (_, bin) => ((bin % binsADay) + 0.5) * binSeconds);
  return {
    binSeconds,
    lost,
    movedEdges: Float64Array.from({ length: lost.length + 1 }, (_, bin) =>
      movedSeconds(damping.damping, (bin % binsADay) * binSeconds),
    ),
    moved: middles.map((second) => movedSeconds(damping.damping, second)),
    drawnLater: middles.map((second) => Math.max(0, drawnFor(damping.damping, second) - second)),
  };
}
