import type { Settings } from "../config/settings.ts";
import type { Budget } from "../memory/budget.ts";
import type { Codec } from "../output/codecs/codec.ts";
import type { RunContainer, Written } from "../output/containers/container.ts";
import { fileContainerOf } from "../output/containers/containers.ts";
import { OneOutput } from "../output/containers/one-output.ts";
import { openDestination } from "../output/destinations/destinations.ts";
import type { Batch } from "../output/formats/encoder.ts";
import type { WorkerPool } from "../workers/pool.ts";
import type { Inputs } from "./inputs.ts";
import { Simulation } from "./simulation.ts";

/** What went to an output. */
export interface Amount {
  events: number;
  rawBytes: number;
  /** After compression. */
  bytes: number;
}

/** What a run did until its time was up, or to its end. */
export interface Sample extends Amount {
  /** Users that were simulated. */
  users: number;
  /** Simulated; less than the window where time was up. */
  seconds: number;
  /** From the start to the first batch that is measured: making the users, and the first slices. */
  makingMs: number;
  /** From there to the last batch, and the end of the output: for a file, until the disk has it. */
  writingMs: number;
}

/** How a sample is taken. */
export interface SampleDemand {
  /** Ended by it, whatever happens. */
  workers: WorkerPool;
  /** When to end it: after so much time or so many events, if the run does not end before. */
  limitMs: number;
  limitEvents?: number | undefined;
  /** Measure from where the slices have their length; the first ones are short and cost more. */
  settles?: boolean;
  budget?: Budget;
  /** Opens the output when everything is ready. */
  open: () => Promise<RunContainer> | RunContainer;
}

/** Where a run stands when it begins to be measured. */
interface Mark extends Amount {
  at: number;
}

/** The output of a sample: a file or a device, as a run's would be. */
export async function openStream(path: string, codec: Codec): Promise<RunContainer> {
  return new OneOutput(await openDestination(path), fileContainerOf(codec));
}

/** Counts what goes to an output, and wants no more when it is enough. */
class Meter implements RunContainer {
  isComplete = false;
  readonly #started = performance.now();
  readonly #total: Amount = { events: 0, rawBytes: 0, bytes: 0 };
  #first: number | undefined;
  #mark: Mark | undefined;
  #last = 0;
  #finishMs = 0;
  #seconds = 0;

  /**
   * @param settleEvents that pass before it measures
   * @param output where batches go to
   */
  constructor(
    private readonly demand: SampleDemand,
    private readonly settleEvents: number,
    private readonly output: RunContainer,
  ) {}

  get descriptor(): number | undefined {
    return this.output.descriptor;
  }

  get packedBytes(): number | undefined {
    return this.output.packedBytes;
  }

  take(batches: readonly Batch[]): Promise<void> | void {
    const now = performance.now();
    this.#setMark(now);
    for (const batch of batches) {
      this.#total.events += batch.events;
      this.#total.rawBytes += batch.rawBytes;
      this.#total.bytes += batch.byteLength;
      this.#seconds = batch.lastSecond;
    }
    this.#checkEnough(now);
    const pending = this.output.take(batches);
    if (pending instanceof Promise) return pending.then(() => this.#stop());
    this.#stop();
  }

  noteWritten({ events, rawBytes, bytes, seconds }: Written): void {
    if (events === this.#total.events) return;
    const now = performance.now();
    Object.assign(this.#total, { events, rawBytes, bytes });
    this.#seconds = seconds;
    this.#setMark(now);
    this.#checkEnough(now);
    this.#stop();
  }

  async finish(): Promise<void> {
    const started = performance.now();
    await this.output.finish();
    this.#total.bytes = this.output.packedBytes ?? this.#total.bytes;
    this.#finishMs = performance.now() - started;
  }

  abort(): void {
    this.output.abort();
  }

  /**
   * A run that ended before it had settled is measured from its first batch on.
   * @param windowSeconds simulated if nobody stopped the run
   */
  result(users: number, windowSeconds: number): Sample {
    const { events, rawBytes, bytes } = this.#total;
    const mark = this.#mark ?? { at: this.#first ?? this.#started, events: 0, rawBytes: 0, bytes: 0 };
    const measuredBytes = bytes - mark.bytes;
    // The end of a file waits for all of its bytes, measured or not.
    const finishMs = this.#finishMs * (bytes > 0 ? measuredBytes / bytes : 1);
    return {
      users,
      ...{ events: events - mark.events, rawBytes: rawBytes - mark.rawBytes, bytes: measuredBytes },
      seconds: this.isComplete ? this.#seconds : windowSeconds,
      makingMs: mark.at - this.#started,
      writingMs: Math.max(0, this.#last - mark.at) + finishMs,
    };
  }

  /** From here on it is measured, if the slices have their length. */
  #setMark(now: number): void {
    this.#first ??= now;
    if (this.#total.events >= this.settleEvents) this.#mark ??= { at: now, ...this.#total };
  }

  #checkEnough(now: number): void {
    if (this.#mark === undefined) return;
    const { limitMs, limitEvents = Number.POSITIVE_INFINITY } = this.demand;
    const { at, events } = this.#mark;
    this.isComplete = now - at > limitMs || this.#total.events - events >= limitEvents;
  }

  /** Behind the last batch there is nothing to measure but the end of the threads. */
  #stop(): void {
    this.#total.bytes = this.output.packedBytes ?? this.#total.bytes;
    this.#last = performance.now();
  }
}

/** A run as any other, that ends when its time is up. @param settings in place of those of the inputs */
export async function takeSample(
  module: WebAssembly.Module,
  { engine, config, model, output, batchEvents }: Inputs,
  settings: Settings,
  demand: SampleDemand,
): Promise<Sample> {
  const { workers, budget } = demand;
  const simulation = new Simulation(
    { engine, config, settings, model },
    { workers, module, batchEvents, encoding: output.encoding, budget },
  );
  let meter: Meter | undefined;
  try {
    const { plan, population } = simulation.open();
    meter = new Meter(demand, demand.settles ? plan.sliceRecords : 0, await demand.open());
    await simulation.run(meter);
    return meter.result(population.slots, settings.windowSeconds);
  } catch (error) {
    meter?.abort();
    throw error;
  } finally {
    await simulation.close();
  }
}
