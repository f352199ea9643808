import { bools, type Flag, inert, numeric } from "./flag.ts";

const NO_REGIONS = "V8 has no such regions; the users, records and batches are outside of its heap";
const NO_PAUSE_GOAL =
  "V8 knows no such goal; a pause stops one isolate for about a millisecond, and the hot loop makes no garbage";

/** The equivalents of the JVM's collectors here, with V8's options for each. */
export const COLLECTORS: Readonly<Record<string, { effect: string; v8: readonly string[] }>> = {
  UseSerialGC: {
    effect: "V8 with --single-threaded-gc: each isolate collects on its own thread",
    v8: ["--single-threaded-gc"],
  },
  UseParallelGC: {
    effect: "V8 without concurrent and incremental marking: several threads, while the isolate stands still",
    v8: ["--no-concurrent-marking", "--no-incremental-marking", "--no-concurrent-sweeping"],
  },
  UseParallelOldGC: {
    effect: "the same as UseParallelGC",
    v8: ["--no-concurrent-marking", "--no-incremental-marking", "--no-concurrent-sweeping"],
  },
  UseG1GC: { effect: "V8's default: parallel scavenges, incremental and concurrent marking", v8: [] },
  UseConcMarkSweepGC: { effect: "V8's default: incremental and concurrent marking", v8: [] },
  UseParNewGC: { effect: "V8's default: parallel scavenges", v8: [] },
  UseZGC: { effect: "V8's default is the closest: concurrent marking and sweeping", v8: [] },
  UseShenandoahGC: { effect: "V8's default is the closest: concurrent marking and sweeping", v8: [] },
};

/** Collectors that can be combined, as in older JVMs. */
export const COMPANIONS: readonly (readonly string[])[] = [
  ["UseConcMarkSweepGC", "UseParNewGC"],
  ["UseParallelGC", "UseParallelOldGC"],
];

/** How V8 collects. */
export const COLLECTOR_FLAGS: readonly Flag[] = [
  ...bools(Object.entries(COLLECTORS).map(([name, { effect }]) => [name, String(name === "UseG1GC"), effect])),
  ...inert("bool", [
    ["UseEpsilonGC", "false", "V8 always collects; the hot loop makes no garbage, so that it seldom has to"],
    ["ZGenerational", "false", "V8's heaps always have generations"],
    ["CMSIncrementalMode", "false", "V8 always marks incrementally"],
    ["CMSClassUnloadingEnabled", "true", "no classes are loaded"],
    ["CMSParallelRemarkEnabled", "true", "V8 decides that by itself"],
    ["CMSScavengeBeforeRemark", "false", "V8 decides that by itself"],
    ["UseCMSInitiatingOccupancyOnly", "false", "V8 decides when it marks"],
    ["ExplicitGCInvokesConcurrent", "false", "nothing asks for collections"],
    ["DisableExplicitGC", "false", "nothing asks for collections"],
    ["ParallelRefProcEnabled", "true", "V8 decides that by itself"],
    ["ScavengeBeforeFullGC", "true", "V8 decides that by itself"],
    ["UseGCOverheadLimit", "true", "a worker ends with an error when its heap is full"],
    ["G1UseAdaptiveIHOP", "true", "V8 decides when it marks"],
  ]),
  ...numeric("intx", 0, 128, [
    [
      "ParallelGCThreads",
      "0",
      "threads that help V8 to collect, for all isolates together (--v8-pool-size; 0: V8's default of 4)",
    ],
    [
      "ConcGCThreads",
      "0",
      "threads among ParallelGCThreads that mark while the program runs (--concurrent-marking-max-worker-num; 0: all)",
    ],
  ]),
  ...inert("intx", [
    ["MaxGCPauseMillis", "200", NO_PAUSE_GOAL],
    ["GCPauseIntervalMillis", "0", NO_PAUSE_GOAL],
    ["GCTimeRatio", "12", NO_PAUSE_GOAL],
    ["InitiatingHeapOccupancyPercent", "45", "V8 decides when it marks"],
    ["CMSInitiatingOccupancyFraction", "0", "V8 decides when it marks"],
    ["G1ReservePercent", "10", NO_REGIONS],
    ["G1NewSizePercent", "5", NO_REGIONS],
    ["G1MaxNewSizePercent", "60", NO_REGIONS],
    ["G1MixedGCCountTarget", "8", NO_REGIONS],
    ["G1MixedGCLiveThresholdPercent", "85", NO_REGIONS],
    ["G1HeapWastePercent", "5", NO_REGIONS],
    ["G1RSetUpdatingPauseTimePercent", "10", NO_REGIONS],
    ["G1ConcRefinementThreads", "0", NO_REGIONS],
    ["ZCollectionInterval", "0", "V8 decides when it collects"],
    ["ZAllocationSpikeTolerance", "2", "V8 decides when it collects"],
  ]),
  ...inert("size_t", [["G1HeapRegionSize", "0", NO_REGIONS]]),
  ...inert("ccstr", [["ShenandoahGCHeuristics", "adaptive", "V8 decides when it collects"]]),
];
