import { CONTROL_POOL_NEXT } from "../../assembly/layout/control.ts";
import { isSerial } from "../kernel/kernel.ts";
import { openCodec } from "../output/codecs/codecs.ts";
import type { Encoder } from "../output/formats/encoder.ts";
import { formatOf } from "../output/formats/formats.ts";
import type { Scene } from "./engines/engine.ts";
import { checkFault } from "./failures/fault.ts";
import type { Opened } from "./open.ts";

/** Largest growth factor from one slice to the next, as in the scheduler. */
const SLICE_GROWTH = 4;
const ONLY_WORKER = 0;
const BUFFER = 0;

export type Stage = "make" | "simulate" | "place" | "encode";

export interface StepsOptions {
  /** Runs one stage of a slice. A caller may measure its time here. */
  around?: <T>(stage: Stage, work: () => T) => T;
}

/** Receives a batch of the current slice: where it begins in the buffer, and how many records it has. */
export type VisitBatch = (first: number, count: number) => void;

/** A batch as the output would receive it. */
export interface Encoded {
  /** Its ranges in the shared memory, valid until the slot is reused. */
  bytes: Uint8Array[];
  /** Bytes before compression. */
  rawBytes: number;
}

/** A run on this thread: each slice is simulated, placed and cut into batches before the next one begins. */
export class Steps {
  /** Events simulated so far. */
  events = 0;
  /** Simulated seconds since the window's start. */
  seconds = 0;
  /** True once slices have their final length: the first ones are short, and cost more. */
  hasSettled = false;
  #length = 1;
  #hasUsers = false;
  #batches = 0;
  readonly #around: NonNullable<StepsOptions["around"]>;
  readonly #encoder: Encoder;
  readonly #bytes: Uint8Array;
  readonly #poolNext: Int32Array;
  readonly #isSerial: boolean;

  constructor(
    private readonly scene: Scene,
    private readonly opened: Opened,
    { around = (_, work) => work() }: StepsOptions = {},
  ) {
    const { memory, kernel, job } = opened;
    const { encoding, columns, messages } = job;
    this.#around = around;
    const codec = openCodec(encoding);
    const context = { worker: ONLY_WORKER, kernel, memory, codec, encoding, columns, messages };
    this.#encoder = formatOf(encoding).openEncoder(context);
    this.#bytes = new Uint8Array(memory.buffer);
    this.#poolNext = new Int32Array(memory.buffer, CONTROL_POOL_NEXT, 1);
    this.#isSerial = isSerial(scene.engine.production);
  }

  /** Whether the run has reached the window's end or the requested number of events. */
  get hasEnded(): boolean {
    const { windowSeconds, eventLimit = Number.POSITIVE_INFINITY } = this.scene.settings;
    return this.seconds >= windowSeconds || this.events >= eventLimit;
  }

  /** Makes the users. The first step calls it if the caller has not. */
  makeUsers(): void {
    if (this.#hasUsers) return;
    this.#hasUsers = true;
    this.#around("make", () => this.#eachChunk((chunk) => this.#production.makeUsers(this.opened.kernel, chunk)));
  }

  /** Makes the next slice and reports its batches. Throws RunError if the kernel meets a fault. */
  step(visit: VisitBatch): void {
    this.makeUsers();
    const made = this.#isSerial ? this.#fillSlice() : this.#placeSlice();
    checkFault(this.opened.memory);
    const { eventLimit = Number.POSITIVE_INFINITY } = this.scene.settings;
    const records = Math.min(made, eventLimit - this.events);
    const { batchEvents } = this.opened.plan;
    for (let first = 0; first < records; first += batchEvents) visit(first, Math.min(batchEvents, records - first));
    this.events += records;
  }

  /** Encodes a batch of the slice into a ring slot. */
  encode(first: number, count: number, slot = 0): Encoded {
    const { slots, slotBytes } = this.opened.plan;
    return this.#around("encode", () => {
      const ranges = this.#encoder.encode(
        { buffer: BUFFER, first, count, batch: this.#batches++ },
        slots + slot * slotBytes,
      );
      const bytes = ranges.map(({ address, byteLength }) => this.#bytes.subarray(address, address + byteLength));
      return { bytes, rawBytes: ranges.reduce((sum, range) => sum + range.rawBytes, 0) };
    });
  }

  get #production() {
    return this.scene.engine.production;
  }

  /** A slice of a serial engine ends with its buffer, or with the window. */
  #fillSlice(): number {
    const { kernel, plan } = this.opened;
    const { windowSeconds } = this.scene.settings;
    const { fill } = this.#production;
    const records = this.#around("simulate", () => fill!(kernel, BUFFER, 0, plan.sliceRecords, windowSeconds));
    if (records < plan.sliceRecords) this.seconds = windowSeconds;
    this.hasSettled = true;
    return records;
  }

  #placeSlice(): number {
    const { kernel, plan } = this.opened;
    const start = this.seconds;
    const end = Math.min(start + this.#length, this.scene.settings.windowSeconds);
    Atomics.store(this.#poolNext, 0, 0);
    this.#around("simulate", () => this.#eachChunk((chunk) => kernel.simulateChunk(ONLY_WORKER, chunk, start, end)));
    const records = this.#around("place", () => {
      const count = kernel.prefixSums(plan.chunks, start, end, 0) >>> 0;
      this.#eachChunk((chunk) => kernel.placeChunk(chunk, start, end, BUFFER));
      return count;
    });
    this.seconds = end;
    this.#adapt(records);
    return records;
  }

  /** Sets the next slice's length from the number of records in the last one. */
  #adapt(records: number): void {
    const { sliceRecords, longestSliceSeconds } = this.opened.plan;
    const ideal = Math.floor((this.#length * sliceRecords) / Math.max(1, records));
    if (ideal < this.#length * SLICE_GROWTH) this.hasSettled = true;
    this.#length = Math.max(1, Math.min(ideal, this.#length * SLICE_GROWTH, longestSliceSeconds));
  }

  #eachChunk(step: (chunk: number) => void): void {
    const chunks = this.#isSerial ? 1 : this.opened.plan.chunks;
    for (let chunk = 0; chunk < chunks; chunk++) step(chunk);
  }
}
