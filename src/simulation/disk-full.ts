import type { Written } from "../output/containers/container.ts";
import { DiskFull } from "../output/destinations/errors.ts";
import { megabytes } from "../system/figures.ts";

/** Where a run began and where it ends: simulated seconds in the window, and events. */
export interface Extent {
  beginSecond: number;
  windowSeconds: number;
  beginEvent: number;
  eventLimit: number;
}

/** About how many bytes a run would still have written, from the share of its time that is behind; undefined at its start. */
export function bytesLeft(
  { events, keptEvents, bytes, seconds }: Written,
  { beginSecond, windowSeconds, beginEvent, eventLimit }: Extent,
): number | undefined {
  if (bytes === 0 || seconds <= beginSecond) return undefined;
  const inTime = (events / (seconds - beginSecond)) * (windowSeconds - seconds);
  const eventsLeft = Math.min(inTime, eventLimit - beginEvent - events);
  return (eventsLeft * bytes) / (events - keptEvents);
}

/**
 * The error with the room that is missing; what the run removes of its unfinished output, it would need again.
 * @param attempted what had been written, and what could not be
 */
export function withRoom(
  error: DiskFull,
  { attempted, written }: { attempted: Written; written: Written },
  extent: Extent,
  isResumable: boolean,
): DiskFull {
  const behind = bytesLeft(attempted, extent);
  if (behind === undefined) return error;
  const bytes = attempted.bytes - written.bytes + behind;
  const next = isResumable ? "free that much and repeat the command with --resume," : "free that much";
  return new DiskFull(error.output, `about ${megabytes(bytes)} more are needed: ${next} or write elsewhere`);
}
