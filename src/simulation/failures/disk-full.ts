import type { Written } from "../../output/containers/container.ts";
import { DiskFull } from "../../output/destinations/errors.ts";
import { megabytes } from "../../system/figures.ts";

/** Where a run began and where it ends: simulated seconds in the window, and events. */
export interface Extent {
  beginSecond: number;
  windowSeconds: number;
  beginEvent: number;
  eventLimit: number;
}

/** Estimates the bytes that a run has yet to write, from the share of its time that is done; undefined at its start. */
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
 * Returns the error with the room that is missing. A resumed run also needs room for the unfinished output that this
 * run removes.
 * @param attempted totals that were written, including those that could not be
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
