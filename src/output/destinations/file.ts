import { dirname } from "node:path";
import { RunError } from "../../system/errors.ts";
import { sleepMs } from "../../system/threads.ts";
import type { Destination } from "./destination.ts";
import { writeError } from "./errors.ts";
import { type FileSystem, nameNew, syncFolders } from "./filesystem.ts";

/** Milliseconds before writing again to a descriptor that another process made non-blocking. */
const RETRY_MS = 1;

/** Writes all ranges to a descriptor. Each write may take only a part of them. */
export function writeAll(files: FileSystem, descriptor: number, name: string, ranges: Uint8Array[]): void {
  let left = ranges;
  while (left.length > 0) {
    try {
      left = dropWritten(left, files.write(descriptor, left));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw writeError(name, error);
      sleepMs(RETRY_MS);
    }
  }
}

function dropWritten(ranges: Uint8Array[], written: number): Uint8Array[] {
  let rest = written;
  let index = 0;
  while (index < ranges.length && rest >= (ranges[index] as Uint8Array).byteLength) {
    rest -= (ranges[index] as Uint8Array).byteLength;
    index++;
  }
  const left = ranges.slice(index);
  if (rest > 0) left[0] = (left[0] as Uint8Array).subarray(rest);
  return left;
}

/** A descriptor that is written to directly: a device, or a regular file that the shell opened. */
export class DescriptorDestination implements Destination {
  readonly #descriptor: number;

  constructor(
    readonly name: string,
    private readonly files: FileSystem,
    descriptor: number,
  ) {
    this.#descriptor = descriptor;
  }

  get descriptor(): number | undefined {
    return this.files.isOfSystem ? this.#descriptor : undefined;
  }

  write(ranges: Uint8Array[]): void {
    writeAll(this.files, this.#descriptor, this.name, ranges);
  }

  async finish(): Promise<void> {
    this.files.close(this.#descriptor);
  }

  abort(): void {}
}

/** A regular file. It has a temporary name until it is complete and flushed to disk, and is then renamed. */
export class FileDestination implements Destination {
  readonly #descriptor: number;
  #isOpen = true;
  #isFlushed = false;

  /**
   * @param temporary path on the same file system as `name`; it must not exist
   * @param options.mode permissions of the file that is replaced, copied to the new one
   * @param options.newNamesIn folders that received a new entry when the file's folder was made
   * @param options.isNew if true, `finish` fails rather than replace an existing file
   */
  constructor(
    readonly name: string,
    private readonly files: FileSystem,
    private readonly temporary: string,
    private readonly options: { mode?: number | undefined; newNamesIn?: readonly string[]; isNew?: boolean } = {},
  ) {
    const { mode } = options;
    this.#descriptor = files.open(temporary, "wx");
    try {
      if (mode !== undefined) files.setMode(this.#descriptor, mode);
    } catch (error) {
      this.abort();
      throw error;
    }
  }

  /** The descriptor of the file system, for whoever writes by it. */
  get opened(): number {
    return this.#descriptor;
  }

  get descriptor(): number | undefined {
    return this.files.isOfSystem ? this.#descriptor : undefined;
  }

  write(ranges: Uint8Array[]): void {
    writeAll(this.files, this.#descriptor, this.name, ranges);
  }

  /** Flushes the data to disk; `finish` then names the file. Nothing may be written after it. */
  async flush(): Promise<void> {
    try {
      await this.files.sync(this.#descriptor);
      this.#isFlushed = true;
    } catch (error) {
      throw writeError(this.name, error);
    }
  }

  /** Flushes the data, renames the file, then flushes the folder: after a crash the file is either complete or absent. */
  async finish(): Promise<void> {
    try {
      if (!this.#isFlushed) await this.flush();
      this.files.close(this.#descriptor);
      this.#giveName();
      this.#isOpen = false;
      await syncFolders(this.files, [dirname(this.name), ...(this.options.newNamesIn ?? [])]);
    } catch (error) {
      throw writeError(this.name, error);
    }
  }

  #giveName(): void {
    if (this.options.isNew !== true) this.files.rename(this.temporary, this.name);
    else if (!nameNew(this.files, this.temporary, this.name))
      throw new RunError(
        `${this.name}: exists now, and --no-clobber keeps it; name another, or leave --no-clobber out`,
      );
  }

  abort(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    try {
      this.files.remove(this.temporary);
    } catch {
      // The file is gone already.
    }
  }
}
