import { rmSync } from "node:fs";
import { Bench, type Task } from "tinybench";
import { TABLES_END } from "../../assembly/layout/run.ts";
import { openKernel } from "../kernel/kernel.ts";
import { WASM_PAGE_BYTES } from "../memory/plan.ts";
import { openCodec } from "../output/codecs/codecs.ts";
import type { Destination } from "../output/destinations/destination.ts";
import { openDestination } from "../output/destinations/destinations.ts";
import { lastBatch } from "../output/formats/rows.ts";
import type { Measurement } from "./row.ts";
import type { Scratch } from "./scratch.ts";
import type { StageBatch } from "./stage-run.ts";

/** The least size of a file of the write stage, in bytes: a disk may keep a smaller one in its own cache. */
const FILE_BYTES = 32 << 20;

/** Batches that a destination gets at once: as many as the writer has ready when it waits for the destination, about half a ring. */
const GROUP_BATCHES = 7;

/** A small task that is repeated. */
interface SmallWork {
  /** Before and after each time, not measured. */
  before?: () => Promise<void> | void;
  after?: () => void;
  perform: () => Promise<void> | void;
  /** Of one time. */
  amount: () => Omit<Measurement, "milliseconds">;
}

function resultOf(task: Task, name: string): { totalMs: number; times: number } {
  const { result } = task;
  if (result.state === "errored") throw result.error;
  if (!("latency" in result)) throw new Error(`${name} was not measured: ${result.state}`);
  return { totalMs: result.totalTime, times: task.runs };
}

/** Returns a function that repeats the task until time is up, at least once. @param limitMs milliseconds; 0 for just once */
function sampler(name: string, limitMs: number, work: SmallWork): () => Promise<Measurement> {
  const once = { iterations: 1, warmupIterations: 1, warmupTime: 0 };
  const bench = new Bench({ time: limitMs, ...once, throws: true });
  const hooks = {
    async: true,
    ...(work.before && { beforeEach: work.before }),
    ...(work.after && { afterEach: work.after }),
  };
  bench.add(name, async () => work.perform(), hooks);
  const task = bench.getTask(name) as Task;
  let isWarm = false;
  return async () => {
    if (!isWarm) await task.warmup(); // libraries set themselves up when they are first called
    isWarm = true;
    task.reset();
    await task.run();
    const { totalMs, times } = resultOf(task, name);
    const { events, rawBytes, bytes } = work.amount();
    return { milliseconds: totalMs, events: events * times, rawBytes: rawBytes * times, bytes: bytes * times };
  };
}

/** Compresses a batch of lines repeatedly, as a worker does: with the kernel's checksum, if the codec needs one. */
export function codecSampler(
  module: WebAssembly.Module,
  compress: "gzip" | "zstd",
  batch: StageBatch,
  limitMs: number,
): () => Promise<Measurement> {
  const codec = openCodec({ compress });
  const rawBytes = batch.bytes.byteLength;
  const place = { address: 0, byteLength: rawBytes };
  const pages = Math.ceil(Math.max(TABLES_END, codec.boundBytes(rawBytes)) / WASM_PAGE_BYTES);
  const wasm = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const kernel = openKernel(module, wasm);
  const memory = new Uint8Array(wasm.buffer);
  let bytes = 0;
  return sampler(compress, limitMs, {
    before: () => memory.set(batch.bytes), // the codec overwrites the lines with its result
    perform: () => {
      bytes = codec.finish({
        memory,
        events: batch.events,
        ...place,
        ...lastBatch(kernel, 0, codec, place),
      }).byteLength;
      return codec.rest?.();
    },
    amount: () => ({ events: batch.events, rawBytes, bytes }),
  });
}

/** Writes a batch of lines to a pipe repeatedly; each sample has a reader of its own. */
export function pipeSampler(scratch: Scratch, batch: StageBatch, limitMs: number): () => Promise<Measurement> {
  let destination: Destination;
  const group = Array.from({ length: GROUP_BATCHES }, () => batch.bytes);
  const byteLength = GROUP_BATCHES * batch.bytes.byteLength;
  const measure = sampler("pipe", limitMs, {
    perform: () => destination.write(group),
    amount: () => ({ events: GROUP_BATCHES * batch.events, rawBytes: byteLength, bytes: byteLength }),
  });
  return async () => {
    const pipe = scratch.openPipe();
    destination = pipe.destination;
    try {
      await destination.write([batch.bytes]); // the reader is there now
      const measurement = await measure();
      await destination.finish();
      await pipe.ended;
      return measurement;
    } catch (error) {
      destination.abort();
      throw error;
    }
  };
}

/** Writes a file of some batches as every output file is written, until it is on the disk. */
export function fileSampler(scratch: Scratch, batch: StageBatch, limitMs: number): () => Promise<Measurement> {
  let destination: Destination;
  const group = Array.from({ length: GROUP_BATCHES }, () => batch.bytes);
  const times = Math.ceil(FILE_BYTES / (GROUP_BATCHES * batch.bytes.byteLength));
  const byteLength = times * GROUP_BATCHES * batch.bytes.byteLength;
  return sampler("file", limitMs, {
    before: async () => {
      destination = await openDestination(scratch.file);
    },
    perform: async () => {
      for (let time = 0; time < times; time++) await destination.write(group);
      await destination.finish();
    },
    after: () => rmSync(scratch.file),
    amount: () => ({ events: times * GROUP_BATCHES * batch.events, rawBytes: byteLength, bytes: byteLength }),
  });
}
