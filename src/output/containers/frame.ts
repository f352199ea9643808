import type { Codec, FileFrame } from "../codecs/codec.ts";
import { type Batch, bytesOf } from "../formats/encoder.ts";
import type { FileContainer, Put } from "./container.ts";

/** A file that is a single frame. Ranges enter the frame, and its output is written in order. */
export class Frame implements FileContainer {
  readonly passesThrough = false;
  #frame: FileFrame | undefined;
  #written = 0;
  /** Pending work, including the end of the previous file: only one frame is compressed at a time. */
  #last: Promise<void>;
  #isAborted = false;

  readonly headerBytes: number | undefined;

  /** @param before resolves when the previous file has ended */
  constructor(
    private readonly codec: Pick<Codec, "openFrame" | "emptyFile" | "headerBytes">,
    private readonly put: Put,
    before: Promise<void> = Promise.resolve(),
  ) {
    this.headerBytes = codec.headerBytes;
    this.#last = before;
  }

  get lengthIfEnded(): number {
    return this.#written;
  }

  /** Resolves when the ranges may be reused. */
  take(batches: readonly Batch[]): Promise<void> {
    return this.#next(async () => {
      this.#frame ??= this.codec.openFrame!();
      for (const range of bytesOf(batches)) await this.#put(await this.#frame.add(range));
    });
  }

  /** Ends the frame. Resolves when all of it is written. */
  finish(): Promise<void> {
    return this.#next(async () => {
      await this.#put(this.#frame === undefined ? [this.codec.emptyFile] : await this.#frame.end());
      this.#frame?.close();
    });
  }

  abort(): void {
    this.#isAborted = true;
    this.#frame?.close();
  }

  #next(step: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(step);
    this.#last.catch(() => {}); // the caller that awaits it reports the error
    return this.#last;
  }

  async #put(bytes: Uint8Array[]): Promise<void> {
    if (bytes.length === 0 || this.#isAborted) return;
    for (const { byteLength } of bytes) this.#written += byteLength;
    await this.put(bytes);
  }
}
