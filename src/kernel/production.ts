import type { EngineName } from "../config/engine.ts";
import type { Kernel } from "./kernel.ts";

/** How the threads of a run produce the records of an engine. */
export interface Production {
  /** Makes the users of a chunk. */
  makeUsers(kernel: Kernel, chunk: number): void;
  /**
   * Present only if one thread produces all records in order. Appends records to a buffer from index `first` on, until
   * it holds `limit` or the next record is at `end`. Returns the number of records in the buffer. There is one chunk
   * then, and no placing.
   */
  fill?(kernel: Kernel, buffer: number, first: number, limit: number, end: number): number;
}

/**
 * Keyed by the engine's name, which is all that a thread receives: threads do not load the code that reads
 * configurations.
 */
export const PRODUCTIONS: Record<EngineName, Production> = {
  default: { makeUsers: (kernel, chunk) => kernel.makeChunk(chunk) },
  interana: {
    makeUsers: (kernel) => kernel.makeCompat(),
    fill: (kernel, buffer, first, limit, end) => kernel.simulateCompat(buffer, first, limit, end) >>> 0,
  },
};

/** Whether one thread produces all records in order. */
export function isSerial({ fill }: Production): boolean {
  return fill !== undefined;
}
