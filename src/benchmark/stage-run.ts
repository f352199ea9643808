import { createHash, type Hash } from "node:crypto";
import { closeSync, openSync, writevSync } from "node:fs";
import { devNull } from "node:os";
import type { Simulation } from "../simulation/simulation.ts";
import type { Stage, Steps } from "../simulation/steps.ts";

/** About the number of slots that a worker's batches use in a run: a quarter of the ring waits for the writer, and the lowest free slot is next. */
const SLOTS_IN_TURN = 4;
const NOTHING = {
  ...{ events: 0, bytes: 0, rawBytes: 0 },
  ...{ simulateMs: 0, placeMs: 0, encodeMs: 0, writeMs: 0 },
};

/** The time of each stage of the pipeline, alone, on one thread. */
export interface StageTimes {
  /** Events that were measured, their bytes if they were encoded, and their bytes before compression. */
  events: number;
  bytes: number;
  rawBytes: number;
  simulateMs: number;
  placeMs: number;
  /** Includes the codec's work on a batch that the kernel has encoded. */
  encodeMs: number;
  writeMs: number;
}

export interface StageRunOptions {
  /** Omit encoding and writing. */
  simulateOnly?: boolean | undefined;
  /** Hash all encoded bytes, to compare them with the program's output. */
  digest?: boolean | undefined;
}

/** A batch as it goes to the destination, copied. */
export interface StageBatch {
  events: number;
  bytes: Uint8Array;
}

/** The steps of a simulation on this thread, timed. */
export class StageRun {
  /** Time to make the population, in milliseconds. */
  makeMs = 0;
  #times: StageTimes = { ...NOTHING };
  #lastBatch: { events: number; bytes: Uint8Array[] } = { events: 0, bytes: [] };
  readonly #steps: Steps;
  readonly #slots: number;
  readonly #batchEvents: number;
  readonly #hash: Hash | undefined;
  readonly #destination = openSync(devNull, "w");

  constructor(
    simulation: Simulation,
    private readonly options: StageRunOptions = {},
  ) {
    const { plan } = simulation.open();
    this.#slots = Math.min(plan.slotCount, SLOTS_IN_TURN);
    this.#batchEvents = plan.batchEvents;
    this.#hash = options.digest ? createHash("sha256") : undefined;
    this.#steps = simulation.steps({ around: (stage, work) => this.#timed(stage, work) });
    this.#steps.makeUsers();
  }

  /** The whole run, including slices that were not measured; seconds are simulated ones. */
  get whole(): { events: number; seconds: number } {
    const { events, seconds } = this.#steps;
    return { events, seconds };
  }

  /** Whether the window's end is reached. */
  get hasEnded(): boolean {
    return this.#steps.hasEnded;
  }

  /** Continues slice by slice until the extent is reached or the window ends. Returns the measurements. */
  measure(isEnough: (times: StageTimes) => boolean): StageTimes {
    this.#times = { ...NOTHING };
    while (!this.hasEnded && !isEnough(this.#times)) {
      const { events, hasSettled } = this.#steps;
      this.#steps.step((first, count) => this.options.simulateOnly || this.#runBatch(first, count));
      this.#times.events += this.#steps.events - events;
      // The first slices cost more; they also let the host compile the kernel.
      if (!hasSettled && this.#steps.hasSettled) this.#times = { ...NOTHING };
    }
    return this.#times;
  }

  /** The first batch of the last slice that had any; empty if none had. */
  lastBatch(): StageBatch {
    return { ...this.#lastBatch, bytes: Buffer.concat(this.#lastBatch.bytes) };
  }

  /** Ends the run; returns the hash of all bytes if `digest` was set. */
  close(): string | undefined {
    closeSync(this.#destination);
    return this.#hash?.digest("hex");
  }

  #runBatch(first: number, count: number): void {
    const { bytes, rawBytes } = this.#steps.encode(first, count, (first / this.#batchEvents) % this.#slots);
    this.#timed("write", () => writevSync(this.#destination, bytes));
    for (const range of bytes) {
      this.#hash?.update(range);
      this.#times.bytes += range.byteLength;
    }
    this.#times.rawBytes += rawBytes;
    if (first === 0) this.#lastBatch = { events: count, bytes };
  }

  #timed<T>(stage: Stage | "write", work: () => T): T {
    const started = performance.now();
    const result = work();
    const milliseconds = performance.now() - started;
    if (stage === "make") this.makeMs += milliseconds;
    else this.#times[`${stage}Ms`] += milliseconds;
    return result;
  }
}
