import type { Batch } from "../formats/encoder.ts";

/**
 * Combines encoded ranges: it begins with the first batch, takes batches in order, and ends. A container is either the
 * structure of one file (lines, frames, row groups with a footer) or the output of a whole run (one stream, numbered
 * files with a journal), which holds containers of the first kind.
 *
 * ```
 * writer --batches--> numbered files --batches--> frames of a codec --ranges--> destination
 * ```
 */
export interface Container {
  /** Takes batches. The caller may reuse their memory when this returns or, if it returns a promise, when that resolves. */
  take(batches: readonly Batch[]): Promise<void> | void;
  /** Writes the end, such as a footer, and completes the run's output. */
  finish(): Promise<void> | void;
  /** Removes everything unfinished. Safe at any time, also while writes are under way. */
  abort(): void;
}

/** Writes bytes of a file. Acknowledged as a destination's `write` is. */
export type Put = (bytes: Uint8Array[]) => Promise<void> | void;

/** The structure of one file. It passes bytes to `Put` and knows no destination. */
export interface FileContainer extends Container {
  /** True if ranges are written unchanged: others may then write all ranges after the first. */
  readonly passesThrough: boolean;
  /** Bytes before compression that the file has besides those of its ranges; none if absent. */
  readonly headerBytes?: number | undefined;
  /** Size of the file, in bytes, if it ended now. */
  readonly lengthIfEnded: number;
}

/** Opens the structure of one file. @param before resolves when the file before it has been made */
export type OpenFileContainer = (put: Put, before: Promise<void>) => FileContainer;

/** The output of a run. The writer passes batches to it. */
export interface RunContainer extends Container {
  finish(): Promise<void>;
  /** Ends the run before its end: completes what was begun, and keeps what `--resume` needs. As `finish` if absent. */
  suspend?(): Promise<void>;
  /** The clock has reached this second of the window, and no event before it follows. Called from time to time. */
  passes?(second: number): void;
  /** True if the container needs no more batches, even if the run could continue. */
  readonly isComplete: boolean;
  /** Most calls of `take` that may be under way at the same time; 1 if absent. */
  readonly mostTakes?: number | undefined;
  /** Descriptor that takes ranges unchanged, after those passed to `take`: workers may write to it directly. */
  readonly descriptor?: number | undefined;
  /** Reports the total after workers have written directly. Called from time to time. */
  noteWritten?(all: Written): void;
  /** Bytes of output so far, if the container does not write ranges unchanged. */
  readonly packedBytes?: number | undefined;
  /** What servers have acknowledged, if the output goes to some. */
  readonly delivery?: Delivery | undefined;
  /** After `finish`: the files and what they hold, including those of an earlier run. */
  outcome?: (() => Outcome) | undefined;
}

/** Totals of acknowledged output. */
export interface Written {
  events: number;
  /** Events in files of an earlier run. `events` includes them. */
  keptEvents: number;
  /** Bytes before compression, and as written. */
  rawBytes: number;
  bytes: number;
  /** Simulated seconds since the start of the window. */
  seconds: number;
}

/** What a run has sent to servers. */
export interface Delivery {
  acknowledgedEvents: number;
  /** Batches that were sent again. */
  retries: number;
  unacknowledgedBatches: number;
}

/** A number of files, with their events and bytes. */
export interface Amount {
  files: number;
  events: number;
  bytes: number;
}

/** The files that a run has made, and those that it has kept. */
export interface Outcome {
  made: Amount;
  kept: Amount;
}
