import { setHeapSnapshotNearHeapLimit } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import type { EngineName } from "../config/engine.ts";
import { type Kernel, openKernel, PRODUCTIONS, type Production } from "../kernel/kernel.ts";
import type { DaysJob } from "../memory/origin/move.ts";
import { Origin } from "../memory/origin/origin.ts";
import { openCodec } from "../output/codecs/codecs.ts";
import type { ColumnsJob } from "../output/formats/columns/job.ts";
import type { Encoder } from "../output/formats/encoder.ts";
import { formatOf } from "../output/formats/formats.ts";
import type { MessagesJob } from "../output/formats/messages/job.ts";
import type { Encoding } from "../output/request.ts";
import { type TruthJob, TruthWriter } from "./disorder/truth.ts";
import type { Schedule } from "./schedule.ts";
import { Scheduler } from "./scheduler.ts";
import type { ComputePlaces } from "./slices.ts";
import type { Task } from "./task.ts";
import type { TraceChannel } from "./trace/buffer.ts";
import type { LogChannel } from "./watch/log.ts";
import { type Watch, Watches } from "./watch/watch.ts";

/** Data that a worker needs for a run; sent once, when memory and model are ready. */
export interface WorkerJob {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  engine: EngineName;
  schedule: Schedule;
  /** Offset in its slot to which a batch's records are copied; 0 if they are not needed. */
  slotRecords: number;
  encoding: Encoding;
  /** For formats of columns. */
  columns?: ColumnsJob | undefined;
  /** Where events become messages. */
  messages?: MessagesJob | undefined;
  /** Where it is told what happens to events. */
  truth?: TruthJob | undefined;
  /** Where the origin of times follows the run. */
  days?: DaysJob | undefined;
}

/** Data that a worker starts with. */
export interface WorkerStart {
  worker: number;
  /** Present if a log is wanted. */
  log?: LogChannel;
  /** Present if a trace is wanted. */
  trace?: TraceChannel;
  /** True if a heap snapshot is wanted when the isolate's heap is full. */
  dumpsHeap?: boolean;
}

type Encode = Task & { kind: "encode" };

/** A worker's encoding step: from records to ranges in the batch's ring slot. */
function encode(task: Encode, encoder: Encoder, scheduler: Scheduler, { schedule, slotRecords }: WorkerJob): void {
  const slot = schedule.slots + task.slot * schedule.slotBytes;
  if (slotRecords > 0) scheduler.copyRecords(task, slot + slotRecords);
  scheduler.publish(task, task.isKept ? [] : encoder.encode(task, slot));
}

function perform(
  task: Task,
  worker: number,
  kernel: Kernel,
  scheduler: Scheduler,
  encoder: Encoder,
  production: Production,
  job: WorkerJob,
  truth: TruthWriter | undefined,
  origin: Origin,
): void {
  const from = origin.seconds;
  switch (task.kind) {
    case "make":
      production.makeUsers(kernel, task.chunk);
      break;
    case "simulate":
      kernel.simulateChunk(worker, task.chunk, task.sliceStart - from, task.sliceEnd - from);
      break;
    case "place":
      kernel.placeChunk(task.chunk, task.sliceStart - from, task.sliceEnd - from, task.buffer);
      break;
    case "move":
      kernel.moveChunk(task.chunk, job.schedule.eraSeconds as number);
      break;
    case "fill":
      scheduler.finishFill(task, production.fill!(kernel, task.buffer, task.first, task.limit, task.sliceEnd));
      break;
    case "arrange": {
      const records = kernel.arrange(task.buffer, task.first, task.limit, task.sliceEnd - from) >>> 0;
      // Written before another worker may go on, so that the file is in order.
      truth?.write();
      scheduler.finishArrange(records, kernel.arrangedUntil() >= task.sliceEnd - from);
      break;
    }
    case "encode":
      encode(task, encoder, scheduler, job);
  }
}

/** Moves the origin of times. Its code is loaded only by runs that get so far. */
async function follow(kernel: Kernel, { memory, schedule, days }: WorkerJob): Promise<void> {
  const { eraSeconds, begin, disorder } = schedule;
  if (eraSeconds === undefined || days === undefined) throw new Error("the run was not planned for moving its origin");
  const { moveOrigin } = await import("../memory/origin/move.ts");
  await moveOrigin(kernel, memory, { eraSeconds, firstSecond: begin.second, isWaited: disorder !== undefined }, days);
}

async function work(worker: number, job: WorkerJob, watch: Watch | undefined): Promise<void> {
  const kernel = openKernel(job.module, job.memory);
  const scheduler = new Scheduler(job.memory, job.schedule, watch);
  const codec = openCodec(job.encoding);
  const { memory, encoding, columns, messages } = job;
  const encoder = formatOf(encoding).openEncoder({ worker, kernel, memory, codec, encoding, columns, messages });
  const production = PRODUCTIONS[job.engine];
  const truth = job.truth && new TruthWriter(memory, job.truth);
  const origin = new Origin(memory);
  const computePlaces: ComputePlaces = (start, end, carry) => {
    const from = origin.seconds;
    const records = kernel.prefixSums(job.schedule.chunks, start - from, end - from, carry) >>> 0;
    if (job.schedule.disorder !== undefined) kernel.takeSlice(records);
    watch?.slice(start, end, records - carry);
    return records;
  };
  const next = () => {
    watch?.waits();
    const task = scheduler.next();
    watch?.goesOn(task);
    return task;
  };
  for (let task = next(); task.kind !== "stop"; task = next()) {
    if (task.kind === "move origin") {
      await follow(kernel, job);
      scheduler.finishMoveOrigin();
      continue;
    }
    perform(task, worker, kernel, scheduler, encoder, production, job, truth, origin);
    if (task.kind !== "fill" && task.kind !== "arrange") scheduler.finish(task, computePlaces);
    const pending = encoder.rest?.();
    if (pending !== undefined) await pending;
  }
  scheduler.leave();
  watch?.ends();
}

/** Returns the log and the trace of the worker, if either is wanted. */
async function openWatch({ worker, log, trace }: WorkerStart, job: WorkerJob): Promise<Watch | undefined> {
  const all: Watch[] = [];
  if (log !== undefined) all.push(new (await import("./watch/worker-watch.ts")).WorkerWatch(log, job, worker));
  if (trace !== undefined)
    all.push(new (await import("./trace/threads.ts")).WorkerTrace(trace, job.memory, job.schedule.slotCount));
  return all.length > 1 ? new Watches(all) : all[0];
}

async function start(job: WorkerJob): Promise<void> {
  const start = workerData as WorkerStart;
  await work(start.worker, job, await openWatch(start, job));
}

if ((workerData as WorkerStart).dumpsHeap) setHeapSnapshotNearHeapLimit(1);
parentPort?.once("message", (job: WorkerJob) => {
  start(job).then(
    () => parentPort?.close(),
    (error: unknown) => {
      // Thrown outside the promise, so that it ends the worker and the pool learns of it.
      setImmediate(() => {
        throw error;
      });
    },
  );
});
parentPort?.postMessage("ready");
