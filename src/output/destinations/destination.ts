import type { FileSystem } from "./filesystem.ts";

/**
 * A place that takes the bytes of a run: what a path names, or an address such as `file:///data/events.json`.
 *
 * ```
 * container  -- write(ranges 0) -->  destination        each write returns a promise,
 *            -- write(ranges 1) -->                     at most `mostWrites` of them under way
 *            <-- 1 acknowledged ---                     a promise resolves when its ranges are safe,
 *            <-- 0 acknowledged ---                     in any order; then their memory is free
 * ```
 * A write is safe when this program can no longer lose it: a file's when the system has taken it (the disk has it when
 * `finish` resolves), a broker's when the broker has confirmed it. docs/internals/destinations.md shows how to add one.
 */
export interface Destination {
  /** For messages: a path, an address, or "standard output". */
  readonly name: string;
  /** Writes that may be under way at the same time; 1 without it. */
  readonly mostWrites?: number;
  /**
   * The capability that workers write by themselves: a descriptor that takes the bytes as `write` does, by writes of any
   * thread. It may come later. One that does not block takes what it has room for.
   */
  readonly descriptor?: number | undefined;
  /**
   * Takes ranges of bytes that follow those of earlier calls. They are acknowledged when this returns or, where it returns a
   * promise, when that resolves; it rejects with what the system says.
   */
  write(ranges: Uint8Array[]): Promise<void> | void;
  /** Makes what was written the result: flushes, closes, gives the file its name. All writes have been acknowledged. */
  finish(): Promise<void>;
  /** Leaves nothing behind. Safe at any time, also while writes are under way. */
  abort(): void;
}

/** What decides how a destination is opened, besides its address. */
export interface OpenOptions {
  files: FileSystem;
  /** Nothing that exists may be replaced. */
  isNew: boolean;
  /** Ends the opening where it has to wait. */
  signal?: AbortSignal | undefined;
}

/** The reader of a pipe has gone away, as `head` does. */
export class ReaderGone extends Error {}
