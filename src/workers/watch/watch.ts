import type { Task } from "../task.ts";
import type { WriteWatch } from "../writing/direct.ts";

/** Receives a worker's activity, for a log or a trace of the run. */
export interface Watch extends Partial<WriteWatch> {
  /** The worker looks for a task. */
  waits(): void;
  /** The worker has found a task. */
  goesOn(task: Task): void;
  /** A slice is simulated: its seconds and its records. */
  slice(start: number, end: number, records: number): void;
  ends(): void;
}

/** Combines several watches. */
export class Watches implements Watch {
  constructor(private readonly all: readonly Watch[]) {}

  waits(): void {
    for (const watch of this.all) watch.waits();
  }

  goesOn(task: Task): void {
    for (const watch of this.all) watch.goesOn(task);
  }

  slice(start: number, end: number, records: number): void {
    for (const watch of this.all) watch.slice(start, end, records);
  }

  writes(batch: number): void {
    for (const watch of this.all) watch.writes?.(batch);
  }

  wrote(batch: number, batches: number, events: number, byteLength: number): void {
    for (const watch of this.all) watch.wrote?.(batch, batches, events, byteLength);
  }

  ends(): void {
    for (const watch of this.all) watch.ends();
  }
}
