import { createGunzip, type Gunzip } from "node:zlib";
import type { Input } from "./input.ts";

/** A small step at a time, since what one step unpacks to, a thousand times as much, is kept until it is printed. */
const STEP_BYTES = 16_384;
/** What a damaged member had unpacked to since its last chunk is lost. */
const CHUNK_BYTES = 16_384;

/** Whether a file that starts with these bytes has gzip members. */
export function startsGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

/** What all the members of a file hold, one after the other. */
export async function* readGzip(input: Input): AsyncGenerator<Buffer> {
  const members = new Members();
  try {
    while (members.isOpen) {
      const bytes = await input.takeSome();
      if (bytes.length === 0) break;
      for (let at = 0; at < bytes.length && members.isOpen; at += STEP_BYTES)
        yield* await members.unpack(bytes.subarray(at, at + STEP_BYTES));
    }
    if (members.isOpen) yield* await members.finish();
    // The members end where the file does, or else something is behind them. Zeros there are no error to zlib.
    if (members.failure !== undefined || members.readBytes !== input.offset)
      throw input.damaged(members.failure ?? "no gzip member begins here", members.readBytes);
  } finally {
    members.close();
  }
}

/**
 * The unpacking of one member after the other, step by step. A stream that fails or meets what is no member never calls
 * back for the step, so each step waits for that as well; and read as a stream, it would drop what it had unpacked before.
 */
class Members {
  readonly #gunzip: Gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  readonly #unpacked: Buffer[] = [];
  #endStep = () => {};
  isOpen = true;
  failure: string | undefined;

  constructor() {
    this.#gunzip.on("data", (bytes: Buffer) => this.#unpacked.push(bytes));
    this.#gunzip.on("end", () => this.#stop());
    this.#gunzip.on("error", (error) => this.#stop(`the gzip member cannot be unpacked (${error.message})`));
  }

  /** How much of the file has become content. */
  get readBytes(): number {
    return this.#gunzip.bytesWritten;
  }

  unpack(bytes: Buffer): Promise<Buffer[]> {
    return this.#step((done) => this.#gunzip.write(bytes, done));
  }

  finish(): Promise<Buffer[]> {
    return this.#step(() => this.#gunzip.end());
  }

  close(): void {
    this.#gunzip.destroy();
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
