import { bools, type Flag, inert, numeric } from "./flag.ts";

const LARGEST_SIZE = 2 ** 53 - 1;
const HEAP = "one memory for all users; how it is divided is planned before the run, see eventsim plan";
const CODE = "the hot loop is compiled before the first event; V8 sizes the rest";
const LAYOUT = "the layout of the memory is fixed: 68 bytes a user, 24 a record";

/** The size of the memory, and its division. */
export const MEMORY_FLAGS: readonly Flag[] = [
  ...numeric("size_t", 2 ** 21, LARGEST_SIZE, [
    ["MaxHeapSize", "", "limit of the resident memory of the whole process, with all its threads (-Xmx)"],
  ]),
  ...numeric("size_t", 0, LARGEST_SIZE, [
    ["InitialHeapSize", "0", "touches shared memory at the start until the process has this much (-Xms)"],
    ["MaxNewSize", "2097152", "maximum of the young generation of each worker's isolate (-Xmn)"],
    ["NewSize", "0", "minimum of MaxNewSize (-Xmn)"],
    ["OldSize", "67108864", "maximum of the old generation of each worker's isolate"],
    ["MaxRAM", "0", "memory that the percentages refer to, instead of that of the machine or container"],
  ]),
  ...numeric("intx", 0, 2 ** 20, [["ThreadStackSize", "4096", "stack of each worker in KiB, at least 512 (-Xss)"]]),
  ...numeric("double", 0, 100, [
    ["MaxRAMPercentage", "25", "MaxHeapSize as a share of the memory of the machine or container, unless it is set"],
    [
      "InitialRAMPercentage",
      "0",
      "InitialHeapSize as a share of the memory of the machine or container, unless it is set",
    ],
  ]),
  ...bools([
    ["AlwaysPreTouch", "false", "touches at the start all memory that the run is expected to touch"],
    ["UseContainerSupport", "true", "a container's limit counts as the machine's memory"],
  ]),
  ...inert("double", [["MinRAMPercentage", "50", "the default is at least 512 MiB, or all that there is"]]),
  ...inert("bool", [
    ["UseAdaptiveSizePolicy", "true", "sizes follow from the population and are fixed before the run"],
    ["UseStringDeduplication", "false", "every string is stored once"],
    ["UseCompressedOops", "true", "addresses have 32 bits"],
    ["UseCompressedClassPointers", "true", "addresses have 32 bits"],
    ["UseLargePages", "false", "the system's transparent huge pages, where they are on"],
    ["UseTransparentHugePages", "false", "the system's own setting decides"],
    ["UseHugeTLBFS", "false", "the system's transparent huge pages, where they are on"],
    ["UseNUMA", "false", "each user stays with its chunk; numactl places the process"],
    ["UseTLAB", "true", "records are written in place, nothing is allocated in the hot loop"],
    ["ResizeTLAB", "true", "records are written in place, nothing is allocated in the hot loop"],
    ["UseCompactObjectHeaders", "false", LAYOUT],
    ["CompactStrings", "true", "text is bytes of UTF-8, stored once"],
    ["UseCGroupMemoryLimitForHeap", "false", "a container's limit always counts, see UseContainerSupport"],
  ]),
  ...inert("intx", [
    ["NewRatio", "2", HEAP],
    ["SurvivorRatio", "8", HEAP],
    ["TargetSurvivorRatio", "50", HEAP],
    ["MaxTenuringThreshold", "15", HEAP],
    ["InitialTenuringThreshold", "7", HEAP],
    ["MaxRAMFraction", "4", "use MaxRAMPercentage"],
    ["MinHeapFreeRatio", "40", HEAP],
    ["MaxHeapFreeRatio", "70", HEAP],
    ["ObjectAlignmentInBytes", "8", LAYOUT],
    ["StringTableSize", "65536", "every string is stored once"],
    ["SoftRefLRUPolicyMSPerMB", "1000", "nothing is kept by soft references"],
  ]),
  ...inert("size_t", [
    ["MinHeapSize", "0", "use InitialHeapSize"],
    ["PermSize", "0", CODE],
    ["MaxPermSize", "0", CODE],
    ["MetaspaceSize", "0", CODE],
    ["MaxMetaspaceSize", "0", CODE],
    ["CompressedClassSpaceSize", "0", CODE],
    ["ReservedCodeCacheSize", "0", CODE],
    ["InitialCodeCacheSize", "0", CODE],
    [
      "MaxDirectMemorySize",
      "0",
      "the batches under way are in the ring, whose size --workers and --part-events decide",
    ],
    ["LargePageSizeInBytes", "0", "the system's transparent huge pages, where they are on"],
  ]),
];
