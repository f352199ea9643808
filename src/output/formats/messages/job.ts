import type { MessagesEncoding } from "./encoding.ts";

/** What the workers need for messages. Threads receive a copy. */
export interface MessagesJob {
  messages: MessagesEncoding;
  /** Address of the first worker's places, and distance to the next's. */
  start: number;
  workerBytes: number;
  /** Events of a batch of the ring. */
  events: number;
  /** Number of the run's first batch, counted from the start of the window. */
  firstBatch: number;
  /** Start of the window, in milliseconds since 1970. */
  startMs: number;
  /** Whether events are in the order of time. */
  isInOrder: boolean;
}
