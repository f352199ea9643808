import { CONTROL_POOL_NEXT } from "../../../assembly/layout/control.ts";
import type { Catalog } from "../../../src/catalog/types.ts";
import type { Settings } from "../../../src/config/settings.ts";
import type { Config } from "../../../src/config/types.ts";
import { compileKernel, type EncodeBatch, type Kernel, openKernel } from "../../../src/kernel/kernel.ts";
import { compileModel, type Model, type ModelFormat } from "../../../src/model/model.ts";
import { checkFault, type PreparedEngine, prepareEngine } from "../../../src/simulation/engine.ts";
import { smallSettings } from "../reference/sample.ts";
import type { Settings as Simulated } from "../reference/simulate.ts";

const ONLY_WORKER = 0;
const BUFFER = 0;
const SLICE_RECORDS = 20_000;

export interface Inputs {
  config: Config;
  catalog: Catalog;
  settings: Settings;
}

/** The settings of the reference's simulator as those of the engine. */
export function inputsOf(simulated: Simulated, holidays = "none"): Inputs {
  const { config, catalog, userCount, holidays: _, ...settings } = simulated;
  return { config, catalog, settings: { ...settings, initialUsers: userCount, holidays } };
}

export function smallInputs(changes: Partial<Simulated> = {}): Inputs {
  return inputsOf(smallSettings(changes));
}

/** A run of the kernel on this thread, for one format. Its slices are cut into batches; each is encoded by a function of the test. */
export class KernelRun {
  readonly kernel: Kernel;
  readonly #bytes: Buffer;

  private constructor(
    readonly engine: PreparedEngine,
    readonly model: Model,
    private readonly settings: Settings,
  ) {
    this.kernel = openKernel(compileKernel(), engine.memory);
    this.#bytes = Buffer.from(engine.memory.buffer);
  }

  static async open(
    { config, catalog, settings }: Inputs,
    encoding: ModelFormat,
    batchEvents = 2048,
  ): Promise<KernelRun> {
    const model = await compileModel(config, catalog, settings, encoding);
    const options = { workers: 1, progress: false, sliceEvents: SLICE_RECORDS, batchEvents };
    const engine = prepareEngine(compileKernel(), config, settings, model, options);
    return new KernelRun(engine, model, settings);
  }

  /** Simulates slice after slice; tells of each batch where it begins in the buffer and how many records it has. */
  eachBatch(visit: (first: number, count: number) => void): void {
    const { chunks, longestSliceSeconds, batchEvents } = this.engine.plan;
    for (let chunk = 0; chunk < chunks; chunk++) this.kernel.makeChunk(chunk);
    for (let start = 0, length = 1; start < this.settings.windowSeconds; ) {
      const end = Math.min(start + length, this.settings.windowSeconds);
      const records = this.#slice(start, end);
      for (let first = 0; first < records; first += batchEvents) visit(first, Math.min(batchEvents, records - first));
      start = end;
      length = Math.min(records < SLICE_RECORDS / 4 ? length * 2 : length, longestSliceSeconds);
    }
  }

  #slice(start: number, end: number): number {
    const { memory, plan } = this.engine;
    Atomics.store(new Int32Array(memory.buffer, CONTROL_POOL_NEXT, 1), 0, 0);
    for (let chunk = 0; chunk < plan.chunks; chunk++) this.kernel.simulateChunk(ONLY_WORKER, chunk, start, end);
    const records = this.kernel.prefixSums(plan.chunks, start, end, 0) >>> 0;
    for (let chunk = 0; chunk < plan.chunks; chunk++) this.kernel.placeChunk(chunk, start, end, BUFFER);
    checkFault(memory);
    return records;
  }

  /** The bytes of a batch as one of the kernel's encoders writes them. */
  encode(encoder: EncodeBatch, first: number, count: number): Buffer {
    const out = this.engine.plan.slots;
    const end = encoder(ONLY_WORKER, BUFFER, first, count, out) >>> 0;
    return Buffer.from(this.#bytes.subarray(out, end));
  }
}

/** All batches of a run, encoded by the named function of the kernel. */
export async function encodeAll(
  inputs: Inputs,
  encoding: ModelFormat,
  encoder: "encodeJson" | "encodeMsgpack" | "encodeJsonLz4" | "encodeMsgpackLz4",
  batchEvents?: number,
): Promise<Buffer[]> {
  const run = await KernelRun.open(inputs, encoding, batchEvents);
  const batches: Buffer[] = [];
  run.eachBatch((first, count) => batches.push(run.encode(run.kernel[encoder], first, count)));
  return batches;
}
