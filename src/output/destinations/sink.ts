/** Where the bytes of a run go. Batches come in order; one write is under way at a time. */
export interface Sink {
  /** For messages: a path, or "standard output". */
  readonly name: string;
  /**
   * A descriptor that takes the bytes as well, by writes of any thread, in place of `write`. It may come later. One that
   * does not block takes what it has room for.
   */
  readonly descriptor?: number | undefined;
  /** The batches may be reused as soon as this returns or, where it gives a promise, when that resolves. */
  write(batches: Uint8Array[]): Promise<void> | void;
  /** Makes what was written the result: flushes, closes, gives the file its name. */
  finish(): Promise<void>;
  /** Leaves nothing behind. Safe at any time, also while a write is under way. */
  abort(): void;
}

/** The reader of a pipe has gone away, as `head` does. */
export class ReaderGone extends Error {}
