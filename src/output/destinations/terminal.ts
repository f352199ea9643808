import { closeSync, fstatSync } from "node:fs";
import { isatty, WriteStream } from "node:tty";
import type { Destination } from "./destination.ts";
import { writeError } from "./errors.ts";

/** What Node has beneath a stream; https://nodejs.org/api/process.html#a-note-on-process-io says that terminals block. */
interface Handle {
  setBlocking?(blocking: boolean): void;
}

/**
 * Lets a thread go on while a terminal takes nothing, since it is stopped (Ctrl-S) or nobody reads it: a thread that waits inside of a
 * write hears no signal. Node opens terminals once more for itself, so whoever shares one notices nothing. Where it could not (a
 * terminal of another user), or where a later Node has no such handle, writes wait as before.
 */
export function writeWithoutWaiting(stream: WriteStream): WriteStream {
  (stream as unknown as { _handle?: Handle | null })._handle?.setBlocking?.(false);
  return stream;
}

/** A terminal. Its descriptor is not given to the workers: one that waits for a terminal does not end. */
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

  async write(batches: Uint8Array[]): Promise<void> {
    for (const batch of batches) await this.#writeOne(batch);
  }

  #writeOne(batch: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      this.#stream.write(batch, (error) => (error ? reject(writeError(this.name, error)) : resolve()));
    });
  }

  /** All was taken when the last write came back. */
  async finish(): Promise<void> {
    this.#stream.destroy();
  }

  abort(): void {
    this.#stream.destroy();
  }
}

/**
 * Closes those of the first three descriptors whose terminal is gone. Node restores the settings of its terminals when it exits, and
 * aborts where one refuses that, but passes over those that the program has closed.
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
