/** A batch of the output as the ring gives it, in order. */
export interface Batch {
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

/** What has been written so far. */
export interface Written {
  events: number;
  /** Those of them that are in files of an earlier run. */
  keptEvents: number;
  /** Length of the events before compression; and as they were written. */
  rawBytes: number;
  bytes: number;
  /** Simulated seconds since the start of the window. */
  seconds: number;
}

/** So many files, with their events and bytes. */
export interface Amount {
  files: number;
  events: number;
  bytes: number;
}

/** What a run has made, and what was there before and stays. */
export interface Outcome {
  made: Amount;
  kept: Amount;
}

/** Where batches go. They come in order; one write is under way at a time. */
export interface Output {
  /** The batches' memory may be used again as soon as this returns or, where it gives a promise, when that resolves. */
  write(batches: Batch[]): Promise<void> | void;
  /** Whether nothing more is wanted, though the run could go on. */
  readonly isComplete: boolean;
  /** Takes batches as they are, behind those that were given to `write` first: workers may write there by themselves. */
  readonly descriptor?: number | undefined;
  /** Workers have written by themselves; so much is there in all. Called from time to time. */
  noteWritten?(all: Written): void;
  /** How many bytes the batches have become so far, where the output makes others of them (codecs of one frame). */
  readonly packedBytes?: number | undefined;
  /** Makes what was written the result. */
  finish(): Promise<void>;
  /** Once it is finished: what is in files, where some of them may be there from before. */
  outcome?: (() => Outcome) | undefined;
  /** Leaves nothing half-done behind. Safe at any time, also while a write is under way. */
  abort(): void;
}
