import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { RunError } from "../../system/errors.ts";
import type { HashAnswer, HashedBytes } from "./hash-worker.ts";

/** Hands one path after the other to a thread until none is left. */
async function work(worker: Worker, paths: Iterable<[number, string]>, answers: HashAnswer[]): Promise<void> {
  try {
    for (const [index, path] of paths) {
      worker.postMessage(path);
      [answers[index]] = (await once(worker, "message")) as [HashAnswer];
    }
  } catch (error) {
    throw new RunError(`a thread that reads files died: ${(error as Error).message}`);
  }
}

/**
 * The sha256 of each file, computed by at most so many threads. `hashedBytes[0]` goes up while they read. A file that
 * cannot be read has the reason as its answer.
 */
export async function hashFiles(
  paths: readonly string[],
  threads: number,
  hashedBytes: HashedBytes,
): Promise<HashAnswer[]> {
  const script = new URL("./hash-worker.js", import.meta.url);
  const count = Math.min(threads, paths.length);
  const workers = Array.from({ length: count }, () => new Worker(script, { workerData: hashedBytes }));
  const answers: HashAnswer[] = [];
  const queue = paths.entries();
  try {
    await Promise.all(workers.map((worker) => work(worker, queue, answers)));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return answers;
}
