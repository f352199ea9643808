import type { FileFrame } from "../codecs/codec.ts";
import type { Sink } from "../destinations/sink.ts";

/** A file that is one frame: batches go into the frame, and what comes out of it goes to the sink, one after the other. */
export class FrameFile {
  #frame: FileFrame | undefined;
  /** What is under way, and what of the file before it has to be over first: one frame at a time is made. */
  #last: Promise<void>;
  #isAborted = false;

  /**
   * @param onBytes is told of all bytes of the file, in order, before they are written
   * @param before of the file before this one
   */
  constructor(
    private readonly open: () => FileFrame,
    private readonly sink: Pick<Sink, "write">,
    private readonly onBytes: (bytes: Uint8Array) => void,
    before: Promise<void> = Promise.resolve(),
  ) {
    this.#last = before;
  }

  /** Resolves when the batches may be used again. */
  write(batches: readonly Uint8Array[]): Promise<void> {
    return this.#next(async () => {
      this.#frame ??= this.open();
      for (const batch of batches) await this.#put(await this.#frame.add(batch));
    });
  }

  /** Ends the frame; resolves when the sink has all of it. Does not end the sink. */
  finish(): Promise<void> {
    return this.#next(async () => {
      if (this.#frame !== undefined) await this.#put(await this.#frame.end());
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
    for (const each of bytes) this.onBytes(each);
    await this.sink.write(bytes);
  }
}
