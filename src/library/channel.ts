import type { Destination } from "../output/destinations/destination.ts";

/**
 * Hands bytes from the thread's writer to a consumer, who asks for them:
 *
 * ```
 * writer    write(ranges) ....... acknowledged | write ...
 * consumer        next() -> bytes, next() -> bytes, next() ...
 * ```
 * A group of ranges is copied on arrival, and acknowledged when the consumer has taken all of it. A slow consumer therefore
 * stops the workers, with a copy of at most half of their ring.
 */
export class Channel implements Destination {
  readonly name = "the reader";
  #ranges: Uint8Array[] = [];
  #acknowledge: (() => void) | undefined;
  #reject: ((error: unknown) => void) | undefined;
  #wake: (() => void) | undefined;
  /** The reason why writes are refused. */
  #refusal: { error: unknown } | undefined;
  #end: { error?: unknown } | undefined;

  write(ranges: Uint8Array[]): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#refusal !== undefined) return reject(this.#refusal.error);
      this.#ranges = ranges.filter(({ byteLength }) => byteLength > 0).map((bytes) => new Uint8Array(bytes));
      if (this.#ranges.length === 0) return resolve();
      this.#acknowledge = resolve;
      this.#reject = reject;
      this.#wake?.();
    });
  }

  async finish(): Promise<void> {}

  abort(): void {}

  /** Returns the next bytes; undefined after the last. Rejects with the simulation's error. */
  async next(): Promise<Uint8Array | undefined> {
    for (;;) {
      const bytes = this.#ranges.shift();
      if (bytes !== undefined) {
        if (this.#ranges.length === 0) this.#acknowledge?.();
        return bytes;
      }
      if (this.#end !== undefined) {
        if ("error" in this.#end) throw this.#end.error;
        return undefined;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Drops bytes that were not taken, and rejects writes with the error. The reader waits for `end`. */
  refuse(error: unknown): void {
    this.#refusal ??= { error };
    this.#ranges = [];
    this.#reject?.(error);
  }

  /** Ends the reader's bytes after those that were written, or rejects at once if there is an error. */
  end(end: { error?: unknown } = {}): void {
    if ("error" in end) this.refuse(end.error);
    this.#end ??= end;
    this.#wake?.();
  }
}
