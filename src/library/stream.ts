import { fileContainerOf } from "../output/containers/containers.ts";
import { OneOutput } from "../output/containers/one-output.ts";
import type { Inputs } from "../simulation/inputs.ts";
import { Simulation, type SimulationOptions } from "../simulation/simulation.ts";
import type { WorkerPool } from "../workers/pool.ts";
import { Channel } from "./channel.ts";
import { inWords } from "./words.ts";

/** Opens the simulation at the first read. */
export type Prepare = () => Promise<{ inputs: Inputs; options: SimulationOptions & { workers: WorkerPool } }>;

/** The bytes of a simulation, for a reader. The simulation begins at the first read. */
export class Stream {
  readonly #channel = new Channel();
  #simulation: Simulation | undefined;
  #pool: WorkerPool | undefined;
  #running: Promise<void> | undefined;
  #hasLeft = false;

  constructor(
    private readonly prepare: Prepare,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** Returns a copy of the next bytes; undefined when the simulation is over and its threads have ended. */
  async next(): Promise<Uint8Array | undefined> {
    this.#running ??= this.#run();
    this.#pool?.ref();
    try {
      return await this.#channel.next();
    } finally {
      // A stream that its reader abandons must not keep the process alive.
      this.#pool?.unref();
    }
  }

  /** Ends the simulation before its end. Resolves when the threads have ended, as does a read that returns undefined or rejects. */
  async leave(): Promise<void> {
    this.#hasLeft = true;
    this.#stop(new Error("the reader has left"));
    await this.#running;
  }

  #stop(error: unknown): void {
    this.#channel.refuse(error);
    void this.#simulation?.close();
  }

  async #run(): Promise<void> {
    const { signal } = this;
    const abort = () => this.#stop(signal?.reason);
    signal?.addEventListener("abort", abort);
    try {
      signal?.throwIfAborted();
      await this.#simulate();
      this.#channel.end();
    } catch (error) {
      this.#channel.end({ error: signal?.aborted ? signal.reason : inWords(error) });
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  async #simulate(): Promise<void> {
    const { inputs, options } = await this.prepare();
    this.#pool = options.workers;
    if (this.#hasLeft) return;
    this.signal?.throwIfAborted();
    const { engine, config, settings, model, codec } = inputs;
    const simulation = new Simulation({ engine, config, settings, model }, options);
    this.#simulation = simulation;
    try {
      const { events } = await simulation.run(new OneOutput(this.#channel, fileContainerOf(codec)), { isPolite: true });
      if (events !== settings.eventLimit) simulation.checkStop();
    } finally {
      await simulation.close();
    }
  }
}
