import { sleepMs } from "../../system/threads.ts";

/**
 * Shortest and longest pause. The system's timers are no finer, and a fast reader drains a pipe of a megabyte in 0.3
 * ms.
 */
const LEAST_MS = 0.03;
const MOST_MS = 2;
/**
 * Bytes that a pipe should take after a pause. Fewer mean that the reader is slower; more, that the pipe may have been
 * empty.
 */
const LITTLE_BYTES = 1 << 15;
const MUCH_BYTES = 1 << 19;
/** Milliseconds without progress after which the main thread waits for the reader by an event, and no thread polls. */
const PATIENCE_MS = 10;

/**
 * Determines how long a thread waits for room in a pipe before it tries again. Waking for each page that the reader
 * takes costs more than trying seldom and writing much.
 */
export class Pace {
  #pauseMs = LEAST_MS;
  #idleMs = 0;

  /** Sleeps. Returns false at once if the reader has made no progress for too long. */
  pause(): boolean {
    if (this.#idleMs >= PATIENCE_MS) {
      this.#idleMs = 0;
      return false;
    }
    sleepMs(this.#pauseMs);
    this.#idleMs += this.#pauseMs;
    return true;
  }

  /**
   * Adapts the pause to the bytes that the pipe took after it. @param isAll true if there were no more: it may have
   * room left
   */
  took(byteLength: number, isAll: boolean): void {
    if (byteLength > 0) this.#idleMs = 0;
    if (byteLength >= MUCH_BYTES) this.#pauseMs = Math.max(LEAST_MS, this.#pauseMs / 2);
    else if (byteLength < LITTLE_BYTES && !isAll) this.#pauseMs = Math.min(MOST_MS, this.#pauseMs * 2);
  }
}
