import type { Catalog } from "../../../src/catalog/types.ts";
import type { Settings, SettingsRequest } from "../../../src/config/settings.ts";
import type { Config } from "../../../src/config/types.ts";
import type { EncodeBatch, Kernel } from "../../../src/kernel/kernel.ts";
import { compileModel, type Model } from "../../../src/model/model.ts";
import { FORMATS, type FormatName } from "../../../src/output/formats/formats.ts";
import { engineNamed } from "../../../src/simulation/engines/table.ts";
import type { Opened } from "../../../src/simulation/open.ts";
import { Simulation } from "../../../src/simulation/simulation.ts";
import { configFile } from "../program/command.ts";
import { smallSettings } from "../reference/sample.ts";
import type { Settings as Simulated } from "../reference/simulate.ts";

const ONLY_WORKER = 0;
const BUFFER = 0;
const SLICE_RECORDS = 20_000;

/** The encodings that the model is compiled for; plain JSON by default. */
export interface KernelEncoding {
  format?: FormatName;
  emitsLz4?: boolean;
}

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

const models = new WeakMap<Inputs, Map<string, Promise<Model>>>();

/** The model of these inputs for an encoding, compiled once: a run copies it into its memory. */
function modelOf(inputs: Inputs, { format = "json", emitsLz4 = false }: KernelEncoding): Promise<Model> {
  const { config, catalog, settings } = inputs;
  const known = models.get(inputs) ?? new Map<string, Promise<Model>>();
  models.set(inputs, known);
  const key = `${format} ${emitsLz4}`;
  const { dialect } = engineOf(settings);
  const model =
    known.get(key) ?? compileModel(config, catalog, settings, { format: FORMATS[format], emitsLz4, dialect });
  known.set(key, model);
  return model;
}

function engineOf({ compat }: Settings) {
  return engineNamed(compat === undefined ? "default" : "interana");
}

/** A shipped configuration in the original's engine. */
export function originalInputs(config: string, catalog: Catalog, request: SettingsRequest): Inputs {
  const read = engineNamed("interana").read(configFile(config), request);
  return { ...read, catalog };
}

/**
 * The steps of a simulation on this thread, for one format. Slices are cut into batches, each of which the test encodes
 * by a function.
 */
export class KernelRun {
  readonly opened: Opened;
  readonly #bytes: Buffer;

  private constructor(private readonly simulation: Simulation) {
    this.opened = simulation.open();
    this.#bytes = Buffer.from(this.opened.memory.buffer);
  }

  get kernel(): Kernel {
    return this.opened.kernel;
  }

  get model(): Model {
    return this.simulation.scene.model;
  }

  static async open(inputs: Inputs, encoding: KernelEncoding, batchEvents = 2048): Promise<KernelRun> {
    const { config, settings } = inputs;
    const model = await modelOf(inputs, encoding);
    const scene = { engine: engineOf(settings), config, settings, model };
    return new KernelRun(new Simulation(scene, { sliceEvents: SLICE_RECORDS, batchEvents }));
  }

  /** Simulates slice after slice, and reports for each batch where it begins in the buffer and how many records it has. */
  eachBatch(visit: (first: number, count: number) => void): void {
    const steps = this.simulation.steps();
    while (!steps.hasEnded) steps.step(visit);
  }

  /** Returns the bytes of a batch from one of the kernel's encoders. @param out address to which they are written */
  encode(encoder: EncodeBatch, first: number, count: number, out = this.opened.plan.slots): Buffer {
    const end = encoder(ONLY_WORKER, BUFFER, first, count, out) >>> 0;
    return Buffer.from(this.#bytes.subarray(out, end));
  }
}

/** All batches of a run, encoded by the named function of the kernel. */
export async function encodeAll(
  inputs: Inputs,
  encoding: KernelEncoding,
  encoder: "encodeJson" | "encodeMsgpack" | "encodeJsonLz4" | "encodeMsgpackLz4",
  batchEvents?: number,
): Promise<Buffer[]> {
  const run = await KernelRun.open(inputs, encoding, batchEvents);
  const batches: Buffer[] = [];
  run.eachBatch((first, count) => batches.push(run.encode(run.kernel[encoder], first, count)));
  return batches;
}
