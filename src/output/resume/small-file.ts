import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/**
 * Opens a regular file. Returns its descriptor and size. Never blocks, as a named pipe would. Throws if it is not a
 * file.
 */
export function openRegular(path: string): { descriptor: number; byteLength: number } {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const status = fstatSync(descriptor);
  if (status.isFile()) return { descriptor, byteLength: status.size };
  closeSync(descriptor);
  throw new Error("it is not a regular file");
}

/** Reads bytes at a place of a file; fewer if it ends before. */
export function readRange(descriptor: number, offset: number, byteLength: number): Buffer {
  const bytes = Buffer.alloc(byteLength);
  let length = 0;
  for (let taken = 1; taken > 0 && length < byteLength; length += taken)
    taken = readSync(descriptor, bytes, length, byteLength - length, offset + length);
  return bytes.subarray(0, length);
}

/** Reads a file of at most `mostBytes`. Throws the system's error, or an error that says why it was not read. */
export function readSmallFile(path: string, mostBytes: number): Buffer {
  const { descriptor, byteLength } = openRegular(path);
  try {
    if (byteLength > mostBytes) throw new Error(`it has ${byteLength} bytes, and at most ${mostBytes} are read`);
    return readRange(descriptor, 0, byteLength);
  } finally {
    closeSync(descriptor);
  }
}
