import { existsSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type ResourceLimits, Worker } from "node:worker_threads";
import { OutOfMemoryError, RUN_ERROR, RunError } from "../system/errors.ts";
import { inheritedArguments } from "../system/threads.ts";
import { Control } from "./control/control.ts";
import type { TraceChannel } from "./trace/buffer.ts";
import type { LogChannel } from "./watch/log.ts";
import type { WorkerJob, WorkerStart } from "./worker.ts";

/** Workers make little garbage. Without a limit, their heaps grow by tens of megabytes in a long run. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 };
const MEBIBYTE = 2 ** 20;
/** Longest time for workers to end by themselves. A task takes some tens of milliseconds, and more on a busy machine. */
const END_MS = 5000;

/** Options of the workers' isolates. */
export interface PoolOptions {
  /** Limits per worker: the generations of its heap, and its stack. */
  youngBytes?: number | undefined;
  oldBytes?: number | undefined;
  stackBytes?: number | undefined;
  log?: LogChannel | undefined;
  /** One per worker. */
  trace?: readonly TraceChannel[] | undefined;
  dumpsHeap?: boolean;
}

function resourceLimits({ youngBytes, oldBytes, stackBytes }: PoolOptions): ResourceLimits {
  return {
    ...RESOURCE_LIMITS,
    ...(youngBytes === undefined ? {} : { maxYoungGenerationSizeMb: youngBytes / MEBIBYTE }),
    ...(oldBytes === undefined ? {} : { maxOldGenerationSizeMb: oldBytes / MEBIBYTE }),
    ...(stackBytes === undefined ? {} : { stackSizeMb: stackBytes / MEBIBYTE }),
  };
}

/** The threads of a run. They start while the model is being compiled, and wait for their job. */
export class WorkerPool {
  readonly #workers: Worker[];
  readonly #exited: Promise<unknown>;
  #control: Control | undefined;
  /** Settles when all workers have ended; rejects at once if one dies. */
  readonly ended: Promise<void>;
  /** Resolves when all workers have loaded their code and wait for their job; rejects if one dies first. */
  readonly ready: Promise<void>;

  constructor(
    readonly size: number,
    options: PoolOptions = {},
  ) {
    const script = new URL("./worker.js", import.meta.url);
    if (!existsSync(fileURLToPath(script)))
      throw new RunError(`${fileURLToPath(script)} is missing; run npm run build`);
    const { log, trace, dumpsHeap = false } = options;
    this.#workers = Array.from({ length: size }, (_, worker) => {
      const start: WorkerStart = {
        worker,
        dumpsHeap,
        ...(log === undefined ? {} : { log }),
        ...(trace?.[worker] && { trace: trace[worker] }),
      };
      return new Worker(script, {
        workerData: start,
        resourceLimits: resourceLimits(options),
        ...inheritedArguments(),
      });
    });
    this.#exited = Promise.all(this.#workers.map((worker) => new Promise((resolve) => worker.once("exit", resolve))));
    this.ended = Promise.all(this.#workers.map(endOf)).then(() => undefined);
    this.ended.catch(() => undefined); // a later await reports the error
    const ready = Promise.all(this.#workers.map((worker) => new Promise((resolve) => worker.once("message", resolve))));
    this.ready = Promise.race([ready.then(() => undefined), this.ended]);
    this.ready.catch(() => undefined);
  }

  /** The process stays while a thread runs; it does from the start. */
  ref(): void {
    for (const worker of this.#workers) worker.ref();
  }

  /** The process may exit while threads run, and ends them. */
  unref(): void {
    for (const worker of this.#workers) worker.unref();
  }

  start(job: WorkerJob): void {
    this.#control = new Control(job.memory);
    for (const worker of this.#workers) worker.postMessage(job);
  }

  /** Has the threads end after their current task, and blocks this one until they have, for a time at most. */
  stop(mostMs: number): void {
    this.#control?.stopWorkers();
    this.#control?.waitForEnds(this.size, mostMs);
  }

  /**
   * Ends the threads, after their current task if that is soon: Node aborts the whole process where a thread is ended
   * while it makes a compressor (node_zlib.cc, CompressionStream::Close: "close before init").
   */
  async terminate(): Promise<void> {
    if (this.#control !== undefined) {
      this.#control.stopWorkers();
      const late = new AbortController();
      const tooLate = setTimeout(END_MS, undefined, { signal: late.signal }).catch(() => undefined);
      await Promise.race([this.#exited, tooLate]);
      late.abort();
    }
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

function endOf(worker: Worker, index: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const died = (why: string) => reject(new RunError(`worker ${index} died: ${why}; the output is incomplete`));
    worker.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ERR_WORKER_OUT_OF_MEMORY") reject(new OutOfMemoryError(`worker ${index}`));
      // A class does not survive the way between threads, its name does.
      else if (error.name === RUN_ERROR) reject(new RunError(error.message));
      else died(error.message);
    });
    worker.once("exit", (code) => (code === 0 ? resolve() : died(`exit code ${code}`)));
  });
}
