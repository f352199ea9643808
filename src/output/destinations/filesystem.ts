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

/** What output needs of the file system; tests let each of these fail. Errors are Node's, with a code. */
export interface FileSystem {
  /** Its descriptors are the system's, and `write` does nothing but write to them: other threads may do the same. */
  readonly isOfSystem?: true;
  /** @param flags as of Node's `open` */
  open(path: string, flags: string): number;
  /** Gives how many bytes were taken, which may be fewer than the batches have. */
  write(descriptor: number, batches: Uint8Array[]): number;
  setMode(descriptor: number, mode: number): void;
  /** Resolves when what was written is on the disk. It may take seconds, and does not hold the thread up. */
  sync(descriptor: number): Promise<void>;
  close(descriptor: number): void;
  rename(from: string, to: string): void;
  /** Gives a file one more name; fails with EEXIST where something has that name. */
  link(from: string, to: string): void;
  remove(path: string): void;
  /** Removes an empty folder. */
  removeFolder(path: string): void;
  /** Makes the folder and those above it; gives the folders that have new names in them now. */
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
  // Node's own `recursive` never returns for a folder under /proc.
  makeFolder(path) {
    if (existsSync(path)) return [];
    const above = this.makeFolder(dirname(path));
    try {
      mkdirSync(path);
    } catch (error) {
      // Another run may have been faster.
      if (!existsSync(path)) throw error;
    }
    return [...above, dirname(path)];
  },
};

/** Whether the error says that the file system has no hard links. */
export function lacksLinks(error: unknown): boolean {
  return ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes((error as NodeJS.ErrnoException).code ?? "");
}

/** Gives a file a name that nothing has, in one step where the file system has hard links; gives false where something has it. */
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

/** A descriptor of the folder; undefined for one that may be written into but not be read, as a drop box is. */
function openFolder(files: FileSystem, path: string): number | undefined {
  try {
    return files.open(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EACCES") return undefined;
    throw error;
  }
}

/** Puts the names in folders, and not only the files' contents, on the disk; when is left to the system where a folder cannot be opened. */
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
