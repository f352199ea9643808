import type { EngineName } from "../config/engine.ts";
import type { Kernel } from "./kernel.ts";

/** How the records of an engine come about: what the threads of a run must know of it. */
export interface Production {
  /** Makes the users of a chunk. */
  makeUsers(kernel: Kernel, chunk: number): void;
  /**
   * Only where records come in order, from one thread: appends records to a buffer from index `first` on, until it holds `limit` or the
   * next one is at `end`; returns how many it holds. There is one chunk then, and nothing to place.
   */
  fill?(kernel: Kernel, buffer: number, first: number, limit: number, end: number): number;
}

/** By the engine's name, which is all that a thread is told: it loads nothing that reads configurations. */
export const PRODUCTIONS: Record<EngineName, Production> = {
  default: { makeUsers: (kernel, chunk) => kernel.makeChunk(chunk) },
  interana: {
    makeUsers: (kernel) => kernel.makeCompat(),
    fill: (kernel, buffer, first, limit, end) => kernel.simulateCompat(buffer, first, limit, end) >>> 0,
  },
};

/** Whether records come in order, from one thread. */
export function isSerial({ fill }: Production): boolean {
  return fill !== undefined;
}
