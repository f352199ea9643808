/** A longer time without a look at the clock is one in which the process did not run, such as after Ctrl-Z. */
const MOST_STEP_MS = 1000;

/** Milliseconds in which the process ran. What a stopped process could not do has not taken too long. */
export class RunClock {
  #nowMs = 0;
  #lastMs = performance.now();

  get nowMs(): number {
    const now = performance.now();
    this.#nowMs += Math.min(now - this.#lastMs, MOST_STEP_MS);
    this.#lastMs = now;
    return this.#nowMs;
  }
}

/** Timers that end together. */
export class Timers {
  readonly #running = new Set<NodeJS.Timeout>();
  readonly #repeating = new Set<NodeJS.Timeout>();

  /** True after the end: then what was asked for before is of no more interest. */
  areOver = false;

  after(milliseconds: number, action: () => void): void {
    if (this.areOver) return;
    const timer = setTimeout(() => {
      this.#running.delete(timer);
      action();
    }, milliseconds);
    this.#running.add(timer);
  }

  every(milliseconds: number, action: () => void): void {
    this.#repeating.add(setInterval(action, milliseconds));
  }

  end(): void {
    this.areOver = true;
    for (const timer of this.#running) clearTimeout(timer);
    for (const timer of this.#repeating) clearInterval(timer);
  }
}
