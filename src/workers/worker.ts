import { parentPort, workerData } from "node:worker_threads";
import { type Kernel, openKernel } from "../kernel/kernel.ts";
import type { Schedule } from "./schedule.ts";
import { Scheduler, type Task } from "./scheduler.ts";
import type { ComputePlaces } from "./slices.ts";

/** What a worker needs to take part in a run; sent once, when memory and model are ready. */
export interface WorkerJob {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  schedule: Schedule;
  /** Address of the ring's first slot, and the distance between two. */
  slots: number;
  slotBytes: number;
}

function perform(task: Task, worker: number, kernel: Kernel, scheduler: Scheduler, job: WorkerJob): void {
  switch (task.kind) {
    case "make":
      if (job.schedule.serial) kernel.makeCompat();
      else kernel.makeChunk(task.chunk);
      break;
    case "simulate":
      kernel.simulateChunk(worker, task.chunk, task.sliceStart, task.sliceEnd);
      break;
    case "place":
      kernel.placeChunk(task.chunk, task.sliceStart, task.sliceEnd, task.buffer);
      break;
    case "fill":
      scheduler.finishFill(task, kernel.simulateCompat(task.buffer, task.first, task.limit, task.sliceEnd) >>> 0);
      break;
    case "encode": {
      const out = job.slots + task.slot * job.slotBytes;
      const end = kernel.encodeJson(worker, task.buffer, task.first, task.count, out) >>> 0;
      scheduler.publish(task, end - out);
    }
  }
}

function work(worker: number, job: WorkerJob): void {
  const kernel = openKernel(job.module, job.memory);
  const scheduler = new Scheduler(job.memory, job.schedule);
  const computePlaces: ComputePlaces = (start, end, carry) =>
    kernel.prefixSums(job.schedule.chunks, start, end, carry) >>> 0;
  for (let task = scheduler.next(); task.kind !== "stop"; task = scheduler.next()) {
    perform(task, worker, kernel, scheduler, job);
    if (task.kind !== "fill") scheduler.finish(task, computePlaces);
  }
}

parentPort?.once("message", (job: WorkerJob) => {
  work(workerData as number, job);
  parentPort?.close();
});
