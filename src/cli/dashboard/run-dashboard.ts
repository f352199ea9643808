import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { startMsOf } from "../../output/containers/run-context.ts";
import type { Tally } from "../../output/manifest/tally/tally.ts";
import type { ReportHeader } from "../../report/model.ts";
import { dataSetOf, type Inputs } from "../../simulation/inputs.ts";
import { UsageError } from "../../system/errors.ts";
import { inheritedArguments } from "../../system/threads.ts";
import type { Writer } from "../../workers/writing/writer.ts";
import { HOST, portError } from "../loopback.ts";
import type { CommandOptions } from "../request.ts";
import type { FromDashboard, ToDashboard } from "./messages.ts";

/** How often the thread learns what the writer knows. */
const NOTE_MS = 500;
/** Pages that are open get the end of the run within this time, or not. Whoever stops a run does not wait for them. */
const MOST_END_MS = 5000;
const MOST_STOP_MS = 900;

function headerOf(inputs: Inputs): ReportHeader {
  const { id, description } = dataSetOf(inputs);
  const { eventsim: program, engine, seed, window, format, compress } = description;
  return { source: "manifest", program, engine, dataSetId: id, seed, window, format, compress };
}

/** Shows a run while it writes, from a thread of its own. */
export class RunDashboard {
  #timer: NodeJS.Timeout | undefined;
  #note: () => void = () => {};
  #isWhole = false;

  private constructor(
    private readonly thread: Worker,
    readonly address: string,
  ) {}

  /** @param port 0 for a free one. Throws UsageError if it cannot be had */
  static async open(port: number): Promise<RunDashboard> {
    const script = new URL("./thread.js", import.meta.url);
    const thread = new Worker(script, { workerData: port, ...inheritedArguments() });
    const [answer] = (await once(thread, "message")) as [FromDashboard];
    if (answer.kind === "open") {
      // The run decides how long the process lives.
      thread.unref();
      return new RunDashboard(thread, `http://${HOST}:${answer.port}/`);
    }
    await thread.terminate();
    throw portError("--dashboard-port", port, answer as FromDashboard & { kind: "failed" });
  }

  /** As the options ask. Throws UsageError if the port cannot be had, or nobody would learn it. */
  static async asked(options: CommandOptions, say: (line: string) => void): Promise<RunDashboard> {
    const { dashboardPort: port = 0, quiet } = options;
    if (port === 0 && quiet)
      throw new UsageError(
        "--dashboard: with --quiet nobody learns the port; name one with --dashboard-port, or leave out --quiet",
      );
    const opened = await RunDashboard.open(port);
    say(`dashboard: ${opened.address}`);
    return opened;
  }

  /** A run begins to write. */
  watch(inputs: Inputs, writer: Writer, tally: Tally): void {
    const { settings, model, catalog } = inputs;
    this.#tell({
      ...{ kind: "run", memory: tally.memory, plan: tally.plan, states: model.stateTable, header: headerOf(inputs) },
      songs: { artist: catalog.songs.artist, title: catalog.songs.title },
      startMs: startMsOf(settings),
      windowSeconds: settings.windowSeconds,
    });
    this.#note = () => this.#tell({ kind: "progress", written: { ...writer.written }, past: tally.past });
    this.#timer = setInterval(this.#note, NOTE_MS).unref();
  }

  /** The run has come to its end. */
  completed(): void {
    this.#isWhole = true;
  }

  /** Tells open pages that the run has ended, and ends the thread. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#note();
    this.thread.ref();
    const ended = once(this.thread, "message", {
      signal: AbortSignal.timeout(this.#isWhole ? MOST_END_MS : MOST_STOP_MS),
    });
    this.#tell({ kind: "end", isWhole: this.#isWhole });
    // A page that takes nothing does not hold up the end.
    await ended.catch(() => {});
    await this.thread.terminate();
  }

  #tell(message: ToDashboard): void {
    this.thread.postMessage(message);
  }
}
