import { setMaxListeners } from "node:events";
import { setTimeout } from "node:timers/promises";
import { HttpFailure } from "./failures.ts";

const LEAST_PAUSE_MS = 100;
const MOST_PAUSE_MS = 10_000;
/** Pauses differ by this share both ways, so that clients that failed together do not return together. */
const JITTER = 0.2;
/** A name node that starts or changes places is back in this time, as is a store that asks for fewer requests. */
export const PATIENCE_MS = 120_000;

/** How long to wait after a number of failures in a row, in milliseconds. */
export function pauseMs(failures: number): number {
  // Not the simulation's random numbers: those decide bytes.
  const jitter = 1 - JITTER + 2 * JITTER * Math.random();
  return jitter * Math.min(MOST_PAUSE_MS, LEAST_PAUSE_MS * 2 ** Math.min(failures - 1, 20));
}

export interface PatienceOptions {
  /** Ends a pause, which then rejects with the signal's reason. */
  signal: AbortSignal;
  /** Milliseconds from the first failure on after which no attempt is made. */
  patienceMs?: number;
  /** Whether the same request may succeed later, for errors that are no HttpFailure. */
  canPass?: (error: unknown) => boolean;
  /** Called before each pause. */
  onFailure?: (error: unknown, failures: number) => void;
}

/** Counts failures in a row, and waits longer after each. */
export class Patience {
  #failures = 0;
  #untilMs = 0;

  constructor(private readonly options: PatienceOptions) {
    // Many requests may wait at the same time, and all of them end with the run.
    setMaxListeners(0, options.signal);
  }

  /** Waits before another attempt, if the error may pass and the time is not over; throws it otherwise. */
  async wait(error: unknown): Promise<void> {
    const { signal, patienceMs = PATIENCE_MS, canPass = () => false, onFailure } = this.options;
    signal.throwIfAborted();
    if (!(error instanceof HttpFailure ? error.canPass : canPass(error))) throw error;
    this.#failures++;
    const nowMs = performance.now();
    if (this.#failures === 1) this.#untilMs = nowMs + patienceMs;
    if (nowMs >= this.#untilMs) throw error;
    onFailure?.(error, this.#failures);
    await setTimeout(pauseMs(this.#failures), undefined, { signal }).catch(() => signal.throwIfAborted());
  }

  /** What was attempted has succeeded: the time begins anew. */
  reset(): void {
    this.#failures = 0;
  }
}

/** Repeats an attempt while what it meets can pass. Throws its last error. */
export async function repeated<T>(options: PatienceOptions, attempt: () => Promise<T>): Promise<T> {
  const patience = new Patience(options);
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      await patience.wait(error);
    }
  }
}
