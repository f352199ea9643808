import { bounded, readFile } from "./files.ts";
import { gunzip } from "./gunzip.ts";
import { forEachLine, type LineReader, NotUtf8 } from "./lines.ts";
import type { Room } from "./room.ts";
import { utf16ToUtf8 } from "./utf16.ts";

/** How the data files of a folder are read. */
export interface Reading {
  /** As the original does, its mistakes included. */
  likeOriginal: boolean;
  room: Room;
  /** Lines for the user. */
  notes: string[];
}

/** A reader's rows of a file. */
export interface Rows<T> {
  add: LineReader;
  /** Throws UsageError if the rows cannot be used. */
  finish(): T;
}

export type FileKind = "text" | "gzip" | "utf-16";

function bytesOf(path: string, kind: FileKind, likeOriginal: boolean): AsyncGenerator<Buffer> {
  const bytes = readFile(path);
  if (kind === "gzip") return bounded(path, gunzip(path, bytes));
  return bounded(path, kind === "utf-16" ? utf16ToUtf8(path, bytes, likeOriginal) : bytes);
}

/**
 * Reads a file's rows as UTF-8, or, if it is not UTF-8, as Latin-1 with a note. The original always reads Latin-1, except for its
 * file in UTF-16.
 * @param open starts a new set of rows; called again if the file is read a second time
 */
export async function readRows<T>(
  path: string,
  kind: FileKind,
  { likeOriginal, room, notes }: Reading,
  open: () => Rows<T>,
): Promise<T> {
  const read = async (encoding: "utf8" | "latin1") => {
    const rows = open();
    await forEachLine(path, bytesOf(path, kind, likeOriginal), encoding, rows.add);
    return rows.finish();
  };
  if (kind === "utf-16") return await read("utf8");
  if (likeOriginal) return await read("latin1");
  const mark = room.mark();
  try {
    return await read("utf8");
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error;
    notes.push(`note: ${path}:${error.line}: not UTF-8; reading the file as Latin-1`);
    room.returnTo(mark);
    return await read("latin1");
  }
}
