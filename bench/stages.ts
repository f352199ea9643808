import { openSync, writevSync } from "node:fs";
import { CONTROL, CONTROL_POOL_NEXT } from "../assembly/layout.ts";
import { loadCatalog } from "../src/catalog/load.ts";
import type { CommandOptions } from "../src/command.ts";
import { readConfig } from "../src/config/read.ts";
import { resolveSettings } from "../src/config/resolve.ts";
import { prepareEngine } from "../src/engine.ts";
import { compileKernel, openKernel } from "../src/kernel/kernel.ts";
import { compileModel } from "../src/model/model.ts";

/** What each stage of the pipeline took, alone, on one thread. */
export interface StageTimes {
  users: number;
  events: number;
  bytes: number;
  /** Making the population, in milliseconds. */
  makeMs: number;
  simulateMs: number;
  placeMs: number;
  encodeMs: number;
  writeMs: number;
}

export interface StageOptions extends CommandOptions {
  config: string;
  /** Events to measure, after the slices have found their length. */
  measuredEvents: number;
  /** Leave encoding and writing out. */
  simulateOnly?: boolean;
}

/** Runs the kernel on this thread, slice after slice, as the scheduler would, and times each step. */
export async function measureStages(options: StageOptions): Promise<StageTimes> {
  const { config } = readConfig(options.config);
  const settings = resolveSettings(options, config);
  const { catalog } = loadCatalog(options.data === undefined ? {} : { dataDirectory: options.data });
  const model = await compileModel(config, catalog, settings);
  const module = compileKernel();
  const { memory, plan, job } = prepareEngine(module, config, settings, model, { ...options, workers: 1 });
  const kernel = openKernel(module, memory);
  const poolNext = new Int32Array(memory.buffer, CONTROL, 1);
  if (CONTROL_POOL_NEXT !== CONTROL) throw new Error("the pool's counter is the control block's first word");
  const bytes = new Uint8Array(memory.buffer);
  const sink = openSync("/dev/null", "w");
  const times: StageTimes = { users: settings.initialUsers, events: 0, bytes: 0, makeMs: 0, simulateMs: 0, placeMs: 0, encodeMs: 0, writeMs: 0 };
  const timed = (stage: "makeMs" | "simulateMs" | "placeMs" | "encodeMs" | "writeMs", step: () => void) => {
    const started = performance.now();
    step();
    times[stage] += performance.now() - started;
  };
  const eachChunk = (step: (chunk: number) => void) => {
    for (let chunk = 0; chunk < plan.chunks; chunk++) step(chunk);
  };

  timed("makeMs", () => eachChunk((chunk) => kernel.makeChunk(chunk)));
  const makeMs = times.makeMs;
  let seconds = 1;
  let warm = false;
  for (let start = 0; start < settings.windowSeconds && times.events < options.measuredEvents; ) {
    const end = Math.min(start + seconds, settings.windowSeconds);
    Atomics.store(poolNext, 0, 0);
    let records = 0;
    timed("simulateMs", () => eachChunk((chunk) => kernel.simulateChunk(0, chunk, start, end)));
    timed("placeMs", () => {
      records = kernel.prefixSums(plan.chunks, start, end) >>> 0;
      eachChunk((chunk) => kernel.placeChunk(chunk, start, end, 0));
    });
    for (let first = 0; first < records && !options.simulateOnly; first += plan.partEvents) {
      const count = Math.min(plan.partEvents, records - first);
      const out = job.slots + ((first / plan.partEvents) % plan.slotCount) * plan.slotBytes;
      let outEnd = out;
      timed("encodeMs", () => {
        outEnd = kernel.encodeJson(0, 0, first, count, out) >>> 0;
      });
      timed("writeMs", () => writevSync(sink, [bytes.subarray(out, outEnd)]));
      times.bytes += outEnd - out;
    }
    times.events += records;
    const ideal = Math.floor((seconds * plan.sliceRecords) / Math.max(1, records));
    if (!warm && ideal < seconds * 4) {
      // The first slices are short and cost more; they also let the engine compile the kernel.
      warm = true;
      Object.assign(times, { events: 0, bytes: 0, makeMs, simulateMs: 0, placeMs: 0, encodeMs: 0, writeMs: 0 });
    }
    seconds = Math.max(1, Math.min(ideal, seconds * 4, plan.longestSliceSeconds));
    start = end;
  }
  return times;
}
