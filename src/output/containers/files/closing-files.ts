import type { OutputFile } from "../../places/place.ts";

/** Closes finished files and flushes them to disk, one after the other; where a file has no `flush`, several at a time. */
export class ClosingFiles {
  readonly #closing = new Set<OutputFile>();
  #last: Promise<void> = Promise.resolve();
  #failure: Error | undefined;

  /**
   * @param most files that may wait while the next one is written
   * @param isInOrder whether each file gets its name after the entry of the one before, even where that takes longer
   */
  constructor(
    private readonly most: number,
    private readonly isInOrder: boolean,
  ) {}

  /** Throws the system's error if closing a file failed. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Resolves when few enough files are waiting to write the next one; undefined if that is already so. */
  get room(): Promise<void> | undefined {
    return this.#closing.size > this.most ? this.#last : undefined;
  }

  /** Resolves when all files are closed. */
  get all(): Promise<void> {
    return this.#last;
  }

  /**
   * Queues a file for closing.
   * @param made resolves when the destination has all bytes; undefined if it has them already
   * @param onFinished called after this file and all before it are closed
   */
  add(destination: OutputFile, made: Promise<void> | undefined, onFinished: () => Promise<void> | undefined): void {
    const before = this.#last;
    this.#closing.add(destination);
    this.#last = (async () => {
      if (made !== undefined) await made;
      if (destination.flush === undefined && !this.isInOrder) await Promise.all([destination.finish(), before]);
      else {
        // A file gets its name after the journal has the one before: at most one file has a name and no entry.
        await Promise.all([destination.flush?.(), before]);
        await destination.finish();
      }
      await onFinished();
      this.#closing.delete(destination);
    })();
    this.#last.catch((error: Error) => {
      this.#failure = error;
    });
  }

  abort(): void {
    for (const destination of this.#closing) destination.abort();
  }
}
