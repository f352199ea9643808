import { dirname } from "node:path";
import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { FileDestination } from "../destinations/file.ts";
import type { FileSystem } from "../destinations/filesystem.ts";
import { statusOf, temporaryName } from "../destinations/path.ts";

const PERMISSION_BITS = 0o7777;

/**
 * The list of events that are delayed, doubled or lost. Workers write it through its descriptor, one at a time. It has a
 * temporary name until the run is complete.
 */
export class TruthFile {
  readonly #destination: FileDestination;

  /**
   * Opens it. Throws UsageError if it cannot be written.
   * @param isNew true if no file of this name may exist
   */
  constructor(
    readonly path: string,
    files: FileSystem,
    isNew: boolean,
  ) {
    const shown = `--truth ${printable(path)}`;
    const status = statusOf(path);
    if (status !== undefined && !status.isFile())
      throw new UsageError(`${shown}: is not a regular file; name one, which appears when it is complete`);
    if (status !== undefined && isNew)
      throw new UsageError(`${shown}: exists, and --no-clobber keeps it; name another file`);
    try {
      const newNamesIn = files.makeFolder(dirname(path));
      const mode = status && status.mode & PERMISSION_BITS;
      this.#destination = new FileDestination(path, files, temporaryName(path), { mode, newNamesIn, isNew });
    } catch (error) {
      throw new UsageError(`${shown}: cannot be written (${printable((error as Error).message)})`);
    }
  }

  get descriptor(): number {
    return this.#destination.opened;
  }

  /** Flushes the list and gives it its name. */
  finish(): Promise<void> {
    return this.#destination.finish();
  }

  abort(): void {
    this.#destination.abort();
  }
}
