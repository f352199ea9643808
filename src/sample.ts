import type { Settings } from "./config/settings.ts";
import { checkFault, prepareEngine } from "./engine.ts";
import type { Budget } from "./memory/budget.ts";
import type { Output, Part } from "./output/part.ts";
import type { Inputs } from "./prepare.ts";
import type { WorkerPool } from "./workers/pool.ts";
import { Writer } from "./workers/writer.ts";

/** What a run did until its time was up, or to its end. */
export interface Sample {
  /** Users that were simulated. */
  users: number;
  events: number;
  rawBytes: number;
  /** After compression. */
  bytes: number;
  /** Simulated; less than the window where time was up. */
  seconds: number;
  /** From the start to the first part: making the users, and the first slices. */
  makingMs: number;
  /** From the first part to the last, and the end of the output: for a file, until the disk has it. */
  writingMs: number;
}

/** Counts what goes to an output, and wants no more when time is up. */
class Meter implements Output {
  isComplete = false;
  readonly #started = performance.now();
  #first: number | undefined;
  #last = 0;
  #finishMs = 0;
  #events = 0;
  #rawBytes = 0;
  #bytes = 0;
  #seconds = 0;

  /** @param output where parts go to; nowhere without it */
  constructor(
    private readonly limitMs: number,
    private readonly output?: Output,
  ) {}

  write(parts: Part[]): Promise<void> | void {
    this.#first ??= performance.now();
    for (const part of parts) {
      this.#events += part.events;
      this.#rawBytes += part.rawBytes;
      this.#bytes += part.bytes.byteLength;
      this.#seconds = part.lastSecond;
    }
    this.isComplete = performance.now() - this.#first > this.limitMs;
    const pending = this.output?.write(parts);
    if (pending instanceof Promise) return pending.then(() => this.#stop());
    this.#stop();
  }

  async finish(): Promise<void> {
    const started = performance.now();
    await this.output?.finish();
    this.#finishMs = performance.now() - started;
  }

  abort(): void {
    this.output?.abort();
  }

  /** @param windowSeconds simulated if nobody stopped the run */
  result(users: number, windowSeconds: number): Sample {
    const first = this.#first ?? performance.now();
    return {
      users,
      events: this.#events,
      rawBytes: this.#rawBytes,
      bytes: this.#bytes,
      seconds: this.isComplete ? this.#seconds : windowSeconds,
      makingMs: first - this.#started,
      writingMs: Math.max(0, this.#last - first) + this.#finishMs,
    };
  }

  /** Behind the last part there is nothing to measure but the end of the threads. */
  #stop(): void {
    this.#last = performance.now();
  }
}

/** How a sample is taken. */
export interface SampleDemand {
  /** Ended by it, whatever happens. */
  workers: WorkerPool;
  limitMs: number;
  budget?: Budget;
  /** Opens the output when everything is ready; nothing is written without it. */
  open?: () => Promise<Output> | Output;
}

/** A run as any other, that ends when its time is up. @param settings in place of those of the inputs */
export async function takeSample(
  module: WebAssembly.Module,
  { config, model, output, partEvents }: Inputs,
  settings: Settings,
  { workers, limitMs, budget, open }: SampleDemand,
): Promise<Sample> {
  let meter: Meter | undefined;
  try {
    const engine = prepareEngine(module, config, settings, model, {
      ...{ workers: workers.size, partEvents, encoding: output.encoding },
      ...(budget === undefined ? {} : { budget }),
    });
    meter = new Meter(limitMs, await open?.());
    workers.start(engine.job);
    await new Writer(engine.memory, engine.plan, meter).run(workers.ended);
    checkFault(engine.memory);
    await meter.finish();
    return meter.result(engine.population.slots, settings.windowSeconds);
  } catch (error) {
    meter?.abort();
    throw error;
  } finally {
    await workers.terminate();
  }
}
