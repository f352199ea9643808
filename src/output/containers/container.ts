import type { Batch } from "../formats/encoder.ts";

/**
 * What ranges become: it begins with the first batch, takes batches in order, and ends. One is the structure of a file (lines, frames,
 * row groups with a footer), another a whole run's output (one stream, numbered files with a journal), which has some of
 * the former inside.
 *
 * ```
 * writer --batches--> numbered files --batches--> frames of a codec --ranges--> destination
 * ```
 */
export interface Container {
  /** The batches' memory is free as soon as this returns or, where it returns a promise, when that resolves. */
  take(batches: readonly Batch[]): Promise<void> | void;
  /** Writes what the end has, such as a footer, and makes the result of a run's output. */
  finish(): Promise<void> | void;
  /** Leaves nothing half-done behind. Safe at any time, also while something is under way. */
  abort(): void;
}

/** Writes bytes of a file; acknowledged as a destination's `write` is. */
export type Put = (bytes: Uint8Array[]) => Promise<void> | void;

/** The structure of one file. It puts bytes and knows no destination. */
export interface FileContainer extends Container {
  /** Ranges become bytes of the file as they are: after the first of them others may write them. */
  readonly passesThrough: boolean;
  /** Bytes of the file if it ended now. */
  readonly lengthIfEnded: number;
}

/** Opens the structure of one file. @param before of the file before it: resolves when that has been made */
export type OpenFileContainer = (put: Put, before: Promise<void>) => FileContainer;

/** The output of a run, which the writer hands batches to. */
export interface RunContainer extends Container {
  finish(): Promise<void>;
  /** Whether nothing more is wanted, though the run could go on. */
  readonly isComplete: boolean;
  /** Calls of `take` that may be under way at the same time; 1 without it. */
  readonly mostTakes?: number | undefined;
  /** Takes ranges as they are, after those that were given to `take` first: workers may write there by themselves. */
  readonly descriptor?: number | undefined;
  /** Workers have written by themselves; this much is there in all. Called from time to time. */
  noteWritten?(all: Written): void;
  /** Bytes that the ranges have become so far, where the container does not pass them through. */
  readonly packedBytes?: number | undefined;
  /** Once it is finished: what is in files, where some of them may be there from before. */
  outcome?: (() => Outcome) | undefined;
}

/** What has been acknowledged so far. */
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

/** A number of files, with their events and bytes. */
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
