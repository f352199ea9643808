import { closeSync, fchmodSync, openSync, renameSync, unlinkSync, writevSync } from "node:fs";
import { RunError } from "../errors.ts";
import { ReaderGone, type Sink } from "./sink.ts";

/** How long to wait before writing again to a descriptor that somebody else made non-blocking. */
const RETRY_MS = 1;
const sleepWord = new Int32Array(new SharedArrayBuffer(4));

/** Says what failed and what to do, for the errors that writing meets. */
export function writeError(name: string, error: NodeJS.ErrnoException): Error {
  if (error.code === "EPIPE") return new ReaderGone();
  if (error.code === "ENOSPC" || error.code === "EDQUOT") {
    return new RunError(`${name}: the disk is full; free some space or write elsewhere`);
  }
  return new RunError(`${name}: could not write (${error.message})`);
}

/** Writes all of the parts to a descriptor, which may take any number of bytes at a time. */
function writeAll(descriptor: number, name: string, parts: Uint8Array[]): void {
  let left = parts;
  while (left.length > 0) {
    try {
      left = dropWritten(left, writevSync(descriptor, left));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw writeError(name, error as NodeJS.ErrnoException);
      Atomics.wait(sleepWord, 0, 0, RETRY_MS);
    }
  }
}

function dropWritten(parts: Uint8Array[], written: number): Uint8Array[] {
  let rest = written;
  let index = 0;
  while (index < parts.length && rest >= (parts[index] as Uint8Array).byteLength) {
    rest -= (parts[index] as Uint8Array).byteLength;
    index++;
  }
  const left = parts.slice(index);
  if (rest > 0) left[0] = (left[0] as Uint8Array).subarray(rest);
  return left;
}

/** A descriptor that is simply written to: a device, a terminal, or a regular file that the shell opened. */
export class DescriptorSink implements Sink {
  constructor(
    readonly name: string,
    private readonly descriptor: number,
  ) {}

  write(parts: Uint8Array[]): void {
    writeAll(this.descriptor, this.name, parts);
  }

  async finish(): Promise<void> {
    closeSync(this.descriptor);
  }

  abort(): void {}
}

/** A regular file, written beside its place under a temporary name and renamed when it is whole. */
export class FileSink implements Sink {
  readonly #descriptor: number;
  readonly #temporary: string;
  #isOpen = true;

  /**
   * @param temporary path in the same folder as `name`
   * @param mode permissions of the file that is replaced, which the new one gets too
   */
  constructor(
    readonly name: string,
    temporary: string,
    mode?: number,
  ) {
    this.#temporary = temporary;
    this.#descriptor = openSync(temporary, "wx");
    if (mode !== undefined) fchmodSync(this.#descriptor, mode);
  }

  write(parts: Uint8Array[]): void {
    writeAll(this.#descriptor, this.name, parts);
  }

  async finish(): Promise<void> {
    try {
      closeSync(this.#descriptor);
      renameSync(this.#temporary, this.name);
      this.#isOpen = false;
    } catch (error) {
      throw writeError(this.name, error as NodeJS.ErrnoException);
    }
  }

  abort(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    try {
      unlinkSync(this.#temporary);
    } catch {
      // It is gone already; nothing is left behind, which is what was wanted.
    }
  }
}
