import { closeSync, fstatSync, read } from "node:fs";
import { promisify } from "node:util";
import type { Store } from "../output/stores/store.ts";

const readDescriptor = promisify(read);
const STANDARD_INPUT = 0;
/** Pause between two reads of a descriptor that another process made non-blocking. */
const RETRY_MS = 5;

/** The bytes of an input, in order and, if it is a file, at any place. */
export interface Bytes {
  /** Size of a file, which can be read at any place; undefined for a pipe, a terminal or a device. */
  readonly fileBytes: number | undefined;
  /** Reads the next bytes into a part of the buffer. Resolves to their number; 0 at the end. */
  read(buffer: Buffer, start: number, length: number): Promise<number>;
  /** Reads bytes of a file at a place, as many as are wanted. Resolves to their number; fewer only where the file ends. */
  readAt(start: number, into: Uint8Array): Promise<number>;
  close(): Promise<void> | void;
}

/** A file of this machine, or standard input. */
export class DescriptorBytes implements Bytes {
  constructor(private readonly descriptor: number) {}

  get fileBytes(): number | undefined {
    const stats = fstatSync(this.descriptor);
    return stats.isFile() ? stats.size : undefined;
  }

  async read(buffer: Buffer, start: number, length: number): Promise<number> {
    for (;;) {
      try {
        return (await readDescriptor(this.descriptor, buffer, start, length, null)).bytesRead;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  async readAt(start: number, into: Uint8Array): Promise<number> {
    let at = 0;
    for (let taken = 1; taken > 0 && at < into.byteLength; at += taken)
      taken = (await readDescriptor(this.descriptor, into, at, into.byteLength - at, start + at)).bytesRead;
    return at;
  }

  close(): void {
    if (this.descriptor !== STANDARD_INPUT) closeSync(this.descriptor);
  }
}

/** A file of a store: a stream for bytes in order, and a request for each range. */
export class StoredBytes implements Bytes {
  #stream: AsyncIterator<Buffer> | undefined;
  /** What the stream has brought and nobody has taken. */
  #left: Buffer = Buffer.alloc(0);

  constructor(
    private readonly store: Store,
    private readonly name: string,
    readonly fileBytes: number,
  ) {}

  async read(buffer: Buffer, start: number, length: number): Promise<number> {
    this.#stream ??= this.store.read(this.name)[Symbol.asyncIterator]();
    while (this.#left.byteLength === 0) {
      const { value, done } = await this.#stream.next();
      if (done) return 0;
      this.#left = value;
    }
    const taken = this.#left.copy(buffer, start, 0, length);
    this.#left = this.#left.subarray(taken);
    return taken;
  }

  async readAt(start: number, into: Uint8Array): Promise<number> {
    if (into.byteLength === 0) return 0;
    let at = 0;
    for await (const piece of this.store.read(this.name, { start, end: start + into.byteLength })) {
      into.set(piece.subarray(0, into.byteLength - at), at);
      at = Math.min(into.byteLength, at + piece.byteLength);
    }
    return at;
  }

  async close(): Promise<void> {
    await this.#stream?.return?.();
    await this.store.close();
  }
}
