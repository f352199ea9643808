import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes that may wait to be freed. */
export const WAITING_BYTES = 12 << 20;

/**
 * Frees what compressors allocate outside of V8's heap. It goes with the small objects that stand for it: a worker makes so
 * few of these that V8 would let hundreds of megabytes wait, and native modules free theirs only in a turn of the event
 * loop, which a worker that never rests would not have.
 */
export class Garbage {
  readonly #collect: (options: { type: "minor" }) => void;
  #waiting = 0;

  constructor() {
    setFlagsFromString("--expose-gc");
    this.#collect = runInNewContext("gc");
  }

  /** So many bytes were allocated. */
  add(byteLength: number): void {
    this.#waiting += byteLength;
  }

  /** A promise that resolves when they are freed; undefined where they are not worth it yet. */
  free(): Promise<void> | undefined {
    if (this.#waiting < WAITING_BYTES) return undefined;
    this.#waiting = 0;
    this.#collect({ type: "minor" }); // what stands for it is young
    return new Promise((resolve) => setImmediate(resolve));
  }
}
