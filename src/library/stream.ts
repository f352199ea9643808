import { fileContainerOf } from "../output/containers/containers.ts";
import { OneOutput } from "../output/containers/one-output.ts";
import type { Inputs } from "../simulation/inputs.ts";
import { Simulation, type SimulationOptions } from "../simulation/simulation.ts";
import { Channel } from "./channel.ts";

/** Makes what a simulation needs, when somebody begins to read. */
export type Prepare = () => Promise<{ inputs: Inputs; options: SimulationOptions }>;

/** A simulation whose bytes somebody reads. Nothing happens before the first read. */
export class Stream {
  readonly #channel = new Channel();
  #simulation: Simulation | undefined;
  #running: Promise<void> | undefined;
  #hasLeft = false;

  constructor(
    private readonly prepare: Prepare,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** The bytes that follow, copied; undefined when the simulation is over and its threads have ended. */
  next(): Promise<Uint8Array | undefined> {
    this.#running ??= this.#run();
    return this.#channel.next();
  }

  /** Nobody reads on. Resolves when the threads have ended, as every read does that hears of an end or an error. */
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
      this.#channel.end({ error: signal?.aborted ? signal.reason : error });
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  async #simulate(): Promise<void> {
    const { inputs, options } = await this.prepare();
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
