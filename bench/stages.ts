import { loadCatalog } from "../src/catalog/load.ts";
import type { CommandOptions } from "../src/command.ts";
import { readConfig } from "../src/config/read.ts";
import { resolveSettings } from "../src/config/resolve.ts";
import { prepareEngine } from "../src/engine.ts";
import { compileKernel } from "../src/kernel/kernel.ts";
import { compileModel, type ModelFormat } from "../src/model/model.ts";
import { StageRun } from "./stage-run.ts";

/** What each stage of the pipeline took, alone, on one thread. */
export interface StageTimes {
  users: number;
  /** Events that were measured, and their bytes if they were encoded. */
  events: number;
  bytes: number;
  /** Making the population, in milliseconds. */
  makeMs: number;
  simulateMs: number;
  placeMs: number;
  encodeMs: number;
  writeMs: number;
  /** All of the run, with the slices before the measured ones. */
  whole: {
    events: number;
    /** Simulated seconds since the start of the window. */
    seconds: number;
    /** Hash of all the bytes, where `digest` asked for it. */
    sha256?: string;
  };
}

export interface StageOptions extends CommandOptions {
  config: string;
  /** Events to measure, after the slices have found their length. */
  measuredEvents: number;
  /** Leave encoding and writing out. */
  simulateOnly?: boolean;
  /** What is encoded; lines of JSON unless it says something else. */
  encoding?: ModelFormat;
  /** Hash what is encoded, to compare it with the program's output. */
  digest?: boolean;
}

/** Runs the kernel on this thread, slice after slice, as the scheduler would, and times each step. */
export async function measureStages(options: StageOptions): Promise<StageTimes> {
  const { config } = readConfig(options.config);
  const settings = resolveSettings(options, config);
  const { catalog } = loadCatalog(options.data === undefined ? {} : { dataDirectory: options.data });
  const model = await compileModel(config, catalog, settings, options.encoding);
  const module = compileKernel();
  const { sliceEvents, partEvents } = options;
  const engine = prepareEngine(module, config, settings, model, { sliceEvents, partEvents, workers: 1 });
  return new StageRun(module, engine, settings, options).measure();
}
