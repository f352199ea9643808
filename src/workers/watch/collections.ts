import { GCProfiler } from "node:v8";
import { inM, type Log } from "./log.ts";

/** V8's kinds of collections, in the JVM's terms. */
const KINDS: Readonly<Record<string, string>> = {
  Scavenge: "Pause Young (Allocation Failure)",
  MinorMarkCompact: "Pause Young (Allocation Failure)",
  MarkSweepCompact: "Pause Full (Allocation Failure)",
  IncrementalMarking: "Concurrent Mark (Incremental)",
  ProcessWeakCallbacks: "Reference Processing (Weak)",
};
const GENERATIONS: Readonly<Record<string, string>> = {
  new_space: "young",
  old_space: "old",
  large_object_space: "large",
};

type Collected = ReturnType<GCProfiler["stop"]>["statistics"][number];
type HeapState = Collected["beforeGC"];

function usedBytes(state: HeapState, space: string): number {
  return state.heapSpaceStatistics.find(({ spaceName }) => spaceName === space)?.spaceUsedSize ?? 0;
}

/**
 * Logs the collections of this isolate. V8's observers need a turn of the event loop, which a worker does not take
 * before the run ends; the profiler can be read at any time.
 */
export class Collections {
  #profiler = new GCProfiler();

  /** @param isolate its name in the log */
  constructor(
    private readonly log: Log,
    private readonly isolate: string,
  ) {
    this.#profiler.start();
  }

  /** Writes a line for each collection since the last call. */
  tell(): void {
    const { statistics } = this.#profiler.stop();
    this.#profiler = new GCProfiler();
    this.#profiler.start();
    for (const collected of statistics) this.#write(collected);
  }

  #write({ gcType, cost, beforeGC, afterGC }: Collected): void {
    const number = `GC(${Atomics.add(this.log.channel.collections, 0, 1)})`;
    const { usedHeapSize, totalHeapSize } = afterGC.heapStatistics;
    const sizes = `${inM(beforeGC.heapStatistics.usedHeapSize)}->${inM(usedHeapSize)}(${inM(totalHeapSize)})`;
    this.log.write("gc", `${number} ${KINDS[gcType] ?? gcType} ${sizes} ${(cost / 1000).toFixed(3)}ms`);
    const spaces = Object.entries(GENERATIONS).map(
      ([space, name]) => `${name} ${inM(usedBytes(beforeGC, space))}->${inM(usedBytes(afterGC, space))}`,
    );
    this.log.write("gc,heap", `${number} ${this.isolate}: ${spaces.join(", ")}`);
  }
}
