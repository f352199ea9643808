import { createHash, type Hash } from "node:crypto";
import { closeSync, openSync, writevSync } from "node:fs";
import { devNull } from "node:os";
import { CONTROL_POOL_NEXT } from "../../assembly/layout/control.ts";
import { type EncodeBatch, encoderOf, type Kernel, lastBatch, openKernel } from "../kernel/kernel.ts";
import type { MemoryPlan } from "../memory/plan.ts";
import type { Codec } from "../output/codecs/codec.ts";
import { checkFault, type PreparedEngine } from "../simulation/engine.ts";
import type { Inputs } from "../simulation/inputs.ts";

/** About as many as hold a worker's batches in a run: a quarter of the ring waits for the writer, the lowest free slot is the next. */
const SLOTS_IN_TURN = 4;
/** How fast slices may grow from one to the next, as in the scheduler. */
const SLICE_GROWTH = 4;
const ONLY_WORKER = 0;
const BUFFER = 0;
const NOTHING = {
  ...{ events: 0, bytes: 0, rawBytes: 0 },
  ...{ simulateMs: 0, placeMs: 0, encodeMs: 0, writeMs: 0 },
};

/** What each stage of the pipeline took, alone, on one thread. */
export interface StageTimes {
  /** Events that were measured, their bytes if they were encoded, and these before compression. */
  events: number;
  bytes: number;
  rawBytes: number;
  simulateMs: number;
  placeMs: number;
  /** With what the codec does to a batch that the kernel has encoded. */
  encodeMs: number;
  writeMs: number;
}

type Stage = Exclude<keyof StageTimes, "events" | "bytes" | "rawBytes">;

export interface StageRunOptions {
  /** Leave encoding and writing out. */
  simulateOnly?: boolean | undefined;
  /** Hash all that is encoded, to compare it with the program's output. */
  digest?: boolean | undefined;
}

/** A batch as it goes to the sink, copied. */
export interface StageBatch {
  events: number;
  bytes: Uint8Array;
}

/** One run of the kernel on this thread: each slice is simulated, placed, encoded and written before the next begins. */
export class StageRun {
  /** All of the run, with the slices that were not measured; seconds are simulated ones. */
  readonly whole = { events: 0, seconds: 0 };
  /** Making the population, in milliseconds. */
  readonly makeMs: number;
  #times: StageTimes = { ...NOTHING };
  #length = 1;
  #isWarm = false;
  #lastBatch = { events: 0, address: 0, byteLength: 0 };
  readonly #kernel: Kernel;
  readonly #encode: EncodeBatch;
  readonly #codec: Codec;
  readonly #memory: WebAssembly.Memory;
  readonly #plan: MemoryPlan;
  readonly #bytes: Uint8Array;
  readonly #poolNext: Int32Array;
  readonly #windowSeconds: number;
  readonly #hash: Hash | undefined;
  readonly #sink = openSync(devNull, "w");

  constructor(
    module: WebAssembly.Module,
    { memory, plan }: PreparedEngine,
    { settings, codec, output }: Inputs,
    private readonly options: StageRunOptions = {},
  ) {
    this.#kernel = openKernel(module, memory);
    this.#encode = encoderOf(this.#kernel, output.encoding.format, codec.emitsLz4);
    this.#codec = codec;
    this.#memory = memory;
    this.#plan = plan;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#poolNext = new Int32Array(memory.buffer, CONTROL_POOL_NEXT, 1);
    this.#windowSeconds = settings.windowSeconds;
    this.#hash = options.digest ? createHash("sha256") : undefined;
    const started = performance.now();
    this.#eachChunk((chunk) => this.#kernel.makeChunk(chunk));
    this.makeMs = performance.now() - started;
  }

  /** Whether the window's end is reached. */
  get hasEnded(): boolean {
    return this.whole.seconds >= this.#windowSeconds;
  }

  /** Goes on, slice by slice, until it is enough or the window ends. Gives what was measured of it. */
  measure(isEnough: (times: StageTimes) => boolean): StageTimes {
    this.#times = { ...NOTHING };
    while (!this.hasEnded && !isEnough(this.#times)) {
      const { seconds } = this.whole;
      const end = Math.min(seconds + this.#length, this.#windowSeconds);
      this.#adapt(this.#runSlice(seconds, end));
      this.whole.seconds = end;
    }
    checkFault(this.#memory);
    return this.#times;
  }

  /** The first batch of the last slice that had any; empty where none had. */
  lastBatch(): StageBatch {
    const { events, address, byteLength } = this.#lastBatch;
    return { events, bytes: this.#bytes.slice(address, address + byteLength) };
  }

  /** Ends it; gives the hash of all the bytes where `digest` asked for it. */
  close(): string | undefined {
    closeSync(this.#sink);
    return this.#hash?.digest("hex");
  }

  /** Sets the next slice's length by the records of the last one. */
  #adapt(records: number): void {
    const ideal = Math.floor((this.#length * this.#plan.sliceRecords) / Math.max(1, records));
    if (!this.#isWarm && ideal < this.#length * SLICE_GROWTH) {
      // The first slices are short and cost more; they also let the host compile the kernel.
      this.#isWarm = true;
      this.#times = { ...NOTHING };
    }
    this.#length = Math.max(1, Math.min(ideal, this.#length * SLICE_GROWTH, this.#plan.longestSliceSeconds));
  }

  /** Gives the number of records in the slice. */
  #runSlice(start: number, end: number): number {
    Atomics.store(this.#poolNext, 0, 0);
    this.#timed("simulateMs", () =>
      this.#eachChunk((chunk) => this.#kernel.simulateChunk(ONLY_WORKER, chunk, start, end)),
    );
    const records = this.#timed("placeMs", () => {
      const count = this.#kernel.prefixSums(this.#plan.chunks, start, end, 0) >>> 0;
      this.#eachChunk((chunk) => this.#kernel.placeChunk(chunk, start, end, BUFFER));
      return count;
    });
    const { batchEvents } = this.#plan;
    const slots = Math.min(this.#plan.slotCount, SLOTS_IN_TURN);
    for (let first = 0; first < records && !this.options.simulateOnly; first += batchEvents)
      this.#runBatch(first, Math.min(batchEvents, records - first), (first / batchEvents) % slots);
    this.#times.events += records;
    this.whole.events += records;
    return records;
  }

  #runBatch(first: number, count: number, slot: number): void {
    const memory = this.#bytes;
    const address = this.#plan.slots + slot * this.#plan.slotBytes + this.#codec.headroomBytes;
    const end = this.#timed("encodeMs", () => this.#encode(ONLY_WORKER, BUFFER, first, count, address) >>> 0);
    const byteLength = end - address;
    const place = { address, byteLength };
    const known = this.#timed("encodeMs", () => lastBatch(this.#kernel, ONLY_WORKER, this.#codec, place));
    const batch = this.#timed("encodeMs", () => this.#codec.finish({ memory, ...place, ...known }));
    const bytes = memory.subarray(batch.address, batch.address + batch.byteLength);
    this.#timed("writeMs", () => writevSync(this.#sink, [bytes]));
    this.#hash?.update(bytes);
    this.#times.bytes += batch.byteLength;
    this.#times.rawBytes += known.rawBytes;
    if (first === 0) this.#lastBatch = { events: count, ...batch };
  }

  #timed<T>(stage: Stage, step: () => T): T {
    const started = performance.now();
    const result = step();
    this.#times[stage] += performance.now() - started;
    return result;
  }

  #eachChunk(step: (chunk: number) => void): void {
    for (let chunk = 0; chunk < this.#plan.chunks; chunk++) step(chunk);
  }
}
