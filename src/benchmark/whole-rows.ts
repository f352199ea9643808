import { rmSync } from "node:fs";
import { devNull } from "node:os";
import { collectGarbage } from "../memory/heap.ts";
import type { RunContainer } from "../output/containers/container.ts";
import { fileContainerOf } from "../output/containers/containers.ts";
import { OneOutput } from "../output/containers/one-output.ts";
import type { Inputs } from "../simulation/inputs.ts";
import { openStream, takeSample } from "../simulation/samples/sample.ts";
import { WorkerPool } from "../workers/pool.ts";
import {
  DESTINATIONS,
  type DestinationName,
  ENCODINGS,
  type EncodingName,
  type Measurement,
  type Row,
  rowOf,
  wholeName,
} from "./row.ts";
import type { Scratch } from "./scratch.ts";
import type { Deadline, Extent } from "./stage-rows.ts";
import { interleaveUntil, untilTime } from "./statistics.ts";

/** Every number of workers up to this is measured; above it, the number doubles each time. */
const EACH_UP_TO = 4;
/** The share of the disk's free space that a file may take. */
const DISK_SHARE = 0.5;

/** Numbers of workers to measure, 1 to `most`. */
export function workerCounts(most: number): number[] {
  const counts = Array.from({ length: Math.min(most, EACH_UP_TO) }, (_, index) => index + 1);
  for (let count = 2 * EACH_UP_TO; count < most; count *= 2) counts.push(count);
  return most > EACH_UP_TO ? [...counts, most] : counts;
}

/** A run of the whole program in this process. */
interface Whole {
  encoding: EncodingName;
  destination: DestinationName;
  workers: number;
}

/** Every number of workers where output is discarded; one worker and all workers for other destinations, which are the limit. */
export function wholeRuns(mostWorkers: number, hasPipes: boolean): Whole[] {
  const counts = workerCounts(mostWorkers);
  const destinations = (Object.keys(DESTINATIONS) as DestinationName[]).filter(
    (destination) => hasPipes || destination !== "pipe",
  );
  const encodings = Object.keys(ENCODINGS) as EncodingName[];
  return encodings.flatMap((encoding) =>
    destinations.flatMap((destination) =>
      counts
        .filter(
          (workers) => destination === "nothing" || counts.length <= 2 || workers === 1 || workers === mostWorkers,
        )
        .map((workers) => ({ encoding, destination, workers })),
    ),
  );
}

/** Results of the stages: an encoding's bytes an event, and the disk's bytes a second. */
export interface Known {
  bytesPerEvent: Record<EncodingName, number>;
  diskBytesPerSecond: number;
}

/** Events that the disk can take in the time; more would wait in the system's memory, and the end of the file for them. */
function fileEvents(scratch: Scratch, { encoding }: Whole, extent: Extent, known: Known): number {
  const affordable = (known.diskBytesPerSecond * extent.milliseconds) / 1000;
  const bytes = Math.min(affordable, scratch.freeBytes() * DISK_SHARE);
  return Math.max(1, Math.floor(bytes / known.bytesPerEvent[encoding]));
}

interface WholeExtent extends Extent {
  /** For a sample limited by time: the run also ends after this many events. */
  limitEvents?: number;
}

/** Opens the output of a run; `close` cleans up after it, however it ended. */
function outputOf(scratch: Scratch, destination: DestinationName, { codec }: Inputs) {
  if (destination === "pipe") {
    let pipe: ReturnType<Scratch["openPipe"]> | undefined;
    const open = (): RunContainer => {
      pipe = scratch.openPipe();
      return new OneOutput(pipe.destination, fileContainerOf(codec));
    };
    return { open, close: async () => await pipe?.ended };
  }
  const path = destination === "nothing" ? devNull : scratch.file;
  return {
    open: () => openStream(path, codec),
    close: async () => {
      if (destination === "file") rmSync(path, { force: true });
    },
  };
}

async function measureWhole(
  module: WebAssembly.Module,
  inputs: Inputs,
  scratch: Scratch,
  { destination, workers }: Whole,
  { milliseconds, events, limitEvents }: WholeExtent,
): Promise<Measurement> {
  const output = outputOf(scratch, destination, inputs);
  const settings = events === undefined ? inputs.settings : { ...inputs.settings, eventLimit: events };
  try {
    const sample = await takeSample(module, inputs, settings, {
      workers: new WorkerPool(workers),
      ...{ limitMs: milliseconds, limitEvents, settles: events === undefined },
      open: output.open,
    });
    return { ...sample, milliseconds: sample.writingMs };
  } finally {
    await output.close();
    collectGarbage(); // frees the shared memory, whose small owner object V8 would not collect soon
  }
}

/** Samples of the whole program, from one worker up, in turn until the deadline. */
export async function measureWholeRows(
  module: WebAssembly.Module,
  inputs: Record<EncodingName, Inputs>,
  runs: Whole[],
  { scratch, known }: { scratch: Scratch; known: Known },
  extent: Extent,
  deadline: Deadline,
): Promise<Row[]> {
  const extentOf = (whole: Whole): WholeExtent => {
    if (extent.events !== undefined) return { milliseconds: Number.POSITIVE_INFINITY, events: extent.events };
    return whole.destination === "file"
      ? { ...extent, limitEvents: fileEvents(scratch, whole, extent, known) }
      : extent;
  };
  const named = runs.map((whole) => ({ whole, name: wholeName(whole.encoding, whole.destination, whole.workers) }));
  const results = await interleaveUntil<Measurement, string>(
    untilTime(deadline.at, deadline.leastRounds),
    Object.fromEntries(
      named.map(({ whole, name }) => [
        name,
        () => measureWhole(module, inputs[whole.encoding], scratch, whole, extentOf(whole)),
      ]),
    ),
  );
  return named.map(({ whole: { encoding, destination, workers }, name }) => {
    const threads = workers === 1 ? "1 worker" : `${workers} workers`;
    const what = `${ENCODINGS[encoding].what} into ${DESTINATIONS[destination]}, ${threads}`;
    return rowOf({ name, what, kind: "whole", workers }, results[name] as Measurement[]);
  });
}
