import type { FileSystem } from "./filesystem.ts";

/**
 * Writes the bytes of a run to a path or to an address such as `file:///data/events.json`.
 *
 * ```
 * container  -- write(ranges 0) -->  destination        each write returns a promise,
 *            -- write(ranges 1) -->                     at most `mostWrites` of them under way
 *            <-- 1 acknowledged ---                     a promise resolves when its ranges are safe,
 *            <-- 0 acknowledged ---                     in any order; then their memory is free
 * ```
 * A write is safe when this program can no longer lose it: for a file, when the system has accepted it (`finish` waits
 * for the disk); for a broker, when the broker has confirmed it. docs/internals/destinations.md shows how to add one.
 */
export interface Destination {
  /** For messages: a path, an address, or "standard output". */
  readonly name: string;
  /** Most writes that may be under way at the same time; 1 if absent. */
  readonly mostWrites?: number;
  /**
   * Present if workers may write directly: a descriptor that takes the bytes as `write` does, from any thread. It may
   * become available later. A non-blocking descriptor takes as many bytes as it has room for.
   */
  readonly descriptor?: number | undefined;
  /**
   * Writes ranges of bytes that follow those of earlier calls. They are acknowledged when this returns or, if it
   * returns a promise, when that resolves. The promise rejects with the system's error.
   */
  write(ranges: Uint8Array[]): Promise<void> | void;
  /** Completes the output: flushes, closes, renames the file. Called after all writes have been acknowledged. */
  finish(): Promise<void>;
  /** Removes unfinished output. Safe at any time, also while writes are under way. */
  abort(): void;
}

/** Options for opening a destination, besides its address. */
export interface OpenOptions {
  files: FileSystem;
  /** Refuses to replace existing files. */
  isNew: boolean;
  /** Ends an opening that has to wait. */
  signal?: AbortSignal | undefined;
}

/** The reader of a pipe has closed it, as `head` does. */
export class ReaderGone extends Error {}

/** Writes pieces one after the other and completes the output; where that fails, nothing is left of it. */
export async function writeWhole(destination: Destination, pieces: Iterable<Uint8Array>): Promise<void> {
  try {
    for (const piece of pieces) await destination.write([piece]);
    await destination.finish();
  } catch (error) {
    destination.abort();
    throw error;
  }
}
