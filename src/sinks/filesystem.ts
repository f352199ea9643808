import {
  closeSync,
  existsSync,
  fchmodSync,
  fsync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writevSync,
} from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";

/** What output needs of the file system; tests let each of these fail. Errors are Node's, with a code. */
export interface FileSystem {
  /** Its descriptors are the system's, and `write` does nothing but write to them: other threads may do the same. */
  readonly isOfSystem?: true;
  /** @param flags as of Node's `open` */
  open(path: string, flags: string): number;
  /** Gives how many bytes were taken, which may be fewer than the parts have. */
  write(descriptor: number, parts: Uint8Array[]): number;
  setMode(descriptor: number, mode: number): void;
  /** Resolves when what was written is on the disk. It may take seconds, and does not hold the thread up. */
  sync(descriptor: number): Promise<void>;
  close(descriptor: number): void;
  rename(from: string, to: string): void;
  remove(path: string): void;
  /** Removes an empty folder. */
  removeFolder(path: string): void;
  /** Makes the folder and those above it. */
  makeFolder(path: string): void;
}

const syncDescriptor = promisify(fsync);

export const nodeFileSystem: FileSystem = {
  isOfSystem: true,
  open: openSync,
  write: writevSync,
  setMode: fchmodSync,
  sync: syncDescriptor,
  close: closeSync,
  rename: renameSync,
  remove: unlinkSync,
  removeFolder: rmdirSync,
  // Node's own `recursive` never returns for a folder under /proc.
  makeFolder(path) {
    if (existsSync(path)) return;
    this.makeFolder(dirname(path));
    try {
      mkdirSync(path);
    } catch (error) {
      // Another run may have been faster.
      if (!existsSync(path)) throw error;
    }
  },
};

/** Puts the names in a folder, and not only the files' contents, on the disk. */
export async function syncFolder(files: FileSystem, path: string): Promise<void> {
  const descriptor = files.open(path, "r");
  try {
    await files.sync(descriptor);
  } finally {
    files.close(descriptor);
  }
}
