import { compileKernel } from "../kernel/kernel.ts";
import { usualWorkers } from "../memory/budget.ts";
import type { RunContainer, Written } from "../output/containers/container.ts";
import { RunError } from "../system/errors.ts";
import type { Machine } from "../system/machine.ts";
import type { WriteWatch } from "../workers/direct.ts";
import { WorkerPool } from "../workers/pool.ts";
import type { TraceChannel } from "../workers/trace/buffer.ts";
import type { LogChannel } from "../workers/watch/log.ts";
import { Writer } from "../workers/writer.ts";
import type { Scene } from "./engines/engine.ts";
import { checkFault } from "./fault.ts";
import { type Opened, openPlanned } from "./open.ts";
import { type Planned, planOf, type Wanted, type Work, wantedOf } from "./plan.ts";
import type { SimulationRequest } from "./request.ts";
import { Steps, type StepsOptions } from "./steps.ts";

/** What a simulation is given besides its scene. */
export interface SimulationOptions extends Omit<Work, "workers"> {
  /** Threads that have started already, or how many `run` starts. The simulation ends them. */
  workers?: WorkerPool | number;
  /** Compiled before, where somebody makes several simulations. */
  module?: WebAssembly.Module;
  /** Is told of what `run` writes on this thread. */
  watch?: WriteWatch | undefined;
}

export interface RunOptions {
  /** Is told of the writer, whose totals grow meanwhile. */
  begins?: (writer: Writer) => void;
  /** As in WriterOptions. */
  isPolite?: boolean | undefined;
}

/**
 * One simulation from plan to end. Each step does those before it, if nobody has asked for them:
 *
 * ```
 * wanted -> plan -> open -> run     all of it, by threads, into an output
 *                        -> steps   slice by slice, on this thread
 *                                      close
 * ```
 */
export class Simulation {
  readonly #module: WebAssembly.Module;
  readonly #work: Work;
  readonly #watch: WriteWatch | undefined;
  #pool: WorkerPool | undefined;
  #wanted: Wanted | undefined;
  #planned: Planned | undefined;
  #opened: Opened | undefined;
  #isClosed = false;

  constructor(
    readonly scene: Scene,
    { workers = 1, module, watch, ...work }: SimulationOptions = {},
  ) {
    this.#module = module ?? compileKernel();
    this.#watch = watch;
    this.#pool = typeof workers === "number" ? undefined : workers;
    this.#work = { ...work, workers: typeof workers === "number" ? workers : workers.size };
  }

  /** Who is simulated, and what that demands of the memory, whether it fits or not. */
  wanted(): Wanted {
    this.#wanted ??= wantedOf(this.#module, this.scene, this.#work);
    return this.#wanted;
  }

  /** Where everything will be in the memory. Throws UsageError where the users do not fit. */
  plan(): Planned {
    this.#planned ??= planOf(this.wanted());
    return this.#planned;
  }

  /** The memory with its model and its users' beginnings. Throws RunError where the system does not have it. */
  open(): Opened {
    this.#opened ??= openPlanned(this.#module, this.scene, this.plan(), this.#work);
    return this.#opened;
  }

  /** The run on this thread, one slice after the other. Not for a simulation that runs. */
  steps(options?: StepsOptions): Steps {
    return new Steps(this.scene, this.open(), options);
  }

  /**
   * Lets the workers fill the ring, and the output have what is in it, to the end. `close` ends it before.
   */
  async run(output: RunContainer, { begins, isPolite }: RunOptions = {}): Promise<Written> {
    const { memory, plan, job } = this.open();
    const writer = new Writer(memory, plan, output, { isPolite, watch: this.#watch });
    begins?.(writer);
    if (this.#isClosed) throw new RunError("the simulation was ended before it began");
    this.#pool ??= new WorkerPool(this.#work.workers);
    this.#pool.start(job);
    // Workers end early where the kernel cannot go on: the reason is the error then, and not that batches are missing.
    await writer.run(this.#pool.ended.then(() => checkFault(memory)));
    await output.finish();
    return writer.written;
  }

  /** Throws RunError where the engine stopped before the window's end, after the events that are written. */
  checkStop(): void {
    const { engine, model, config } = this.scene;
    const { memory, plan } = this.open();
    engine.checkStop(memory, plan, model, config.file);
  }

  /** Ends the threads; a run that is under way ends with an error. Safe at any time, and more than once. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#pool?.terminate();
  }
}

/** Who hears of what each thread does. */
export interface Listeners {
  log?: LogChannel | undefined;
  trace?: readonly TraceChannel[] | undefined;
}

/** How many threads a run has. Of one user there is work for one. */
export function workerCount({ work, settings }: SimulationRequest, machine: Machine): number {
  return settings?.user === undefined ? (work?.workers ?? usualWorkers(machine)) : 1;
}

/** The threads of a run, which load their code while the rest is read. */
export function startWorkers(request: SimulationRequest, machine: Machine, listeners: Listeners = {}): WorkerPool {
  const { youngBytes, oldBytes, stackBytes, outOfMemory } = machine;
  const dumpsHeap = outOfMemory?.heapDump !== undefined;
  return new WorkerPool(workerCount(request, machine), {
    ...{ youngBytes, oldBytes, stackBytes, dumpsHeap },
    ...listeners,
  });
}
