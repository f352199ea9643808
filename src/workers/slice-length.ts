import type { Control } from "./control/control.ts";
import { Count } from "./control/words.ts";
import type { Schedule } from "./schedule.ts";

/** Largest growth factor from one slice to the next. */
const SLICE_GROWTH = 4;
/** Used until the density of events is known. */
export const FIRST_SLICE_SECONDS = 1;

/** Largest factor by which the next slice is assumed to be denser than the last one. */
const LARGEST_TREND = 1.5;

/**
 * Returns the most seconds of a slice that follows one with this many records and seconds. In the mornings each slice is
 * denser than the previous one. Without this trend, those slices would touch more memory than any other.
 */
export function nextSeconds(
  control: Control,
  { sliceRecords }: Pick<Schedule, "sliceRecords">,
  { made, seconds }: { made: number; seconds: number },
): number {
  const density = made / seconds;
  const before = control.getCount(Count.Density);
  control.setCount(Count.Density, density);
  const trend = before > 0 ? Math.min(LARGEST_TREND, Math.max(1, density / before)) : 1;
  return Math.min(Math.floor(sliceRecords / Math.max(1e-9, density * trend)), seconds * SLICE_GROWTH);
}
