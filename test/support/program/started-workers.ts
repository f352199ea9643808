import { createRequire, syncBuiltinESMExports } from "node:module";
import type { Worker } from "node:worker_threads";
import { onTestFinished } from "vitest";
import type { WorkerJob } from "../../../src/workers/worker.ts";

const threads = createRequire(import.meta.url)("node:worker_threads") as { Worker: typeof Worker };

const online = new WeakMap<Worker, Promise<unknown>>();

const exitCodes = new WeakMap<Worker, Promise<number>>();

/** Resolves when the thread, one of those that are recorded, has ended: 0 by itself, 1 by `terminate`. */
export async function exitCodeOf(worker: Worker): Promise<number | undefined> {
  return exitCodes.get(worker);
}

/** Resolves when the thread, one of those that are recorded, has begun to run its script. */
export async function isOnline(worker: Worker): Promise<void> {
  await online.get(worker);
}

/**
 * The threads started until the end of the test. `change` is called with each job that a thread receives; `script`
 * replaces the program's.
 */
export function recordWorkers(change: (job: WorkerJob) => void = () => {}, script?: string): Worker[] {
  const started: Worker[] = [];
  const { Worker: Plain } = threads;
  threads.Worker = class extends Plain {
    constructor(...how: ConstructorParameters<typeof Worker>) {
      if (script === undefined) super(...how);
      else super(script, { ...how[1], eval: true });
      started.push(this);
      exitCodes.set(this, new Promise((resolve) => this.once("exit", resolve)));
      online.set(this, new Promise((resolve) => this.once("online", resolve)));
    }

    override postMessage(job: WorkerJob): void {
      change(job);
      super.postMessage(job);
    }
  };
  syncBuiltinESMExports();
  onTestFinished(() => {
    threads.Worker = Plain;
    syncBuiltinESMExports();
  });
  return started;
}
