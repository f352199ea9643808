import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { UsageError } from "../errors.ts";

/** The bytes of a file of the person's. Throws UsageError if it cannot be read or is empty. */
export function readBytes(path: string): Buffer {
  const bytes = tryTo(path, "cannot be read", "give it read permission or take it out of the folder", () =>
    readFileSync(path),
  );
  if (bytes.length === 0) throw new UsageError(`${path}:1: the file is empty; fill it or take it out of the folder`);
  return bytes;
}

export function readLatin1(path: string): string {
  return readBytes(path).toString("latin1");
}

/** The unpacked text of a gzip file. */
export function readGzip(path: string): string {
  const packed = readBytes(path);
  const bytes = tryTo(path, "is not a whole gzip file", "compare its size with the source and copy it again", () =>
    gunzipSync(packed),
  );
  if (bytes.length === 0) throw new UsageError(`${path}:1: the file is empty; fill it or take it out of the folder`);
  return bytes.toString("latin1");
}

/** UTF-16 text in the order of bytes that its byte-order mark states; the mark itself is left out. */
export function readUtf16(path: string): string {
  const bytes = readBytes(path);
  const mark = bytes.length >= 2 ? bytes.readUInt16LE(0) : 0;
  if ((mark !== 0xfeff && mark !== 0xfffe) || bytes.length % 2 !== 0) {
    throw new UsageError(`${path}:1: expected UTF-16 text with a byte-order mark; save the file as "UTF-16"`);
  }
  if (mark === 0xfffe) bytes.swap16();
  return bytes.toString("utf16le", 2);
}

function tryTo<T>(path: string, what: string, advice: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new UsageError(`${path}: ${what} (${(error as Error).message}); ${advice}`);
  }
}
