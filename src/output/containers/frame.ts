import type { FileFrame } from "../codecs/codec.ts";
import { type Batch, bytesOf } from "../formats/encoder.ts";
import type { FileContainer, Put } from "./container.ts";

/** A file that is one frame: ranges go into the frame, and what comes out of it is put, one after the other. */
export class Frame implements FileContainer {
  readonly passesThrough = false;
  #frame: FileFrame | undefined;
  #written = 0;
  /** What is under way, and what of the file before it has to be over first: one frame at a time is made. */
  #last: Promise<void>;
  #isAborted = false;

  /**
   * @param emptyFile a whole file without any range
   * @param before of the file before this one
   */
  constructor(
    private readonly open: () => FileFrame,
    private readonly emptyFile: Uint8Array,
    private readonly put: Put,
    before: Promise<void> = Promise.resolve(),
  ) {
    this.#last = before;
  }

  get lengthIfEnded(): number {
    return this.#written;
  }

  /** Resolves when the ranges may be used again. */
  take(batches: readonly Batch[]): Promise<void> {
    return this.#next(async () => {
      this.#frame ??= this.open();
      for (const range of bytesOf(batches)) await this.#put(await this.#frame.add(range));
    });
  }

  /** Ends the frame; resolves when all of it is put. */
  finish(): Promise<void> {
    return this.#next(async () => {
      await this.#put(this.#frame === undefined ? [this.emptyFile] : await this.#frame.end());
      this.#frame?.close();
    });
  }

  abort(): void {
    this.#isAborted = true;
    this.#frame?.close();
  }

  #next(step: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(step);
    this.#last.catch(() => {}); // whoever waits for it hears of it
    return this.#last;
  }

  async #put(bytes: Uint8Array[]): Promise<void> {
    if (bytes.length === 0 || this.#isAborted) return;
    for (const { byteLength } of bytes) this.#written += byteLength;
    await this.put(bytes);
  }
}
