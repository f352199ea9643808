import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { UsageError } from "../../system/errors.ts";

const CHUNK_BYTES = 65_536;
/** The most bytes of a data file, unpacked: they are read within seconds, and the largest known files have a tenth of them. */
const MOST_BYTES = 4 * 2 ** 30;

/** Never waits for a pipe's other end. */
function openRegular(path: string): number {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw unreadable(path, error);
  }
  if (fstatSync(descriptor).isFile()) return descriptor;
  closeSync(descriptor);
  throw new UsageError(
    `${path}: is a folder, pipe or device; put a regular file there, or take it out of the data folder`,
  );
}

function unreadable(path: string, error: unknown): UsageError {
  const advice = "give it read permission or take it out of the folder";
  return new UsageError(`${path}: cannot be read (${(error as Error).message}); ${advice}`);
}

function emptyFile(path: string): UsageError {
  return new UsageError(`${path}:1: the file is empty; fill it or take it out of the folder`);
}

/**
 * Yields the bytes of a user's file, in pieces that are valid until the next one is requested.
 * Throws UsageError if it is not a regular file, cannot be read or is empty.
 */
export function* readFile(path: string): Generator<Buffer> {
  const descriptor = openRegular(path);
  try {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let total = 0; ; ) {
      const count = readChunk(path, descriptor, buffer);
      if (count === 0 && total === 0) throw emptyFile(path);
      if (count === 0) return;
      total += count;
      yield buffer.subarray(0, count);
    }
  } finally {
    closeSync(descriptor);
  }
}

function readChunk(path: string, descriptor: number, buffer: Buffer): number {
  try {
    return readSync(descriptor, buffer);
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Yields the same pieces. Throws UsageError if they exceed the largest size or, unless `mayBeEmpty`, if there are none. */
export async function* bounded(
  path: string,
  chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
  mayBeEmpty = false,
): AsyncGenerator<Buffer, void, undefined> {
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > MOST_BYTES) {
      const what = `the file holds more than ${MOST_BYTES / 2 ** 30} GiB, the most that a data file may`;
      throw new UsageError(`${path}: ${what}; leave the rarest rows out`);
    }
    yield chunk;
  }
  if (total === 0 && !mayBeEmpty) throw emptyFile(path);
}
