import { compileKernel } from "../kernel/kernel.ts";
import { measuredBudget } from "../memory/budget.ts";
import type { Outcome, RunContainer, Written } from "../output/containers/container.ts";
import { pathOfName } from "../output/destinations/destinations.ts";
import { statusOf } from "../output/destinations/path.ts";
import { inputsOf, refuseBeside } from "../output/manifest/input-paths.ts";
import type { Tally } from "../output/manifest/tally/tally.ts";
import type { OutputSettings } from "../output/settings.ts";
import { isStoreAddress } from "../output/stores/stores.ts";
import { configFileOf, type Inputs, readInputs } from "../simulation/inputs.ts";
import type { Opened } from "../simulation/open.ts";
import { startWorkers, workerCount } from "../simulation/simulation.ts";
import { type Disk, type Ending, type WriteObserver, write } from "../simulation/write.ts";
import { OutOfMemoryError, RunError, UsageError } from "../system/errors.ts";
import type { Machine, OutOfMemory } from "../system/machine.ts";
import { printableLines } from "../system/printable.ts";
import { onInterrupt } from "../system/signals.ts";
import type { Lateness } from "../workers/live/lateness.ts";
import type { WorkerPool } from "../workers/pool.ts";
import type { TraceFile } from "../workers/trace/file.ts";
import type { LogChannel } from "../workers/watch/log.ts";
import type { MainWatch } from "../workers/watch/main-watch.ts";
import type { Writer } from "../workers/writing/writer.ts";
import type { RunDashboard } from "./dashboard/run-dashboard.ts";
import type { RunMetrics } from "./metrics/run-metrics.ts";
import { describeDisorder, describePlan, describeTopic, describeWindow } from "./report/describe.ts";
import { describeLateness, describeStop, LiveProgress } from "./report/live.ts";
import { describeNothing } from "./report/nothing.ts";
import { Progress } from "./report/progress.ts";
import type { CommandOptions } from "./request.ts";
import { requestOf } from "./request.ts";

/** A run's environment, which tests replace. */
export interface Surroundings extends Disk {
  machine?: Machine;
}

/** A run into a pipe or a topic that was asked to finish ends within a second, whoever takes its output. */
const FINISH_MS = 900;

/** Whether the run has files to complete, which nobody else can hold up. */
function makesFiles({ split, path }: OutputSettings): boolean {
  return split !== undefined || (path !== undefined && (isStoreAddress(path) || statusOf(path)?.isFile() !== false));
}

type Say = (line: string) => void;

/** The messages of a run for the user. */
class Audience implements WriteObserver {
  readonly #progress: Progress;
  #watch: MainWatch | undefined;
  #lateness: Lateness | undefined;
  /** Of the signal that ends a live run. */
  #exitCode: number | undefined;

  constructor(
    readonly say: Say,
    private readonly options: CommandOptions,
    private readonly inputs: Inputs,
    private readonly workers: WorkerPool,
    private readonly machine: Machine,
    private readonly around: { expected: string[] } & Pick<Listening, "log" | "metrics" | "dashboard">,
  ) {
    this.#progress = new Progress({
      live: options.progress && !options.quiet && process.stderr.isTTY === true,
      summary: !options.quiet,
      windowSeconds: inputs.settings.windowSeconds,
      topic: inputs.output.kafka?.name,
    });
  }

  async ready(opened: Opened): Promise<void> {
    const { inputs, machine, options, around, say } = this;
    [...inputs.notes, describeWindow(inputs)].forEach(say);
    if (options.verbose)
      [...describeTopic(inputs.output), ...around.expected, ...describePlan(opened, inputs, this.workers.size)].forEach(
        say,
      );
    if (machine.preTouch || machine.startBytes !== undefined)
      (await import("../memory/touch.ts")).touchMemory(opened.memory, opened.plan, machine);
    const { log } = around;
    this.#watch = log && new (await import("../workers/watch/main-watch.ts")).MainWatch(log, opened);
  }

  begins(cleanUp: () => Promise<void> | void, finish?: () => boolean): () => void {
    if (finish === undefined) return onInterrupt(cleanUp);
    return onInterrupt(cleanUp, {
      finish: (exitCode) => {
        this.#exitCode = exitCode;
        return finish();
      },
      mostMs: makesFiles(this.inputs.output) ? undefined : FINISH_MS,
    });
  }

  writes(writer: Writer, output: RunContainer, tally: Tally | undefined): void {
    const { live, settings } = this.inputs;
    this.#lateness = writer.lateness;
    this.#progress.start(writer.written, live && new LiveProgress(settings, writer.lateness));
    const { metrics, dashboard } = this.around;
    metrics?.watch(settings, writer, output);
    if (tally !== undefined) dashboard?.watch(this.inputs, writer, tally);
  }

  stops(isWhole: boolean, outcome?: Outcome): void {
    this.#progress.stop(isWhole, outcome);
  }

  wrote(written: Written, { isStopped, disorder }: Ending): void {
    this.end();
    if (!isStopped) this.around.dashboard?.completed();
    if (disorder !== undefined) this.say(describeDisorder(disorder));
    const { output, settings, config } = this.inputs;
    const late = describeLateness(this.#lateness);
    if (late !== undefined) this.say(`live: ${late}`);
    if (isStopped) {
      this.say(describeStop(written, settings, output));
      process.exitCode = this.#exitCode;
    } else if (written.events === 0 && !output.resume && output.onlyParts === undefined)
      this.say(describeNothing(settings, config.betaSeconds));
  }

  /** The run has ended, completely or not. */
  end(): void {
    this.#watch?.stop();
    this.#watch = undefined;
  }
}

/** Handles an isolate's full heap as the options ask, and returns the error with which the program ends. */
async function whenFull(error: OutOfMemoryError, outOfMemory: OutOfMemory | undefined): Promise<RunError> {
  if (outOfMemory === undefined) return error;
  const { workerIsFull } = await import("./jvm/out-of-memory.ts");
  return new RunError(error.message, workerIsFull(outOfMemory));
}

/** The threads of a run, and its listeners. */
interface Listening {
  workers: WorkerPool;
  log: LogChannel | undefined;
  trace: TraceFile | undefined;
  metrics: RunMetrics | undefined;
  dashboard: RunDashboard | undefined;
  say: Say;
}

/** Reads the inputs and writes the output, and tells the listeners. */
async function writeWith(
  options: CommandOptions,
  path: string | undefined,
  { workers, log, trace, metrics, dashboard, say }: Listening,
  { machine = {}, ...disk }: Surroundings,
): Promise<void> {
  const request = requestOf(options, path);
  const inputs = await readInputs(request, machine);
  const answering = options.answers === undefined ? undefined : await import("./answers.ts");
  answering?.checkAnswers(inputs);
  const module = compileKernel();
  const startMore = () => startWorkers(request, machine);
  const expected = options.verbose
    ? await (await import("./report/foresee.ts")).foresee(module, inputs, machine, workers.size, startMore)
    : [];
  const audience = new Audience(say, options, inputs, workers, machine, { expected, log, metrics, dashboard });
  const budget = () => measuredBudget(machine, workers, inputs.codec);
  try {
    const { sliceEvents } = options;
    const isPolite = metrics !== undefined;
    const isCounted = dashboard !== undefined;
    const demand = { ...disk, module, workers, sliceEvents, budget, isPolite, isCounted, watch: trace?.main };
    await write(inputs, demand, audience);
    await answering?.writeAnswers(options.answers!, inputs, machine);
  } finally {
    audience.end();
  }
}

/** Serves metrics as the options ask. Throws UsageError if the port cannot be had. */
async function openMetrics(options: CommandOptions, machine: Machine, say: Say): Promise<RunMetrics | undefined> {
  const { metricsPort, quiet } = options;
  if (metricsPort === undefined) return undefined;
  if (metricsPort === 0 && quiet)
    throw new UsageError("--metrics-port 0: with --quiet nobody learns the port; name one, or leave out --quiet");
  const { RunMetrics } = await import("./metrics/run-metrics.ts");
  const metrics = await RunMetrics.open(metricsPort, workerCount(requestOf(options), machine));
  say(`metrics: ${metrics.address}`);
  return metrics;
}

/** Refuses a file beside the output that would overwrite one that the run reads or writes. */
function refuseFilesBeside(options: CommandOptions, path: string | undefined, logFile: string | undefined): void {
  if (logFile === undefined && options.trace === undefined && options.answers === undefined) return;
  const inputs = inputsOf(configFileOf(options), options.data);
  const outputs = [path, options.manifest].map((name) => name && pathOfName(name));
  if (logFile !== undefined) refuseBeside(logFile, { option: "-Xlog", role: "the log" }, inputs, outputs);
  if (options.answers !== undefined)
    refuseBeside(options.answers, { option: "--answers", role: "the answers" }, inputs, outputs);
  if (options.trace !== undefined)
    refuseBeside(options.trace, { option: "--trace", role: "the trace" }, inputs, [...outputs, logFile]);
}

/** Runs with the threads of the run, which are always ended afterwards. */
async function runWith(
  options: CommandOptions,
  path: string | undefined,
  surroundings: Surroundings,
  trace: TraceFile | undefined,
): Promise<void> {
  const { machine = {} } = surroundings;
  const say: Say = (line) => options.quiet || process.stderr.write(`${printableLines(line)}\n`);
  machine.notes?.forEach(say);
  const log = machine.log && (await import("../workers/watch/log.ts")).openLog(machine.log);
  const metrics = await openMetrics(options, machine, say);
  const isShown = options.dashboard === true || options.dashboardPort !== undefined;
  const dashboard = isShown
    ? await (await import("./dashboard/run-dashboard.ts")).RunDashboard.asked(options, say)
    : undefined;
  // They start while the model is compiled.
  const workers = startWorkers(requestOf(options, path), machine, { log, trace: trace?.workers });
  try {
    await writeWith(options, path, { workers, log, trace, metrics, dashboard, say }, surroundings);
  } catch (error) {
    throw error instanceof OutOfMemoryError ? await whenFull(error, machine.outOfMemory) : error;
  } finally {
    await workers.terminate();
    metrics?.close();
    await dashboard?.close();
  }
}

/** Runs a command line, with its messages, signals, log and trace. Resolves when the output is complete. */
export async function run(
  options: CommandOptions,
  path: string | undefined,
  surroundings: Surroundings = {},
): Promise<void> {
  const { machine = {} } = surroundings;
  refuseFilesBeside(options, path, machine.log?.file);
  if (options.trace === undefined) return await runWith(options, path, surroundings, undefined);
  const { TraceFile } = await import("../workers/trace/file.ts");
  const threads = 1 + workerCount(requestOf(options, path), machine);
  const trace = new TraceFile(options.trace, threads, options.clobber === false);
  await trace.during(() => runWith(options, path, surroundings, trace));
}
