import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { RunError } from "../errors.ts";
import type { WorkerJob } from "./worker.ts";

/** Workers make little garbage; without a limit their heaps grow by tens of megabytes in a long run. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 };

/** The threads of a run. They start while the model is being compiled, and wait for their job. */
export class WorkerPool {
  readonly #workers: Worker[];
  /** Settles when all workers have ended; rejects at once if one dies. */
  readonly ended: Promise<void>;

  constructor(readonly size: number) {
    const script = new URL("./worker.js", import.meta.url);
    if (!existsSync(fileURLToPath(script)))
      throw new RunError(`${fileURLToPath(script)} is missing; run npm run build`);
    this.#workers = Array.from(
      { length: size },
      (_, worker) => new Worker(script, { workerData: worker, resourceLimits: RESOURCE_LIMITS }),
    );
    this.ended = Promise.all(this.#workers.map(endOf)).then(() => undefined);
    this.ended.catch(() => undefined); // whoever awaits it later sees the error
  }

  start(job: WorkerJob): void {
    for (const worker of this.#workers) worker.postMessage(job);
  }

  async terminate(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

function endOf(worker: Worker, index: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const died = (why: string) => reject(new RunError(`worker ${index} died: ${why}; the output is incomplete`));
    worker.once("error", (error) => died(error.message));
    worker.once("exit", (code) => (code === 0 ? resolve() : died(`exit code ${code}`)));
  });
}
