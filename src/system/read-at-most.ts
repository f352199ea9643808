import { closeSync, openSync, readSync } from "node:fs";

/**
 * Reads a file, or a pipe such as that of `<(pass show kafka)`, to its end. Returns undefined if it has more than
 * `mostBytes`. Throws the system's error.
 */
export function readAtMost(path: string, mostBytes: number): Buffer | undefined {
  const descriptor = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(mostBytes + 1);
    let length = 0;
    for (let count = 1; count > 0 && length < bytes.length; length += count)
      count = readSync(descriptor, bytes, length, bytes.length - length, null);
    return length > mostBytes ? undefined : bytes.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}
