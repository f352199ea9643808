import { closeSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { DiskFull } from "../../output/destinations/errors.ts";
import { temporaryName } from "../../output/destinations/path.ts";
import { RunError } from "../../system/errors.ts";
import { HEAD_BYTES, type Record, recordOf } from "./records.ts";

const WRITE_BYTES = 2 ** 20;

/** Sorted records in a stretch of the spill file. */
export interface Stretch {
  start: number;
  end: number;
}

/** A file without a name: it is removed when it is open, so that nothing is left of it however the program ends. */
export class SpillFile {
  readonly #descriptor: number;
  #end = 0;

  /** @param folder on a disk with room: not the system's temporary folder, which may be in memory */
  constructor(private readonly folder: string) {
    const path = temporaryName(`${folder}/sort`);
    try {
      this.#descriptor = openSync(path, "wx+");
    } catch (error) {
      throw new RunError(`${folder}: no file can be made here (${(error as Error).message}); give another --data`);
    }
    rmSync(path);
  }

  append(pieces: Iterable<Buffer>): Stretch {
    const start = this.#end;
    let gathered: Buffer[] = [];
    let byteLength = 0;
    for (const piece of pieces) {
      gathered.push(piece);
      byteLength += piece.length;
      if (byteLength < WRITE_BYTES) continue;
      this.#write(Buffer.concat(gathered));
      gathered = [];
      byteLength = 0;
    }
    if (byteLength > 0) this.#write(Buffer.concat(gathered));
    return { start, end: this.#end };
  }

  #write(bytes: Buffer): void {
    try {
      for (let at = 0; at < bytes.length; ) {
        const written = writeSync(this.#descriptor, bytes, at, bytes.length - at, this.#end);
        at += written;
        this.#end += written;
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOSPC") throw new DiskFull(this.folder);
      throw new RunError(`${this.folder}: sorting cannot write here (${(error as Error).message})`);
    }
  }

  read(into: Buffer, position: number): number {
    return readSync(this.#descriptor, into, 0, into.length, position);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** Reads the records of a stretch one after the other. */
export class StretchReader {
  #buffer: Buffer;
  #at = 0;
  #filled = 0;
  #next: number;
  current: Record | undefined;

  constructor(
    private readonly file: SpillFile,
    private readonly stretch: Stretch,
    bufferBytes: number,
  ) {
    this.#buffer = Buffer.allocUnsafeSlow(bufferBytes);
    this.#next = stretch.start;
    this.advance();
  }

  /** Moves to the next record; `current` is undefined after the last. */
  advance(): void {
    if (!this.#has(HEAD_BYTES)) {
      this.current = undefined;
      return;
    }
    const byteLength = HEAD_BYTES + this.#buffer.readUInt32LE(this.#at) + this.#buffer.readUInt32LE(this.#at + 4);
    if (!this.#has(byteLength)) throw new Error("a record of the spill file is cut");
    this.current = recordOf(this.#buffer.subarray(this.#at, this.#at + byteLength));
    this.#at += byteLength;
  }

  /** Makes so many bytes available, if there are as many. */
  #has(byteLength: number): boolean {
    if (this.#filled - this.#at >= byteLength) return true;
    const rest = this.#buffer.subarray(this.#at, this.#filled);
    // A new buffer, because the record before may still be in use.
    const buffer = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length, byteLength));
    buffer.set(rest);
    this.#buffer = buffer;
    this.#filled = rest.length;
    this.#at = 0;
    const room = Math.min(buffer.length - rest.length, this.stretch.end - this.#next);
    const count = room > 0 ? this.file.read(buffer.subarray(rest.length, rest.length + room), this.#next) : 0;
    this.#filled += count;
    this.#next += count;
    return this.#filled >= byteLength;
  }
}
