import type { Lateness } from "../live/lateness.ts";
import type { WriteWatch } from "./direct.ts";

/** Delays batches until a given time. */
export interface Clock {
  /**
   * Returns the milliseconds until a batch of the ring, by its number, may leave; 0 or less if it may leave now. Later
   * batches never wait for less.
   */
  untilDueMs(batch: number): number;
  /** Returns the second of the window that the clock has reached; undefined if batches do not leave by their time. */
  second?(): number | undefined;
  /** The batch is passed to the container. */
  leaves?(batch: number, events: number): void;
  /** How late the events left that were not past when the run began. */
  readonly lateness?: Lateness;
  /** Waits; by the system's timers if absent. */
  sleep?: ((ms: number) => Promise<void>) | undefined;
}

export interface WriterOptions {
  /** If absent, batches may leave at once. */
  clock?: Clock | undefined;
  /** True if this thread has other work: it then waits without blocking, which allocates garbage. */
  isPolite?: boolean | undefined;
  /** Receives the batches passed to the container. */
  watch?: WriteWatch | undefined;
}
