import type { Batch } from "../output/formats/encoder.ts";
import type { WriteWatch } from "./direct.ts";

/** Holds batches back until their moment. */
export interface Clock {
  /** Milliseconds until the batch may leave; 0 or less where it may leave now. Those of later batches are no shorter. */
  untilDueMs(batch: Pick<Batch, "firstSecond" | "lastSecond">): number;
}

export interface WriterOptions {
  /** Batches may leave at once without it. */
  clock?: Clock | undefined;
  /** This thread has more to do than to write: it waits without blocking, which makes garbage. */
  isPolite?: boolean | undefined;
  /** Is told of what is handed to the container. */
  watch?: WriteWatch | undefined;
}
