import type { Budget } from "../memory/budget.ts";
import { type DisorderTotals, disorderTotalsOf } from "../memory/disorder.ts";
import type { Eras } from "../memory/origin/origin.ts";
import type { Outcome, RunContainer, Written } from "../output/containers/container.ts";
import { counted } from "../output/containers/counted.ts";
import { NO_SPLIT } from "../output/containers/files/split-rules.ts";
import { openTarget } from "../output/containers/open.ts";
import type { Started } from "../output/containers/run-context.ts";
import type { Target } from "../output/containers/target.ts";
import { DiskFull, writeError } from "../output/destinations/errors.ts";
import { type FileSystem, nodeFileSystem } from "../output/destinations/filesystem.ts";
import { KafkaFailure } from "../output/kafka/errors.ts";
import { withAcknowledged } from "../output/kafka/undelivered.ts";
import { Tally } from "../output/manifest/tally/tally.ts";
import type { TruthFile } from "../output/truth/file.ts";
import type { WallClock } from "../workers/live/clock.ts";
import type { WorkerPool } from "../workers/pool.ts";
import type { WriteWatch } from "../workers/writing/direct.ts";
import type { Writer } from "../workers/writing/writer.ts";
import { withRoom } from "./failures/disk-full.ts";
import { dataSetOf, type Inputs } from "./inputs.ts";
import { liveSettings, reachedBy } from "./live.ts";
import type { Opened } from "./open.ts";
import { Simulation } from "./simulation.ts";
import { openTruth, truthJobOf } from "./truth.ts";

const SNAPSHOT_MS = 2000;

/** The file system, how often totals are saved, and how times follow a run. Tests replace them. */
export interface Disk {
  files?: FileSystem;
  /** Least milliseconds between two snapshots of the totals. A snapshot is as large as catalog and population. */
  snapshotMs?: number;
  /** As in Work. */
  eras?: Eras;
}

/** Parameters of a run with an output. */
export interface WriteDemand extends Disk {
  module: WebAssembly.Module;
  workers: WorkerPool;
  sliceEvents?: number | undefined;
  /** Called once existing output is known. */
  budget: () => Promise<Budget> | Budget;
  /** Receives what the main thread writes. */
  watch?: WriteWatch | undefined;
  /** Ends the run, which then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** As in WriterOptions. */
  isPolite?: boolean | undefined;
  /** Whether events are counted where no manifest needs it. */
  isCounted?: boolean | undefined;
  /** For live runs; the system's clock if absent. */
  wall?: WallClock | undefined;
}

/** How a run has ended. */
export interface Ending {
  /** Whether it was ended before its end. */
  isStopped: boolean;
  /** What happened to events that leave in another order. */
  disorder?: DisorderTotals;
}

/** Callbacks during a run with an output. */
export interface WriteObserver {
  /** Prints a message for the user. */
  say(line: string): void;
  /** Everything is ready, and nothing is written. An error that this throws ends the run. */
  ready?(opened: Opened): Promise<void> | void;
  /**
   * The output is about to be opened. If the process has to end, the caller calls `cleanUp`, which removes unfinished
   * output, until this run calls the returned function `forget`.
   * @param finish present if the run can end in the middle: completes what was begun, so that the run resolves soon.
   * Returns false if nothing has begun
   */
  begins?(cleanUp: () => Promise<void> | void, finish?: () => boolean): () => void;
  /** The first events follow; what the writer and the output tell changes during the run. */
  writes?(writer: Writer, output: RunContainer, tally: Tally | undefined): void;
  /** Writing has ended; the output is complete if there is an outcome. May be called twice. */
  stops?(isWhole: boolean, outcome?: Outcome): void;
  /** The output is complete, unless `finish` has ended the run before its end. */
  wrote?(written: Written, ending: Ending): void;
}

function startedWith({ memory, kernel, plan, population }: Opened): Started {
  const { tally, disorder } = plan;
  return {
    tally: tally && new Tally(memory, kernel, tally),
    users: population.total,
    disorder: disorder && (() => disorderTotalsOf(memory, disorder)),
  };
}

function findTarget(inputs: Inputs, demand: WriteDemand, observer: WriteObserver): Promise<Target> {
  const { files = nodeFileSystem, snapshotMs = SNAPSHOT_MS, signal } = demand;
  const { engine, settings, output, codec, model, catalog } = inputs;
  const isDescribed = output.manifest !== undefined || output.split !== undefined;
  return openTarget({
    ...{ files, snapshotMs, output, engine, settings, codec, catalog },
    signal,
    say: (line) => observer.say(line),
    dataSet: isDescribed ? dataSetOf(inputs) : undefined,
    states: model.stateTable,
    longestLineBytes: model.longestLineBytes,
  });
}

/** Adds the file's name to the system's errors, and the missing room if the disk is full. */
function explain(error: unknown, { settings, output }: Inputs, { name, beginning }: Target, writer: Writer): unknown {
  if (error instanceof KafkaFailure) {
    const earlierEvents = beginning.position.event;
    return withAcknowledged(error, writer.written, settings, {
      earlierEvents,
      isResumable: output.manifest !== undefined,
    });
  }
  const failure = writeError(name, error);
  if (!(failure instanceof DiskFull) || output.onlyParts !== undefined) return failure;
  const { second: beginSecond, event: beginEvent } = beginning.position;
  const { windowSeconds, eventLimit = Number.POSITIVE_INFINITY } = settings;
  const extent = { beginSecond, windowSeconds, beginEvent, eventLimit };
  return withRoom(failure, writer, extent, output.split !== undefined);
}

/** Opens the output and runs the simulation into it, to the end. */
async function writeInto(
  target: Target,
  simulation: Simulation,
  inputs: Inputs,
  observer: WriteObserver,
  { signal, isPolite, files = nodeFileSystem }: WriteDemand,
): Promise<{ written: Written; isStopped: boolean }> {
  let output: RunContainer | undefined;
  let truth: TruthFile | undefined;
  let writer: Writer | undefined;
  const cleanUp = () => {
    observer.stops?.(false);
    output?.abort();
    truth?.abort();
    return target.leave();
  };
  const stop = () => {
    writer?.abandon();
    void cleanUp();
    void simulation.close();
  };
  let isInterrupted = false;
  const interrupt = () => {
    isInterrupted = true;
    writer?.abandon();
    simulation.stop();
    return cleanUp();
  };
  const finish = () => {
    writer?.stop();
    return writer !== undefined;
  };
  const forget = observer.begins?.(interrupt, inputs.live && finish);
  signal?.addEventListener("abort", stop);
  try {
    truth = openTruth(inputs, files);
    const started = startedWith(simulation.open());
    const opened = await target.open(started);
    output = opened;
    signal?.throwIfAborted();
    const begins = (begun: Writer) => {
      writer = begun;
      observer.writes?.(begun, opened, started.tally);
    };
    const written = await simulation.run(output, {
      begins,
      isPolite,
      truth: truth && truthJobOf(simulation.open(), inputs, truth),
    });
    const isStopped = writer?.isStopped === true;
    // The workers of a run that was stopped may still be adding to the list.
    if (isStopped && truth !== undefined) await simulation.close();
    await truth?.finish();
    observer.stops?.(true, output.outcome?.());
    await target.leave();
    return { written, isStopped };
  } catch (error) {
    await cleanUp();
    // The process ends when the signal's clean-up has.
    if (isInterrupted) await new Promise(() => {});
    signal?.throwIfAborted();
    throw writer === undefined ? error : explain(error, inputs, target, writer);
  } finally {
    forget?.();
    signal?.removeEventListener("abort", stop);
  }
}

async function openSimulation(inputs: Inputs, target: Target, demand: WriteDemand): Promise<Simulation> {
  const { module, workers, sliceEvents, budget, watch, wall, eras } = demand;
  const { engine, config, settings, model, output, batchEvents, live } = inputs;
  return new Simulation(
    { engine, config, settings, model },
    {
      ...{ module, workers, sliceEvents, batchEvents, watch, wall, eras },
      live: live && liveSettings(live, settings, reachedBy(target.beginning), (wall?.now ?? Date.now)()),
      encoding: target.encoding ?? output.encoding,
      rules: output.split?.rules ?? NO_SPLIT,
      beginning: target.beginning,
      isCounted: target.isCounted,
      isTold: output.truth !== undefined,
      budget: await budget(),
    },
  );
}

/**
 * The whole pipeline: finds existing output, simulates and writes. Resolves when the output is complete. The workers
 * are ended in every case.
 */
export async function write(inputs: Inputs, demand: WriteDemand, observer: WriteObserver): Promise<Written> {
  const { workers } = demand;
  try {
    const found = await findTarget(inputs, demand, observer);
    const target = demand.isCounted ? counted(found) : found;
    const simulation = await prepare(inputs, target, demand, observer);
    const { written, isStopped } = await writeInto(target, simulation, inputs, observer, demand);
    const { memory, plan } = simulation.open();
    const disorder = plan.disorder && disorderTotalsOf(memory, plan.disorder);
    observer.wrote?.(written, { isStopped, ...(disorder && { disorder }) });
    // Whatever is simulated after the last requested event does not matter.
    if (!isStopped && written.events !== inputs.settings.eventLimit) simulation.checkStop();
    return written;
  } finally {
    await workers.terminate();
  }
}

/** The simulation with its memory. */
async function prepare(inputs: Inputs, target: Target, demand: WriteDemand, observer: WriteObserver) {
  try {
    const simulation = await openSimulation(inputs, target, demand);
    await observer.ready?.(simulation.open());
    demand.signal?.throwIfAborted();
    return simulation;
  } catch (error) {
    await target.leave();
    throw error;
  }
}
