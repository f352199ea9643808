import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes that may wait to be freed. */
export const WAITING_BYTES = 12 << 20;

/**
 * Frees the buffers that compressors allocate outside V8's heap. A buffer is freed when V8 collects the small object
 * that owns it. A worker creates so few of these objects that V8 would let hundreds of megabytes accumulate. Native
 * modules free their buffers only in a turn of the event loop, which a busy worker never takes.
 */
export class Garbage {
  readonly #collect: (options: { type: "minor" }) => void;
  #waiting = 0;

  constructor() {
    setFlagsFromString("--expose-gc");
    this.#collect = runInNewContext("gc");
  }

  /** Counts bytes that were allocated. */
  add(byteLength: number): void {
    this.#waiting += byteLength;
  }

  /** Returns a promise that resolves when the bytes are freed; undefined if too few have accumulated. */
  free(): Promise<void> | undefined {
    if (this.#waiting < WAITING_BYTES) return undefined;
    this.#waiting = 0;
    this.#collect({ type: "minor" }); // the owners are young objects
    return new Promise((resolve) => setImmediate(resolve));
  }
}
