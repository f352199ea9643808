import { closeSync, fstatSync } from "node:fs";
import { isatty, WriteStream } from "node:tty";
import type { Destination } from "./destination.ts";
import { writeError } from "./errors.ts";

/** The libuv handle of a stream. Terminals block by default: https://nodejs.org/api/process.html#a-note-on-process-io */
interface Handle {
  setBlocking?(blocking: boolean): void;
}

/**
 * Makes writes to a terminal non-blocking. A terminal that is stopped (Ctrl-S) or that nobody reads takes no bytes, and
 * a thread blocked in a write handles no signals. Node opens terminals a second time for itself, so other users of the
 * terminal are not affected. If that fails (another user's terminal), or if a later Node has no such handle, writes
 * block as before.
 */
export function writeWithoutWaiting(stream: WriteStream): WriteStream {
  (stream as unknown as { _handle?: Handle | null })._handle?.setBlocking?.(false);
  return stream;
}

/** A terminal. Workers do not receive its descriptor: a worker blocked on a terminal could not be ended. */
export class TerminalDestination implements Destination {
  readonly #stream: WriteStream;
  #failure: unknown;

  constructor(
    readonly name: string,
    descriptor: number,
  ) {
    this.#stream = writeWithoutWaiting(new WriteStream(descriptor));
    this.#stream.on("error", (error) => {
      this.#failure = writeError(name, error);
    });
  }

  async write(ranges: Uint8Array[]): Promise<void> {
    for (const range of ranges) await this.#writeOne(range);
  }

  #writeOne(range: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      this.#stream.write(range, (error) => (error ? reject(writeError(this.name, error)) : resolve()));
    });
  }

  /** The last write resolved when the terminal had taken all bytes, so nothing is left to flush. */
  async finish(): Promise<void> {
    this.#stream.destroy();
  }

  abort(): void {
    this.#stream.destroy();
  }
}

/**
 * Closes those of the first three descriptors whose terminal has disappeared. Node restores terminal settings when it
 * exits and aborts if that fails, but ignores descriptors that the program has closed.
 */
export function closeGoneTerminals(): void {
  for (const descriptor of [0, 1, 2]) {
    try {
      if (fstatSync(descriptor).isCharacterDevice() && !isatty(descriptor)) closeSync(descriptor);
    } catch {
      // It is closed.
    }
  }
}
