import type { Scalars } from "../keys/keys.ts";
import type { Report } from "../text/report.ts";
import { parseInstant } from "../time.ts";
import { parseOffsetSeconds } from "../window/relative.ts";

/** Checks across the keys that are not tables. */
export function checkScalars(scalars: Scalars, report: Report): void {
  checkWindow(scalars, report);
  checkDamping(scalars, report);
  checkRamp(scalars, report);
}

/** The day curve is a sine: with a larger amplitude its slope falls below -1, and its times no longer ascend. */
const LARGEST_DAMPING = 1 / (2 * Math.PI);

function checkDamping({ damping }: Scalars, report: Report): void {
  if (damping <= LARGEST_DAMPING) return;
  const effect = "times overtake each other, so that some sessions start before others that were to start earlier";
  report.warning(["damping"], `${damping} is above 0.159 (1/2π of a day): ${effect}; give at most 0.159`);
}

/** Returns a number with the sign of the length, or undefined. */
function lengthBetween(startDate: string, endDate: string): number | undefined {
  const [start, end] = [parseInstant(startDate), parseInstant(endDate)];
  if (start && end) return end.seconds - start.seconds || end.milliseconds - start.milliseconds;
  const [startOffset, endOffset] = [parseOffsetSeconds(startDate), parseOffsetSeconds(endDate)];
  return startOffset === undefined || endOffset === undefined ? undefined : endOffset - startOffset;
}

function checkWindow({ startDate, endDate }: Scalars, report: Report): void {
  if (startDate === undefined || endDate === undefined) return;
  // With one end relative to the present, the length is known when the window is.
  if ((lengthBetween(startDate, endDate) ?? 1) > 0) return;
  const where = report.within(["start-date"]);
  report.error(["end-date"], `${endDate} is not after start-date (${startDate}, ${where}); give a later one`);
}

/**
 * The share of lost sessions climbs from the offset before midnight until the scale is over:
 *
 *     offset <= scale          offset > scale
 *              ____ W             /|
 *            /                   / |____ W
 *      _____/                 __/
 *             |                    |
 *         midnight             midnight
 */
function checkRamp(scalars: Scalars, report: Report): void {
  const { weekendDampingOffsetMinutes: offset, weekendDampingScaleMinutes: scale, weekendDamping } = scalars;
  if (offset <= scale || weekendDamping === 0) return;
  const peak = Number(((weekendDamping * offset) / scale).toPrecision(3));
  const effect = `sessions are lost at a share that climbs to ${peak} before midnight and falls back to ${weekendDamping}`;
  const advice = "give a weekend-damping-scale at least as long";
  report.warning(
    ["weekend-damping-offset"],
    `${offset} is more than weekend-damping-scale (${scale}): ${effect}; ${advice}`,
  );
}
