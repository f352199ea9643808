import type { Batch } from "../../output/formats/encoder.ts";
import type { WriteWatch } from "./direct.ts";

/** Delays batches until a given time. */
export interface Clock {
  /**
   * Returns the milliseconds until the batch may leave; 0 or less if it may leave now. Later batches never wait for
   * less.
   */
  untilDueMs(batch: Pick<Batch, "firstSecond" | "lastSecond">): number;
}

export interface WriterOptions {
  /** If absent, batches may leave at once. */
  clock?: Clock | undefined;
  /** True if this thread has other work: it then waits without blocking, which allocates garbage. */
  isPolite?: boolean | undefined;
  /** Receives the batches passed to the container. */
  watch?: WriteWatch | undefined;
}
