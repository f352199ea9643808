import { formatExactly } from "../config/time.ts";
import { compileKernel } from "../kernel/kernel.ts";
import { budgetFor } from "../memory/budget.ts";
import type { Outcome, Written } from "../output/containers/container.ts";
import { manifestAt } from "../output/places/manifest-at.ts";
import type { OutputRequest } from "../output/request.ts";
import type { OriginalEvent, SimulatedEvent } from "../schema/event.ts";
import { type Inputs, type Read, readInputs, readSettings } from "../simulation/inputs.ts";
import type { SimulationRequest } from "../simulation/request.ts";
import { startWorkers } from "../simulation/simulation.ts";
import { type WriteObserver, write } from "../simulation/write.ts";
import { UsageError } from "../system/errors.ts";
import type { Machine } from "../system/machine.ts";
import type { Writer } from "../workers/writing/writer.ts";
import { eventsOf, readableOf } from "./events.ts";
import { checkEvents } from "./options.ts";
import { bytesRequest, requestOf, writeRequest } from "./requests.ts";
import { Stream } from "./stream.ts";
import type {
  BytesOptions,
  EventsOptions,
  SimulateOptions,
  SimulationRun,
  WriteOptions,
  WriteResult,
} from "./types.ts";
import { inLibraryWords, inWords } from "./words.ts";

const PROGRESS_MS = 100;

type Say = (line: string) => void;

/** Reports progress while a file is written, and keeps the outcome. */
class Listener implements WriteObserver {
  outcome: Outcome | undefined;
  #timer: NodeJS.Timeout | undefined;
  #written: Written | undefined;

  constructor(
    readonly say: Say,
    private readonly windowSeconds: number,
    private readonly onProgress: WriteOptions["onProgress"],
    /** Receives errors that `onProgress` throws from a timer; uncaught, they would end the process. */
    private readonly fails: (error: unknown) => void,
  ) {}

  writes({ written }: Writer): void {
    this.#written = written;
    if (this.onProgress !== undefined) this.#timer = setInterval(() => this.#tryToTell(written.seconds), PROGRESS_MS);
  }

  stops(isWhole: boolean, outcome?: Outcome): void {
    clearInterval(this.#timer);
    this.outcome = outcome;
    if (isWhole) this.#tell(this.windowSeconds);
  }

  #tryToTell(seconds: number): void {
    try {
      this.#tell(seconds);
    } catch (error) {
      clearInterval(this.#timer);
      this.fails(error);
    }
  }

  #tell(seconds: number): void {
    const { events, bytes, rawBytes } = this.#written as Written;
    this.onProgress?.({ share: Math.min(1, seconds / this.windowSeconds), events, bytes, rawBytes });
  }
}

/** The result of `simulate`. */
class Run<Event> implements SimulationRun<Event> {
  readonly window: { start: string; end: string };
  readonly seed: bigint;

  constructor(
    private readonly request: SimulationRequest,
    private readonly read: Read,
    private readonly machine: Machine,
    private readonly say: Say,
  ) {
    const { engine, settings } = read;
    const { startSeconds, windowSeconds, seed } = settings;
    const nanoseconds = engine.startNanoseconds(settings);
    const end = formatExactly(startSeconds + windowSeconds, nanoseconds);
    this.window = { start: formatExactly(startSeconds, nanoseconds), end };
    this.seed = seed;
  }

  events(options?: EventsOptions): AsyncGenerator<Event, undefined, undefined> {
    return eventsOf<Event>(this.#stream({}, checkEvents(options).signal));
  }

  bytes(options?: BytesOptions): ReadableStream<Uint8Array> {
    return readableOf(this.#stream(bytesRequest(options), options?.signal));
  }

  async write(path: string, options?: WriteOptions): Promise<WriteResult> {
    if (typeof path !== "string" || path === "") throw new UsageError("write needs the path of a file");
    const output = writeRequest(path, options);
    const { signal, onProgress } = options ?? {};
    signal?.throwIfAborted();
    try {
      return await this.#write(output, { signal, onProgress });
    } catch (error) {
      throw inWords(error);
    }
  }

  async #write(output: OutputRequest, { signal, onProgress }: WriteOptions): Promise<WriteResult> {
    const inputs = await this.#prepare(output);
    inputs.notes.forEach(this.say);
    const workers = startWorkers(this.request, this.machine);
    const fault = new AbortController();
    const listener = new Listener(this.say, inputs.settings.windowSeconds, onProgress, (error) => fault.abort(error));
    const ends = AbortSignal.any(signal === undefined ? [fault.signal] : [signal, fault.signal]);
    const budget = () => this.#budget(inputs, workers.size);
    const demand = { module: compileKernel(), workers, budget, signal: ends, isPolite: true };
    const written = await write(inputs, demand, listener);
    return resultOf(inputs, written, listener.outcome);
  }

  #prepare(output: OutputRequest): Promise<Inputs> {
    return readInputs({ ...this.request, output }, this.machine, this.read);
  }

  /** Memory of the rest of the process does not count: the limit is for the simulation. */
  #budget({ codec }: Inputs, workers: number) {
    return budgetFor(this.machine, workers, codec, { resident: 0, hasWorkers: false });
  }

  #stream(output: OutputRequest, signal: AbortSignal | undefined): Stream {
    const prepare = async () => {
      const inputs = await this.#prepare(output);
      inputs.notes.forEach(this.say);
      const { batchEvents } = inputs;
      const workers = startWorkers(this.request, this.machine);
      const budget = this.#budget(inputs, workers.size);
      return { inputs, options: { workers, batchEvents, encoding: inputs.output.encoding, budget } };
    };
    return new Stream(prepare, signal);
  }
}

async function resultOf(
  { output }: Inputs,
  { events, bytes }: Written,
  outcome: Outcome | undefined,
): Promise<WriteResult> {
  const made = outcome?.made ?? { files: 1, events, bytes };
  const { manifest } = output;
  return { ...made, ...(manifest === undefined ? {} : { manifest: await manifestAt(manifest) }) };
}

function readFor(request: SimulationRequest): Read {
  try {
    return readSettings(request);
  } catch (error) {
    throw inWords(error);
  }
}

/**
 * Reads and checks the options, the configuration and the data. The simulation begins when the caller asks for events or bytes, or writes them.
 * Rejects with UsageError where an option, the configuration or the data folder is wrong.
 */
export function simulate(options: SimulateOptions & { engine: "interana" }): Promise<SimulationRun<OriginalEvent>>;
export function simulate(options?: SimulateOptions): Promise<SimulationRun<SimulatedEvent>>;
export async function simulate(options?: SimulateOptions): Promise<SimulationRun<SimulatedEvent | OriginalEvent>> {
  const { request, machine, signal, onNote = () => {} } = requestOf(options);
  signal?.throwIfAborted();
  return new Run(request, readFor(request), machine, (line) => onNote(inLibraryWords(line)));
}
