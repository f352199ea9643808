import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";

const CHUNK_BYTES = 1 << 20;

/** Data that the thread starts with: a shared counter of the bytes that all threads have hashed. */
export type HashedBytes = BigInt64Array<SharedArrayBuffer>;

/** The answer to a path: the content's sha256 in hexadecimal, or the reason why it could not be read. */
export type HashAnswer = { sha256: string } | { failure: string };

const chunk = Buffer.allocUnsafe(CHUNK_BYTES);

function hashFile(path: string, hashedBytes: HashedBytes): string {
  const descriptor = openSync(path, "r");
  try {
    const hash = createHash("sha256");
    for (let length = 1; length > 0; ) {
      length = readSync(descriptor, chunk, 0, CHUNK_BYTES, null);
      hash.update(chunk.subarray(0, length));
      Atomics.add(hashedBytes, 0, BigInt(length));
    }
    return hash.digest("hex");
  } finally {
    closeSync(descriptor);
  }
}

function answer(path: string): HashAnswer {
  try {
    return { sha256: hashFile(path, workerData as HashedBytes) };
  } catch (error) {
    return { failure: (error as Error).message };
  }
}

parentPort?.on("message", (path: string) => parentPort?.postMessage(answer(path)));
