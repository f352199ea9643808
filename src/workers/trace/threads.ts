import { Control } from "../control/control.ts";
import { Word } from "../control/words.ts";
import type { Task } from "../task.ts";
import { isRingFull } from "../watch/ring-full.ts";
import type { Watch } from "../watch/watch.ts";
import type { WriteWatch } from "../writing/direct.ts";
import { TraceBuffer, type TraceChannel } from "./buffer.ts";

/** Shorter waits are waits for the lock, and as frequent as steps. */
const LEAST_WAIT_US = 20;

/** Records the steps of a worker, its writes, and how long it waits and for what. */
export class WorkerTrace implements Watch {
  readonly #buffer: TraceBuffer;
  readonly #control: Control;
  #task: Task | undefined;
  #slice = 0;
  /** When the current step or wait began. */
  #startUs = 0;
  #writeStartUs = 0;
  #ringWasFull = false;

  constructor(
    channel: TraceChannel,
    memory: WebAssembly.Memory,
    private readonly slotCount: number,
  ) {
    this.#buffer = new TraceBuffer(channel);
    this.#control = new Control(memory);
  }

  waits(): void {
    const now = this.#buffer.now();
    if (this.#task !== undefined) this.#note(this.#task, now - this.#startUs);
    this.#task = undefined;
    this.#startUs = now;
    this.#ringWasFull = isRingFull(this.#control, this.slotCount);
  }

  goesOn(task: Task): void {
    const now = this.#buffer.now();
    const waitedUs = now - this.#startUs;
    if (waitedUs >= LEAST_WAIT_US) this.#buffer.add(this.#ringWasFull ? "ringFull" : "idle", this.#startUs, waitedUs);
    this.#task = task;
    this.#slice = this.#control.get(Word.Slice);
    this.#startUs = now;
  }

  #note(task: Task, durationUs: number): void {
    const start = this.#startUs;
    if (task.kind === "encode")
      this.#buffer.add("encode", start, durationUs, task.batch, task.count, Number(task.isKept));
    else if (task.kind === "fill" || task.kind === "arrange")
      this.#buffer.add(task.kind, start, durationUs, this.#slice, task.limit - task.first);
    else if (task.kind === "move origin") this.#buffer.add("moveOrigin", start, durationUs);
    else if (task.kind === "make") this.#buffer.add("make", start, durationUs, task.chunk);
    else if (task.kind !== "stop") this.#buffer.add(task.kind, start, durationUs, task.chunk, this.#slice);
  }

  slice(startSecond: number, endSecond: number, records: number): void {
    this.#buffer.add("slice", this.#buffer.now(), 0, this.#slice, startSecond, endSecond, records);
  }

  writes(): void {
    this.#writeStartUs = this.#buffer.now();
  }

  wrote(batch: number, batches: number, events: number, byteLength: number): void {
    const start = this.#writeStartUs;
    this.#buffer.add("write", start, this.#buffer.now() - start, batch, batches, events, byteLength);
  }

  ends(): void {}
}

/** Records the batches that the main thread passes to the output, until they are written. */
export class MainTrace implements WriteWatch {
  readonly #buffer: TraceBuffer;
  /** Keyed by the first batch of each group. */
  readonly #starts = new Map<number, number>();

  constructor(channel: TraceChannel) {
    this.#buffer = new TraceBuffer(channel);
  }

  writes(batch: number): void {
    this.#starts.set(batch, this.#buffer.now());
  }

  wrote(batch: number, batches: number, events: number, byteLength: number): void {
    const start = this.#starts.get(batch);
    if (start === undefined) return;
    this.#starts.delete(batch);
    this.#buffer.add("handed", start, this.#buffer.now() - start, batch, batches, events, byteLength);
  }
}
