import type { Destination } from "../output/destinations/destination.ts";

/**
 * Hands bytes from the thread's writer to a consumer, who asks for them:
 *
 * ```
 * writer    write(ranges) ....... acknowledged | write ...
 * consumer        next() -> bytes, next() -> bytes, next() ...
 * ```
 * A group of ranges is copied when it comes, and acknowledged when the consumer has taken all of it: a slow consumer stops the workers, with
 * half of their ring in memory once more.
 */
export class Channel implements Destination {
  readonly name = "the reader";
  #ranges: Uint8Array[] = [];
  #acknowledge: (() => void) | undefined;
  #reject: ((error: unknown) => void) | undefined;
  #wake: (() => void) | undefined;
  /** Why nothing is taken any more. */
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

  /** The bytes that follow; undefined after the last. Rejects with the error that the simulation ended with. */
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

  /** Nothing more is wanted: drops what was not taken, and writes reject with the error. The reader waits for the end. */
  refuse(error: unknown): void {
    this.#refusal ??= { error };
    this.#ranges = [];
    this.#reject?.(error);
  }

  /** The reader hears of the end after what was written; or of an error, if there is one, at once. */
  end(end: { error?: unknown } = {}): void {
    if ("error" in end) this.refuse(end.error);
    this.#end ??= end;
    this.#wake?.();
  }
}
