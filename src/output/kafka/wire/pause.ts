import { setTimeout } from "node:timers/promises";

const LEAST_MS = 100;
const MOST_MS = 1000;
/** Pauses differ by this share both ways, so that clients that failed together do not return together. */
const JITTER = 0.2;

/** How long to wait after a number of failures in a row. As Kafka's `retry.backoff.ms`, to `retry.backoff.max.ms`. */
export function pauseMs(failures: number): number {
  // Not the simulation's random numbers: those decide bytes.
  const jitter = 1 - JITTER + 2 * JITTER * Math.random();
  return jitter * Math.min(MOST_MS, LEAST_MS * 2 ** Math.max(0, failures - 1));
}

/** Waits so long. Rejects when the signal comes. */
export function pause(failures: number, signal: AbortSignal): Promise<void> {
  return setTimeout(pauseMs(failures), undefined, { signal });
}
