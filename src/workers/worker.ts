import { setHeapSnapshotNearHeapLimit } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import type { EngineName } from "../config/engine.ts";
import { encoderOf, type Kernel, lastBatch, openKernel } from "../kernel/kernel.ts";
import { PRODUCTIONS, type Production } from "../kernel/production.ts";
import type { Codec } from "../output/codecs/codec.ts";
import { openCodec } from "../output/codecs/codecs.ts";
import type { Encoding } from "../output/request.ts";
import type { Schedule } from "./schedule.ts";
import { Scheduler, type Task } from "./scheduler.ts";
import type { ComputePlaces } from "./slices.ts";
import type { LogChannel } from "./watch/log.ts";

/** What a worker needs to take part in a run; sent once, when memory and model are ready. */
export interface WorkerJob {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  engine: EngineName;
  schedule: Schedule;
  /** Where in its slot a batch's records are copied to; 0 where nobody needs them. */
  slotRecords: number;
  encoding: Encoding;
}

/** What a worker is started with. */
export interface WorkerStart {
  worker: number;
  /** A log is wanted. */
  log?: LogChannel;
  /** A heap snapshot is wanted when the isolate's heap is full. */
  dumpsHeap?: boolean;
}

/** Who writes a log of the run is told of it. */
export interface Watch {
  /** Looks for something to do. */
  waits(): void;
  /** Has found it. */
  goesOn(task: Task): void;
  /** A slice is simulated: its seconds and its records. */
  slice(start: number, end: number, records: number): void;
  ends(): void;
}

type Encode = Task & { kind: "encode" };

/** Makes a worker's step from records to a finished batch in its slot of the ring. */
function openEncoder(
  worker: number,
  kernel: Kernel,
  codec: Codec,
  scheduler: Scheduler,
  job: WorkerJob,
): (task: Encode) => void {
  const { schedule } = job;
  const memory = new Uint8Array(job.memory.buffer);
  const encodeBatch = encoderOf(kernel, job.encoding.format, codec.emitsLz4);
  return (task) => {
    const slot = schedule.slots + task.slot * schedule.slotBytes;
    if (job.slotRecords > 0) scheduler.copyRecords(task, slot + job.slotRecords);
    if (task.isKept) {
      scheduler.publish(task, 0, 0, 0);
      return;
    }
    const address = slot + codec.headroomBytes;
    const byteLength = (encodeBatch(worker, task.buffer, task.first, task.count, address) >>> 0) - address;
    const place = { address, byteLength };
    const encoded = { ...place, ...lastBatch(kernel, worker, codec, place) };
    const batch = codec.finish({ memory, ...encoded });
    scheduler.publish(task, batch.address - slot, batch.byteLength, encoded.rawBytes);
  };
}

type Encoder = ReturnType<typeof openEncoder>;

function perform(
  task: Task,
  worker: number,
  kernel: Kernel,
  scheduler: Scheduler,
  encode: Encoder,
  production: Production,
): void {
  switch (task.kind) {
    case "make":
      production.makeUsers(kernel, task.chunk);
      break;
    case "simulate":
      kernel.simulateChunk(worker, task.chunk, task.sliceStart, task.sliceEnd);
      break;
    case "place":
      kernel.placeChunk(task.chunk, task.sliceStart, task.sliceEnd, task.buffer);
      break;
    case "fill":
      scheduler.finishFill(task, production.fill!(kernel, task.buffer, task.first, task.limit, task.sliceEnd));
      break;
    case "encode":
      encode(task);
  }
}

async function work(worker: number, job: WorkerJob, watch: Watch | undefined): Promise<void> {
  const kernel = openKernel(job.module, job.memory);
  const scheduler = new Scheduler(job.memory, job.schedule);
  const codec = openCodec(job.encoding);
  const encode = openEncoder(worker, kernel, codec, scheduler, job);
  const production = PRODUCTIONS[job.engine];
  const computePlaces: ComputePlaces = (start, end, carry) => {
    const records = kernel.prefixSums(job.schedule.chunks, start, end, carry) >>> 0;
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
    perform(task, worker, kernel, scheduler, encode, production);
    if (task.kind !== "fill") scheduler.finish(task, computePlaces);
    const pending = codec.rest?.();
    if (pending !== undefined) await pending;
  }
  watch?.ends();
}

async function start(job: WorkerJob): Promise<void> {
  const { worker, log } = workerData as WorkerStart;
  const watch = log && new (await import("./watch/worker-watch.ts")).WorkerWatch(log, job, worker);
  await work(worker, job, watch);
}

if ((workerData as WorkerStart).dumpsHeap) setHeapSnapshotNearHeapLimit(1);
parentPort?.once("message", (job: WorkerJob) => {
  start(job).then(
    () => parentPort?.close(),
    (error: unknown) => {
      // Thrown outside of the promise, it ends the worker, and the pool hears of it.
      setImmediate(() => {
        throw error;
      });
    },
  );
});
parentPort?.postMessage("ready");
