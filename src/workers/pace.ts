/** Shortest and longest pause: the system's timers are not finer, and a pipe of a megabyte lasts a fast reader for 0.3 ms. */
const LEAST_MS = 0.03;
const MOST_MS = 2;
/** What a pipe should take after a pause: with less its reader is slower, with more it may have found the pipe empty. */
const LITTLE_BYTES = 1 << 15;
const MUCH_BYTES = 1 << 19;
/** How long a reader may take nothing; then the main thread waits for it, by an event, and no thread looks. */
const PATIENCE_MS = 10;

const sleepWord = new Int32Array(new SharedArrayBuffer(4));

/**
 * How long a thread waits for room in a pipe before it looks again. To be woken for each page that the reader takes costs
 * more than to look seldom, and then to write much.
 */
export class Pace {
  #pauseMs = LEAST_MS;
  #idleMs = 0;

  /** Waits for the reader. Returns false, without waiting, where it has taken nothing for too long. */
  pause(): boolean {
    if (this.#idleMs >= PATIENCE_MS) {
      this.#idleMs = 0;
      return false;
    }
    Atomics.wait(sleepWord, 0, 0, this.#pauseMs);
    this.#idleMs += this.#pauseMs;
    return true;
  }

  /** After a pause the pipe took so many bytes. @param isAll there were no more: it may have room left */
  took(byteLength: number, isAll: boolean): void {
    if (byteLength > 0) this.#idleMs = 0;
    if (byteLength >= MUCH_BYTES) this.#pauseMs = Math.max(LEAST_MS, this.#pauseMs / 2);
    else if (byteLength < LITTLE_BYTES && !isAll) this.#pauseMs = Math.min(MOST_MS, this.#pauseMs * 2);
  }
}
