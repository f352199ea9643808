import type { FileDestination } from "../../destinations/file.ts";

/** Files that may be waiting for the disk while the next one is written. */
const MOST_CLOSING = 2;

/** Files that are written, and are being put on the disk, one after the other. */
export class ClosingFiles {
  readonly #closing = new Set<FileDestination>();
  #last: Promise<void> = Promise.resolve();
  #failure: Error | undefined;

  /** Throws what the system said when one of them was closed. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Resolves when few enough are waiting that the next may be written; undefined where that is so already. */
  get room(): Promise<void> | undefined {
    return this.#closing.size > MOST_CLOSING ? this.#last : undefined;
  }

  /** Resolves when all of them are closed. */
  get all(): Promise<void> {
    return this.#last;
  }

  /**
   * @param made resolves when the destination has all bytes; undefined where it has them already
   * @param onFinished after this file and all before it are closed
   */
  add(
    destination: FileDestination,
    made: Promise<void> | undefined,
    onFinished: () => Promise<void> | undefined,
  ): void {
    const before = this.#last;
    this.#closing.add(destination);
    this.#last = (async () => {
      if (made !== undefined) await made;
      await Promise.all([destination.finish(), before]);
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
