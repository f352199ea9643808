import type { Settings } from "../../config/settings.ts";
import type { Budget } from "../../memory/budget.ts";
import type { Codec } from "../../output/codecs/codec.ts";
import type { RunContainer, Written } from "../../output/containers/container.ts";
import { fileContainerOf } from "../../output/containers/containers.ts";
import { OneOutput } from "../../output/containers/one-output.ts";
import { openDestination } from "../../output/destinations/destinations.ts";
import type { Batch } from "../../output/formats/encoder.ts";
import type { WorkerPool } from "../../workers/pool.ts";
import type { Inputs } from "../inputs.ts";
import { Simulation } from "../simulation.ts";

/** Amount of output. */
export interface Amount {
  events: number;
  rawBytes: number;
  /** After compression. */
  bytes: number;
}

/** The result of a run that ended by itself or by a limit. */
export interface Sample extends Amount {
  /** Users that were simulated. */
  users: number;
  /** Simulated seconds; less than the window if a limit ended the run. */
  seconds: number;
  /** From the start to the first measured batch: making the users, and the first slices. */
  makingMs: number;
  /** From there to the last batch and the end of the output: for a file, until it is on disk. */
  writingMs: number;
}

/** How a sample is taken. */
export interface SampleDemand {
  /** The sample ends them in every case. */
  workers: WorkerPool;
  /** Limits of time and events after which the run is ended. */
  limitMs: number;
  limitEvents?: number | undefined;
  /** Measure only once slices have their final length; the first ones are short and cost more. */
  settles?: boolean;
  budget?: Budget;
  /** Opens the output when everything is ready. */
  open: () => Promise<RunContainer> | RunContainer;
}

/** Progress at the start of the measurement. */
interface Mark extends Amount {
  at: number;
}

/** Opens the output of a sample: a file or a device, as in a run. */
export async function openStream(path: string, codec: Codec): Promise<RunContainer> {
  return new OneOutput(await openDestination(path), fileContainerOf(codec));
}

/** Counts output, and stops the run at a limit. */
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
   * @param settleEvents events before the measurement starts
   * @param output receives the batches
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
   * A run that ended before it settled is measured from its first batch on.
   * @param windowSeconds simulated seconds if the run was not stopped
   */
  result(users: number, windowSeconds: number): Sample {
    const { events, rawBytes, bytes } = this.#total;
    const mark = this.#mark ?? { at: this.#first ?? this.#started, events: 0, rawBytes: 0, bytes: 0 };
    const measuredBytes = bytes - mark.bytes;
    // The end of a file waits for all its bytes, measured or not.
    const finishMs = this.#finishMs * (bytes > 0 ? measuredBytes / bytes : 1);
    return {
      users,
      ...{ events: events - mark.events, rawBytes: rawBytes - mark.rawBytes, bytes: measuredBytes },
      seconds: this.isComplete ? this.#seconds : windowSeconds,
      makingMs: mark.at - this.#started,
      writingMs: Math.max(0, this.#last - mark.at) + finishMs,
    };
  }

  /** Starts the measurement if the slices have their final length. */
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

  /** After the last batch, only the end of the threads would be measured. */
  #stop(): void {
    this.#total.bytes = this.output.packedBytes ?? this.#total.bytes;
    this.#last = performance.now();
  }
}

/** Runs as usual, but with limits. @param settings replace those of the inputs */
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
    return meter.result(population.simulated, settings.windowSeconds);
  } catch (error) {
    meter?.abort();
    throw error;
  } finally {
    await simulation.close();
  }
}
