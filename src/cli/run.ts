import { compileKernel } from "../kernel/kernel.ts";
import { measuredBudget } from "../memory/budget.ts";
import type { Outcome, Written } from "../output/containers/container.ts";
import { inputsOf, refuseLog } from "../output/manifest/input-paths.ts";
import { configFileOf, type Inputs, prepareInputs } from "../simulation/inputs.ts";
import type { Opened } from "../simulation/open.ts";
import { startWorkers } from "../simulation/simulation.ts";
import { type Disk, type WriteObserver, write } from "../simulation/write.ts";
import { OutOfMemoryError, RunError } from "../system/errors.ts";
import type { Machine, OutOfMemory } from "../system/machine.ts";
import { printableLines } from "../system/printable.ts";
import { onInterrupt } from "../system/signals.ts";
import type { WorkerPool } from "../workers/pool.ts";
import type { LogChannel } from "../workers/watch/log.ts";
import type { MainWatch } from "../workers/watch/main-watch.ts";
import { describePlan, describeWindow } from "./report/describe.ts";
import { describeNothing } from "./report/nothing.ts";
import { Progress } from "./report/progress.ts";
import { requestOf } from "./request.ts";
import type { CommandOptions } from "./run-options.ts";

/** What is around a run; tests put something else in its place. */
export interface Surroundings extends Disk {
  machine?: Machine;
}

type Say = (line: string) => void;

/** What a person sees and hears of a run. */
class Audience implements WriteObserver {
  readonly #progress: Progress;
  #watch: MainWatch | undefined;

  constructor(
    readonly say: Say,
    private readonly options: CommandOptions,
    private readonly inputs: Inputs,
    private readonly workers: WorkerPool,
    private readonly machine: Machine,
    private readonly around: { expected: string[]; log: LogChannel | undefined },
  ) {
    this.#progress = new Progress({
      live: options.progress && !options.quiet && process.stderr.isTTY === true,
      summary: !options.quiet,
      windowSeconds: inputs.settings.windowSeconds,
    });
  }

  async ready(opened: Opened): Promise<void> {
    const { inputs, machine, options, around, say } = this;
    [...inputs.notes, describeWindow(inputs)].forEach(say);
    if (options.verbose) [...around.expected, ...describePlan(opened, inputs, this.workers.size)].forEach(say);
    if (machine.preTouch || machine.startBytes !== undefined)
      (await import("../memory/touch.ts")).touchMemory(opened.memory, opened.plan, machine);
    const { log } = around;
    this.#watch = log && new (await import("../workers/watch/main-watch.ts")).MainWatch(log, opened);
  }

  begins(cleanUp: () => void): () => void {
    return onInterrupt(cleanUp);
  }

  writes(written: Written): void {
    this.#progress.start(written);
  }

  stops(isWhole: boolean, outcome?: Outcome): void {
    this.#progress.stop(isWhole, outcome);
  }

  wrote({ events }: Written): void {
    this.end();
    const { output, settings, config } = this.inputs;
    if (events === 0 && !output.resume && output.onlyParts === undefined)
      this.say(describeNothing(settings, config.betaSeconds));
  }

  /** The run is over, whether it came to its end or not. */
  end(): void {
    this.#watch?.stop();
    this.#watch = undefined;
  }
}

/** An isolate's heap is full: does what is wanted then, and gives the error that the program ends with. */
async function whenFull(error: OutOfMemoryError, outOfMemory: OutOfMemory | undefined): Promise<RunError> {
  if (outOfMemory === undefined) return error;
  const { workerIsFull } = await import("../system/out-of-memory.ts");
  return new RunError(error.message, workerIsFull(outOfMemory));
}

/** Reads what is asked for and writes it, with whoever watches. */
async function writeWith(
  options: CommandOptions,
  path: string | undefined,
  { workers, log, say }: { workers: WorkerPool; log: LogChannel | undefined; say: Say },
  { machine = {}, ...disk }: Surroundings,
): Promise<void> {
  const request = requestOf(options, path);
  const inputs = await prepareInputs(request, machine);
  const module = compileKernel();
  const startMore = () => startWorkers(request, machine);
  const expected = options.verbose
    ? await (await import("./report/foresee.ts")).foresee(module, inputs, machine, workers.size, startMore)
    : [];
  const audience = new Audience(say, options, inputs, workers, machine, { expected, log });
  const budget = () => measuredBudget(machine, workers, inputs.codec);
  try {
    await write(inputs, { ...disk, module, workers, sliceEvents: options.sliceEvents, budget }, audience);
  } finally {
    audience.end();
  }
}

/** A run as the command line asks for it: with its messages, signals and logs. Resolves when the output is whole. */
export async function run(
  options: CommandOptions,
  path: string | undefined,
  surroundings: Surroundings = {},
): Promise<void> {
  const { machine = {} } = surroundings;
  const say: Say = (line) => options.quiet || process.stderr.write(`${printableLines(line)}\n`);
  machine.notes?.forEach(say);
  const logFile = machine.log?.file;
  if (logFile !== undefined)
    refuseLog(logFile, inputsOf(configFileOf(options), options.data), [path, options.manifest]);
  const log = machine.log && (await import("../workers/watch/log.ts")).openLog(machine.log);
  const workers = startWorkers(requestOf(options, path), machine, log); // they start while the model is compiled
  try {
    await writeWith(options, path, { workers, log, say }, surroundings);
  } catch (error) {
    throw error instanceof OutOfMemoryError ? await whenFull(error, machine.outOfMemory) : error;
  } finally {
    await workers.terminate();
  }
}
