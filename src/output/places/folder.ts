import { closeSync, existsSync, readdirSync, readSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { FileDestination } from "../destinations/file.ts";
import { type FileSystem, nodeFileSystem } from "../destinations/filesystem.ts";
import { statusOf, temporaryName } from "../destinations/path.ts";
import { FolderJournal } from "../resume/keeping/folder-journal.ts";
import { openRegular, readRange, readSmallFile } from "../resume/small-file.ts";
import type { FileOptions, JournalFiles, Look, Place } from "./place.ts";

const CHUNK_BYTES = 1 << 16;

function* chunksOf(path: string): Generator<Buffer> {
  const { descriptor } = openRegular(path);
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    for (let taken = CHUNK_BYTES; taken > 0; ) {
      taken = readSync(descriptor, chunk, 0, CHUNK_BYTES, null);
      yield chunk.subarray(0, taken);
    }
  } finally {
    closeSync(descriptor);
  }
}

function startOf(path: string, byteLength: number): Buffer {
  try {
    const { descriptor } = openRegular(path);
    try {
      return readRange(descriptor, 0, byteLength);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return Buffer.alloc(0);
  }
}

/** The file system of this machine. */
export const LOCAL: Look = {
  statusOf,
  sizeOf(path) {
    const status = statSync(path, { throwIfNoEntry: false });
    return status?.isFile() ? status.size : undefined;
  },
  exists: existsSync,
  hasFolder: existsSync,
  read: readSmallFile,
  start: startOf,
  chunks: chunksOf,
  entries: (folder) =>
    readdirSync(folder, { withFileTypes: true }).map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() })),
};

/** Most files that may wait for the disk while the next one is written. */
const MOST_CLOSING = 2;

/** Folders of this machine. */
export function localPlace(files: FileSystem = nodeFileSystem): Place {
  return {
    ...LOCAL,
    mostClosing: MOST_CLOSING,
    create(path: string, { temporary = temporaryName(path), isNew }: FileOptions) {
      const newNamesIn = files.makeFolder(dirname(path));
      return new FileDestination(path, files, temporary, { newNamesIn, isNew });
    },
    async remove(path: string) {
      files.remove(path);
    },
    openJournal: (base: string, folder: string): JournalFiles => new FolderJournal(files, base, folder),
    leave() {},
  };
}
