import type { Transform } from "node:stream";

type Stream = Transform & { readonly bytesWritten: number };

/**
 * Unpacks with one of Node's streams, step by step. A stream that fails or meets the end of what it knows never calls
 * back for the step, so each step waits for that as well; and read as a stream, it would drop what it had unpacked before.
 */
export class Unpacker {
  readonly #stream: Stream;
  readonly #unpacked: Buffer[] = [];
  #endStep = () => {};
  isOpen = true;
  /** zlib's message, if the packed data is damaged. */
  failure: string | undefined;

  constructor(stream: Stream) {
    this.#stream = stream;
    this.#stream.on("data", (bytes: Buffer) => this.#unpacked.push(bytes));
    this.#stream.on("end", () => this.#stop());
    this.#stream.on("error", (error: Error) => this.#stop(error.message));
  }

  /** Bytes of the file that have been unpacked. */
  get readBytes(): number {
    return this.#stream.bytesWritten;
  }

  unpack(bytes: Buffer): Promise<Buffer[]> {
    return this.#step((done) => this.#stream.write(bytes, done));
  }

  finish(): Promise<Buffer[]> {
    return this.#step(() => this.#stream.end());
  }

  close(): void {
    this.#stream.destroy();
  }

  async #step(action: (done: () => void) => void): Promise<Buffer[]> {
    await new Promise<void>((resolve) => {
      this.#endStep = resolve;
      action(resolve);
    });
    return this.#unpacked.splice(0);
  }

  #stop(failure?: string): void {
    this.isOpen = false;
    this.failure = failure;
    this.#endStep();
  }
}
