import { createHash, type Hash } from "node:crypto";
import { closeSync, openSync, writevSync } from "node:fs";
import { CONTROL_POOL_NEXT } from "../assembly/layout.ts";
import type { Settings } from "../src/config/settings.ts";
import { checkFault, type PreparedEngine } from "../src/engine.ts";
import { type EncodePart, type Kernel, openKernel } from "../src/kernel/kernel.ts";
import type { MemoryPlan } from "../src/memory/plan.ts";
import type { ModelFormat } from "../src/model/model.ts";
import type { StageOptions, StageTimes } from "./stages.ts";

/** How fast slices may grow from one to the next, as in the scheduler. */
const SLICE_GROWTH = 4;
const ONLY_WORKER = 0;
const BUFFER = 0;

type Stage = "makeMs" | "simulateMs" | "placeMs" | "encodeMs" | "writeMs";
const UNMEASURED = { events: 0, bytes: 0, simulateMs: 0, placeMs: 0, encodeMs: 0, writeMs: 0 };

function encoderFor(kernel: Kernel, { format = "json", emitsLz4 = false }: ModelFormat = {}): EncodePart {
  if (format === "json") return emitsLz4 ? kernel.encodeJsonLz4 : kernel.encodeJson;
  return emitsLz4 ? kernel.encodeMsgpackLz4 : kernel.encodeMsgpack;
}

/** One run of the kernel on this thread: each slice is simulated, placed, encoded and written before the next begins. */
export class StageRun {
  readonly #times: StageTimes;
  readonly #kernel: Kernel;
  readonly #encode: EncodePart;
  readonly #memory: WebAssembly.Memory;
  readonly #plan: MemoryPlan;
  readonly #bytes: Uint8Array;
  readonly #poolNext: Int32Array;
  readonly #hash: Hash | undefined;
  readonly #sink = openSync("/dev/null", "w");

  constructor(
    module: WebAssembly.Module,
    { memory, plan }: PreparedEngine,
    private readonly settings: Settings,
    private readonly options: StageOptions,
  ) {
    this.#times = { users: settings.initialUsers, makeMs: 0, ...UNMEASURED, whole: { events: 0, seconds: 0 } };
    this.#kernel = openKernel(module, memory);
    this.#encode = encoderFor(this.#kernel, options.encoding);
    this.#memory = memory;
    this.#plan = plan;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#poolNext = new Int32Array(memory.buffer, CONTROL_POOL_NEXT, 1);
    this.#hash = options.digest ? createHash("sha256") : undefined;
  }

  /** Once; stops after the slice with the last of the events to measure, or at the end of the window. */
  measure(): StageTimes {
    this.#timed("makeMs", () => this.#eachChunk((chunk) => this.#kernel.makeChunk(chunk)));
    this.#measureSlices();
    closeSync(this.#sink);
    checkFault(this.#memory);
    if (this.#hash !== undefined) this.#times.whole.sha256 = this.#hash.digest("hex");
    return this.#times;
  }

  #measureSlices(): void {
    const { windowSeconds } = this.settings;
    const { whole } = this.#times;
    let length = 1;
    let isWarm = false;
    while (whole.seconds < windowSeconds && this.#times.events < this.options.measuredEvents) {
      const end = Math.min(whole.seconds + length, windowSeconds);
      const records = this.#runSlice(whole.seconds, end);
      const ideal = Math.floor((length * this.#plan.sliceRecords) / Math.max(1, records));
      if (!isWarm && ideal < length * SLICE_GROWTH) {
        // The first slices are short and cost more; they also let the host compile the kernel.
        isWarm = true;
        Object.assign(this.#times, UNMEASURED);
      }
      length = Math.max(1, Math.min(ideal, length * SLICE_GROWTH, this.#plan.longestSliceSeconds));
      whole.seconds = end;
    }
  }

  /** Gives the number of records in the slice. */
  #runSlice(start: number, end: number): number {
    Atomics.store(this.#poolNext, 0, 0);
    this.#timed("simulateMs", () =>
      this.#eachChunk((chunk) => this.#kernel.simulateChunk(ONLY_WORKER, chunk, start, end)),
    );
    let records = 0;
    this.#timed("placeMs", () => {
      records = this.#kernel.prefixSums(this.#plan.chunks, start, end, 0) >>> 0;
      this.#eachChunk((chunk) => this.#kernel.placeChunk(chunk, start, end, BUFFER));
    });
    if (!this.options.simulateOnly) this.#encodeSlice(records);
    this.#times.events += records;
    this.#times.whole.events += records;
    return records;
  }

  #encodeSlice(records: number): void {
    const { slots, slotCount, slotBytes, partEvents } = this.#plan;
    for (let first = 0; first < records; first += partEvents) {
      const count = Math.min(partEvents, records - first);
      const out = slots + ((first / partEvents) % slotCount) * slotBytes;
      let end = out;
      this.#timed("encodeMs", () => {
        end = this.#encode(ONLY_WORKER, BUFFER, first, count, out) >>> 0;
      });
      const part = this.#bytes.subarray(out, end);
      this.#timed("writeMs", () => writevSync(this.#sink, [part]));
      this.#hash?.update(part);
      this.#times.bytes += end - out;
    }
  }

  #timed(stage: Stage, step: () => void): void {
    const started = performance.now();
    step();
    this.#times[stage] += performance.now() - started;
  }

  #eachChunk(step: (chunk: number) => void): void {
    for (let chunk = 0; chunk < this.#plan.chunks; chunk++) step(chunk);
  }
}
