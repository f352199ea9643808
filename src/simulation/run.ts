import { describePlan, describeWindow } from "../cli/report/describe.ts";
import { withRoom } from "../cli/report/disk-full.ts";
import { Progress } from "../cli/report/progress.ts";
import type { CommandOptions } from "../cli/run-options.ts";
import { compileKernel } from "../kernel/kernel.ts";
import { measuredBudget, usualWorkers } from "../memory/budget.ts";
import type { Output } from "../output/containers/batch.ts";
import { openTarget, type Target } from "../output/containers/open.ts";
import type { Started } from "../output/containers/run-context.ts";
import { NO_SPLIT } from "../output/containers/split-rules.ts";
import { DiskFull, writeError } from "../output/destinations/errors.ts";
import { type FileSystem, nodeFileSystem } from "../output/destinations/filesystem.ts";
import { inputsOf, refuseLog } from "../output/manifest/input-paths.ts";
import { Tally } from "../output/manifest/tally.ts";
import { OutOfMemoryError, RunError } from "../system/errors.ts";
import type { Machine, OutOfMemory } from "../system/machine.ts";
import { printableLines } from "../system/printable.ts";
import { onInterrupt } from "../system/signals.ts";
import { WorkerPool } from "../workers/pool.ts";
import type { LogChannel } from "../workers/watch/log.ts";
import { Writer } from "../workers/writer.ts";
import { checkFault, type PreparedEngine, prepareEngine } from "./engine.ts";
import { checkStop } from "./engines/interana-stop.ts";
import { configFileOf, dataSetOf, type Inputs, prepareInputs } from "./inputs.ts";

const SNAPSHOT_MS = 2000;

/** What is around a run; tests put something else in its place. */
export interface Surroundings {
  machine?: Machine;
  files?: FileSystem;
  /** Least time between two snapshots of what was counted. One is as large as catalog and population. */
  snapshotMs?: number;
}

/** Finds out what is there already, and makes a memory ready for the rest. */
async function prepareRun(
  options: CommandOptions,
  inputs: Inputs,
  workers: WorkerPool,
  say: (line: string) => void,
  { files = nodeFileSystem, snapshotMs = SNAPSHOT_MS, machine = {} }: Surroundings,
) {
  const { config, settings, output, catalog, model, batchEvents } = inputs;
  const module = compileKernel();
  const startMore = () => startWorkers(options, machine);
  const expected = options.verbose
    ? await (await import("../cli/report/foresee.ts")).foresee(module, inputs, machine, workers.size, startMore)
    : [];
  const isDescribed = output.manifest !== undefined || output.split !== undefined;
  const target = await openTarget({
    ...{ files, snapshotMs, output, settings, say },
    dataSet: isDescribed ? dataSetOf(inputs) : undefined,
    codec: inputs.codec,
    states: model.stateTable,
    catalog,
  });
  try {
    const engine = prepareEngine(module, config, settings, model, {
      ...{ workers: workers.size, batchEvents, sliceEvents: options.sliceEvents },
      encoding: output.encoding,
      rules: output.split?.rules ?? NO_SPLIT,
      beginning: target.beginning,
      isCounted: target.isCounted,
      budget: await measuredBudget(machine, workers, inputs.codec),
    });
    [...inputs.notes, describeWindow(settings)].forEach(say);
    if (options.verbose) [...expected, ...describePlan(engine, settings, model, workers.size)].forEach(say);
    if (machine.preTouch || machine.startBytes !== undefined)
      (await import("../memory/touch.ts")).touchMemory(engine.memory, engine.plan, machine);
    return { target, engine };
  } catch (error) {
    target.leave();
    throw error;
  }
}

function startedWith({ memory, kernel, plan, population }: PreparedEngine): Started {
  return { tally: plan.tally && new Tally(memory, kernel, plan.tally), users: population.total };
}

interface Work {
  engine: PreparedEngine;
  target: Target;
  workers: WorkerPool;
  inputs: Inputs;
  progress: Progress;
}

/** What the system refuses is told with its file; of a full disk also how much room is missing. */
function explain(error: unknown, { settings, output }: Inputs, { name, beginning }: Target, writer: Writer): unknown {
  const failure = writeError(name, error);
  if (!(failure instanceof DiskFull) || output.onlyParts !== undefined) return failure;
  const { second: beginSecond, event: beginEvent } = beginning.position;
  const { windowSeconds, eventLimit = Number.POSITIVE_INFINITY } = settings;
  const extent = { beginSecond, windowSeconds, beginEvent, eventLimit };
  return withRoom(failure, writer, extent, output.split !== undefined);
}

/** Opens the output, lets the workers fill the ring, and writes what is in it, to the end. Gives the number of events. */
async function work({ engine, target, workers, inputs, progress }: Work): Promise<number> {
  let output: Output | undefined;
  let writer: Writer | undefined;
  const cleanUp = () => {
    progress.stop(false);
    output?.abort();
    target.leave();
  };
  const forget = onInterrupt(cleanUp);
  try {
    output = await target.open(startedWith(engine));
    writer = new Writer(engine.memory, engine.plan, output);
    progress.start(writer.written);
    workers.start(engine.job);
    // Workers end early where the kernel cannot go on: the reason is the error then, and not that batches are missing.
    await writer.run(workers.ended.then(() => checkFault(engine.memory)));
    await output.finish();
    progress.stop(true, output.outcome?.());
    target.leave();
    return writer.written.events;
  } catch (error) {
    cleanUp();
    throw writer === undefined ? error : explain(error, inputs, target, writer);
  } finally {
    forget();
  }
}

function progressOf(options: CommandOptions, { settings }: Inputs): Progress {
  return new Progress({
    live: options.progress && !options.quiet && process.stderr.isTTY === true,
    summary: !options.quiet,
    windowSeconds: settings.windowSeconds,
  });
}

/** An isolate's heap is full: does what is wanted then, and gives the error that the program ends with. */
async function whenFull(error: OutOfMemoryError, outOfMemory: OutOfMemory | undefined): Promise<RunError> {
  if (outOfMemory === undefined) return error;
  const { workerIsFull } = await import("../system/out-of-memory.ts");
  return new RunError(error.message, workerIsFull(outOfMemory));
}

/** The threads of a run. With `--user` there is work for one. */
export function startWorkers(options: CommandOptions, machine: Machine, log?: LogChannel): WorkerPool {
  const wanted = options.workers ?? usualWorkers(machine);
  const { youngBytes, oldBytes, stackBytes, outOfMemory } = machine;
  const dumpsHeap = outOfMemory?.heapDump !== undefined;
  return new WorkerPool(options.user === undefined ? wanted : 1, { youngBytes, oldBytes, stackBytes, log, dumpsHeap });
}

/** The whole pipeline: configuration -> model -> memory -> workers -> ring -> sink. Resolves when the output is whole. */
export async function run(
  options: CommandOptions,
  path: string | undefined,
  surroundings: Surroundings = {},
): Promise<void> {
  const { machine = {} } = surroundings;
  const say = (line: string) => options.quiet || process.stderr.write(`${printableLines(line)}\n`);
  machine.notes?.forEach(say);
  const logFile = machine.log?.file;
  if (logFile !== undefined)
    refuseLog(logFile, inputsOf(configFileOf(options), options.data), [path, options.manifest]);
  const log = machine.log && (await import("../workers/watch/log.ts")).openLog(machine.log);
  const workers = startWorkers(options, machine, log); // they start while the model is compiled
  try {
    const inputs = await prepareInputs(options, path, machine);
    const { target, engine } = await prepareRun(options, inputs, workers, say, surroundings);
    const watch = log && new (await import("../workers/watch/main-watch.ts")).MainWatch(log, engine);
    const events = await work({ engine, target, workers, inputs, progress: progressOf(options, inputs) }).finally(() =>
      watch?.stop(),
    );
    const { output, settings, config } = inputs;
    if (events === 0 && !output.resume && output.onlyParts === undefined)
      say((await import("../cli/report/nothing.ts")).describeNothing(settings, config.betaSeconds));
    // What is simulated behind the last event that was asked for is nobody's concern.
    if (events !== inputs.settings.eventLimit) checkStop(engine.memory, engine.plan, inputs.model, inputs.config.file);
  } catch (error) {
    throw error instanceof OutOfMemoryError ? await whenFull(error, machine.outOfMemory) : error;
  } finally {
    await workers.terminate();
  }
}
