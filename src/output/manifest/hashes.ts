import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { RunError } from "../../system/errors.ts";
import { inheritedArguments } from "../../system/threads.ts";
import type { HashAnswer, HashedBytes } from "./hash-worker.ts";

/** Passes paths to a thread, one after the other, until none is left. */
async function work(worker: Worker, paths: Iterable<[number, string]>, answers: HashAnswer[]): Promise<void> {
  try {
    for (const [index, path] of paths) {
      worker.postMessage(path);
      [answers[index]] = (await once(worker, "message")) as [HashAnswer];
    }
  } catch (error) {
    throw new RunError(`a hashing thread died: ${(error as Error).message}`);
  }
}

/**
 * Computes the sha256 of each file, with at most `threads` threads. `hashedBytes[0]` counts the bytes read so far. A
 * file that cannot be read has the reason as its answer.
 */
export async function hashFiles(
  paths: readonly string[],
  threads: number,
  hashedBytes: HashedBytes,
): Promise<HashAnswer[]> {
  const script = new URL("./hash-worker.js", import.meta.url);
  const count = Math.min(threads, paths.length);
  const workers = Array.from(
    { length: count },
    () => new Worker(script, { workerData: hashedBytes, ...inheritedArguments() }),
  );
  const answers: HashAnswer[] = [];
  const queue = paths.entries();
  try {
    await Promise.all(workers.map((worker) => work(worker, queue, answers)));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return answers;
}
