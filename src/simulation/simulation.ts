import { compileKernel } from "../kernel/kernel.ts";
import { usualWorkers } from "../memory/budget.ts";
import type { RunContainer, Written } from "../output/containers/container.ts";
import { RunError } from "../system/errors.ts";
import type { Machine } from "../system/machine.ts";
import type { TruthJob } from "../workers/disorder/truth.ts";
import { LiveClock, type WallClock } from "../workers/live/clock.ts";
import { DueTimesTable } from "../workers/live/due-times.ts";
import { startingAt } from "../workers/live/timing.ts";
import { WorkerPool } from "../workers/pool.ts";
import type { TraceChannel } from "../workers/trace/buffer.ts";
import type { LogChannel } from "../workers/watch/log.ts";
import type { WriteWatch } from "../workers/writing/direct.ts";
import { Writer } from "../workers/writing/writer.ts";
import type { Scene } from "./engines/engine.ts";
import { checkFault } from "./failures/fault.ts";
import { type Opened, openPlanned } from "./open.ts";
import { type Planned, planOf, type Wanted, type Work, wantedOf } from "./plan.ts";
import type { SimulationRequest } from "./request.ts";
import { peakDensity } from "./samples/density.ts";
import { isSmallRun } from "./small-run.ts";
import { Steps, type StepsOptions } from "./steps.ts";

/** An interrupt has 900 ms, and cleans up after this. */
const STOP_MS = 400;

/** Parameters of a simulation, besides its scene. */
export interface SimulationOptions extends Omit<Work, "workers"> {
  /** Threads that have started already, or the number that `run` starts. The simulation ends them. */
  workers?: WorkerPool | number;
  /** The compiled kernel, if the caller makes several simulations. */
  module?: WebAssembly.Module;
  /** Receives what `run` writes on this thread. */
  watch?: WriteWatch | undefined;
  /** For live runs; the system's clock if absent. */
  wall?: WallClock | undefined;
}

export interface RunOptions {
  /** Receives the writer, whose totals grow during the run. */
  begins?: (writer: Writer) => void;
  /** As in WriterOptions. */
  isPolite?: boolean | undefined;
  /** Where it is told what happens to events. */
  truth?: TruthJob | undefined;
}

/**
 * A simulation from plan to end. Each step first does the steps before it, unless they are done:
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
  readonly #wall: WallClock | undefined;
  #pool: WorkerPool | undefined;
  #wanted: Wanted | undefined;
  #planned: Planned | undefined;
  #opened: Opened | undefined;
  #isClosed = false;

  constructor(
    readonly scene: Scene,
    { workers = 1, module, watch, wall, ...work }: SimulationOptions = {},
  ) {
    this.#module = module ?? compileKernel();
    this.#watch = watch;
    this.#wall = wall;
    this.#pool = typeof workers === "number" ? undefined : workers;
    this.#work = { ...work, workers: typeof workers === "number" ? workers : workers.size };
  }

  /** The users and the memory that they need, whether or not they fit. */
  wanted(): Wanted {
    this.#wanted ??= wantedOf(this.#module, this.scene, this.#workOf());
    return this.#wanted;
  }

  #workOf(): Work {
    const { scene } = this;
    if (scene.settings.disorder === undefined) return this.#work;
    return { ...this.#work, density: peakDensity(this.#module, scene, this.#work) };
  }

  /** The memory plan. Throws UsageError if the users do not fit. */
  plan(): Planned {
    this.#planned ??= planOf(this.wanted());
    return this.#planned;
  }

  /** The memory with its model and the users' start times. Throws RunError if the system does not provide it. */
  open(): Opened {
    this.#opened ??= openPlanned(this.#module, this.scene, this.plan(), this.#work);
    return this.#opened;
  }

  /** Returns the run on this thread, slice by slice. It cannot be combined with `run`. */
  steps(options?: StepsOptions): Steps {
    return new Steps(this.scene, this.open(), options);
  }

  /** Lets the workers fill the ring and the output drain it, to the end of the run or until `close`. */
  async run(output: RunContainer, { begins, isPolite, truth }: RunOptions = {}): Promise<Written> {
    const { memory, plan, job } = this.open();
    const wall = this.#wall ?? { now: Date.now };
    const live = job.schedule.live && startingAt(job.schedule.live, wall.now());
    const clock = live && new LiveClock(new DueTimesTable(memory, live.dueTimes, plan.slotCount), wall, live.timing);
    const writer = new Writer(memory, plan, output, { isPolite, clock, watch: this.#watch });
    begins?.(writer);
    if (this.#isClosed) throw new RunError("the simulation was ended before it began");
    this.#pool ??= new WorkerPool(this.#work.workers);
    this.#pool.start({ ...job, schedule: { ...job.schedule, ...(live && { live }) }, truth });
    // Workers end early if the kernel meets a fault. That is the error to report, not the missing batches.
    await writer.run(this.#pool.ended.then(() => checkFault(memory)));
    if (writer.isStopped && output.suspend !== undefined) await output.suspend();
    else await output.finish();
    return writer.written;
  }

  /** Throws RunError if the engine stopped before the window's end, after its events are written. */
  checkStop(): void {
    const { engine, model, config } = this.scene;
    const { memory, plan } = this.open();
    engine.checkStop(memory, plan, model, config.file);
  }

  /** The process is about to end: the threads do their current task, for which this one waits. */
  stop(): void {
    this.#isClosed = true;
    this.#pool?.stop(STOP_MS);
  }

  /** Ends the threads; a run under way rejects. Safe at any time, and more than once. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#pool?.terminate();
  }
}

/** Receivers of the activity of each thread. */
export interface Listeners {
  log?: LogChannel | undefined;
  trace?: readonly TraceChannel[] | undefined;
}

/** Returns the number of threads of a run; a single user has work for one, and so has a small run. */
export function workerCount(request: SimulationRequest, machine: Machine): number {
  const { work, settings } = request;
  if (settings?.user !== undefined) return 1;
  return work?.workers ?? (isSmallRun(request) ? 1 : usualWorkers(machine));
}

/** Starts the threads of a run, which load their code while the rest is read. */
export function startWorkers(request: SimulationRequest, machine: Machine, listeners: Listeners = {}): WorkerPool {
  const { youngBytes, oldBytes, stackBytes, outOfMemory } = machine;
  const dumpsHeap = outOfMemory?.heapDump !== undefined;
  return new WorkerPool(workerCount(request, machine), {
    ...{ youngBytes, oldBytes, stackBytes, dumpsHeap },
    ...listeners,
  });
}
