/** A part of the output as the ring gives it, in order. */
export interface Part {
  /** Encoded events, whole lines; empty where their file is kept and they were only simulated. */
  bytes: Uint8Array;
  events: number;
  /** Length of the events before compression. */
  rawBytes: number;
  /** Simulated seconds, relative to the window's start, of the first and the last event. */
  firstSecond: number;
  lastSecond: number;
  /** Address of a copy of the events' records, for the tally. */
  records: number;
}

/** Where parts go. They come in order; one write is under way at a time. */
export interface Output {
  /** The parts' memory may be used again as soon as this returns or, where it gives a promise, when that resolves. */
  write(parts: Part[]): Promise<void> | void;
  /** Whether nothing more is wanted, though the run could go on. */
  readonly isComplete: boolean;
  /** Makes what was written the result. */
  finish(): Promise<void>;
  /** Leaves nothing half-done behind. Safe at any time, also while a write is under way. */
  abort(): void;
}
