import { setImmediate } from "node:timers/promises";
import { printable } from "../system/printable.ts";

/** What a generator tells while it works. */
export interface Listener {
  /** A line that replaces the one before, for a terminal. Called a few times a second. */
  progress(line: string): void;
}

const INTERVAL_MS = 250;

/** How far the reading of the inputs is. */
export class Watch {
  #what = "";
  #totalBytes = 0;
  #readBytes = 0;
  #nextMs = 0;

  constructor(private readonly listener: Listener) {}

  /** Another input, of this size, or a step with no size. */
  begin(what: string, totalBytes = 0): void {
    this.#what = printable(what);
    this.#totalBytes = totalBytes;
    this.#readBytes = 0;
    this.#nextMs = 0;
    this.#tell();
  }

  read(byteLength: number): void {
    this.#readBytes += byteLength;
    this.#tell();
  }

  #tell(): void {
    const nowMs = performance.now();
    if (nowMs < this.#nextMs) return;
    this.#nextMs = nowMs + INTERVAL_MS;
    const share =
      this.#totalBytes > 0 ? ` ${Math.min(100, Math.floor((100 * this.#readBytes) / this.#totalBytes))} %` : "";
    this.listener.progress(`${this.#what}${share}`);
  }

  #turnMs = 0;

  /** Whether signals have waited long enough. */
  get isDue(): boolean {
    return performance.now() - this.#turnMs >= INTERVAL_MS;
  }

  /** Lets signals be handled, now and then, in a loop that never waits for anything. */
  async pause(): Promise<void> {
    if (!this.isDue) return;
    this.#turnMs = performance.now();
    await setImmediate();
  }
}
