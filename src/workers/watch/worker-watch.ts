import { Control } from "../control/control.ts";
import { Word } from "../control/words.ts";
import type { Schedule } from "../schedule.ts";
import type { Task } from "../task.ts";
import { Collections } from "./collections.ts";
import { Log, type LogChannel } from "./log.ts";
import { isRingFull } from "./ring-full.ts";
import type { Watch } from "./watch.ts";

/** Shorter waits are not logged. */
const STALL_MS = 1;
/** Least milliseconds between two reads of the profiler, which allocates garbage itself. */
const ASK_MS = 50;

/** Logs a worker's collections, the slices it completes, and its waits for the destination. */
export class WorkerWatch implements Watch {
  readonly #log: Log;
  readonly #collections: Collections;
  readonly #control: Control;
  #waitStart = 0;
  #ringWasFull = false;
  #asked = performance.now();

  constructor(
    channel: LogChannel,
    private readonly job: { memory: WebAssembly.Memory; schedule: Pick<Schedule, "slotCount"> },
    private readonly worker: number,
  ) {
    this.#log = new Log(channel);
    this.#collections = new Collections(this.#log, `worker ${worker}`);
    this.#control = new Control(job.memory);
  }

  waits(): void {
    this.#waitStart = performance.now();
    this.#ringWasFull = isRingFull(this.#control, this.job.schedule.slotCount);
  }

  goesOn(task: Task): void {
    const now = performance.now();
    const waited = now - this.#waitStart;
    if (this.#ringWasFull && waited >= STALL_MS && task.kind !== "stop")
      this.#log.write("gc,ring", `Ring full: worker ${this.worker} waited for the destination ${waited.toFixed(3)}ms`);
    if (task.kind === "fill")
      this.#log.write("gc,slice", `Slice(${this.#control.get(Word.Slice)}) at most ${task.limit - task.first} records`);
    if (now - this.#asked >= ASK_MS) this.#ask();
  }

  slice(start: number, end: number, records: number): void {
    this.#log.write("gc,slice", `Slice(${this.#control.get(Word.Slice)}) ${start}s-${end}s ${records} records`);
    this.#ask();
  }

  ends(): void {
    this.#ask();
  }

  #ask(): void {
    this.#collections.tell();
    this.#asked = performance.now();
  }
}
