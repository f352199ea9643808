import { createRequire, syncBuiltinESMExports } from "node:module";
import type { Worker } from "node:worker_threads";
import { onTestFinished } from "vitest";
import type { WorkerJob } from "../../src/workers/worker.ts";

const threads = createRequire(import.meta.url)("node:worker_threads") as { Worker: typeof Worker };

/** The threads that are started until the test is over; `change` is called with each job that one is sent. */
export function recordWorkers(change: (job: WorkerJob) => void = () => {}): Worker[] {
  const started: Worker[] = [];
  const { Worker: Plain } = threads;
  threads.Worker = class extends Plain {
    constructor(...how: ConstructorParameters<typeof Worker>) {
      super(...how);
      started.push(this);
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
