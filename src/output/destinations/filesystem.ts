import {
  closeSync,
  existsSync,
  fchmodSync,
  fsync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writevSync,
} from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";

/** The part of a file system that output needs. Tests make each call fail. Errors are Node's, with a code. */
export interface FileSystem {
  /** True if descriptors are the system's and `write` only writes to them, so that other threads may write as well. */
  readonly isOfSystem?: true;
  /** @param flags those of Node's `open` */
  open(path: string, flags: string): number;
  /** Returns the number of bytes written, which may be less than all. */
  write(descriptor: number, ranges: Uint8Array[]): number;
  setMode(descriptor: number, mode: number): void;
  /** Resolves when written data is on the disk. It may take seconds, and does not block the thread. */
  sync(descriptor: number): Promise<void>;
  close(descriptor: number): void;
  rename(from: string, to: string): void;
  /** Adds a name for a file. Fails with EEXIST if the name is taken. */
  link(from: string, to: string): void;
  remove(path: string): void;
  /** Removes an empty folder. */
  removeFolder(path: string): void;
  /** Makes the folder and its missing parents. Returns the folders that received a new entry. */
  makeFolder(path: string): string[];
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
  link: linkSync,
  remove: unlinkSync,
  removeFolder: rmdirSync,
  // Node's `recursive` option never returns for a folder under /proc.
  makeFolder(path) {
    if (existsSync(path)) return [];
    const above = this.makeFolder(dirname(path));
    try {
      mkdirSync(path);
    } catch (error) {
      // Another run may have made it meanwhile.
      if (!existsSync(path)) throw error;
    }
    return [...above, dirname(path)];
  },
};

/** Whether the error says that the file system has no hard links. */
export function lacksLinks(error: unknown): boolean {
  return ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes((error as NodeJS.ErrnoException).code ?? "");
}

/** Renames a file to a name that is free; atomic if the file system has hard links. Returns false if the name is taken. */
export function nameNew(files: FileSystem, from: string, to: string): boolean {
  try {
    files.link(from, to);
    files.remove(from);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    if (!lacksLinks(error)) throw error;
  }
  if (existsSync(to)) return false;
  files.rename(from, to);
  return true;
}

/** Opens a folder for fsync; undefined if it may be written to but not read, like a drop box. */
function openFolder(files: FileSystem, path: string): number | undefined {
  try {
    return files.open(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EACCES") return undefined;
    throw error;
  }
}

/** Flushes the entries of folders to disk. If a folder cannot be opened, the system decides when it does so. */
export async function syncFolders(files: FileSystem, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const descriptor = openFolder(files, path);
    if (descriptor === undefined) continue;
    try {
      await files.sync(descriptor);
    } finally {
      files.close(descriptor);
    }
  }
}
