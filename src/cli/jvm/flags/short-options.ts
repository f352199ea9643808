/** An option without `-XX:`. */
export interface ShortOption {
  /** As it is printed. */
  usage: string;
  pattern: RegExp;
  /** Its effect here or, if it has none, its replacement. */
  effect: string;
  isInert?: boolean;
}

const COMPILER = "the hot loop is compiled before the first event";
const CLASSES = "no classes are loaded";
const DEBUGGER = "node --inspect is the debugger of this program";

/** Options whose sizes become flags. */
export const SIZE_OPTIONS: readonly ShortOption[] = [
  { usage: "-Xmx<size>", pattern: /^-Xmx/, effect: "limit of the resident memory of the whole process (MaxHeapSize)" },
  { usage: "-Xms<size>", pattern: /^-Xms/, effect: "memory to touch at the start (InitialHeapSize)" },
  { usage: "-Xmn<size>", pattern: /^-Xmn/, effect: "young generation of each worker's isolate (NewSize, MaxNewSize)" },
  { usage: "-Xss<size>", pattern: /^-Xss/, effect: "stack of each worker (ThreadStackSize)" },
];

/** Options that print something. */
export const PRINTING_OPTIONS: readonly ShortOption[] = [
  {
    usage: "-Xlog:gc*[:file=<path>[:<decorators>]]",
    pattern: /^-Xlog(:|$)/,
    effect: "collections, slices, growth of the memory and stalls of the ring, on standard error or to a file",
  },
  { usage: "-Xloggc:<path>", pattern: /^-Xloggc:./, effect: "the same as -Xlog:gc:file=<path>" },
  { usage: "-verbose:gc", pattern: /^-verbose:gc$/, effect: "the same as -Xlog:gc" },
  { usage: "-X", pattern: /^-X$/, effect: "prints the short options" },
  { usage: "-version", pattern: /^-version$/, effect: "prints the versions of program, engine, Node.js and V8" },
  { usage: "-showversion", pattern: /^-showversion$/, effect: "prints the versions, then runs" },
];

/** Options without effect here. */
const WITHOUT_EFFECT: readonly Omit<ShortOption, "isInert">[] = [
  { usage: "-server, -client", pattern: /^-(server|client)$/, effect: COMPILER },
  {
    usage: "-d32, -d64",
    pattern: /^-d(32|64)$/,
    effect: "Node.js decides; addresses of the shared memory have 32 bits",
  },
  { usage: "-Xint, -Xmixed, -Xcomp, -Xbatch", pattern: /^-X(int|mixed|comp|batch)$/, effect: COMPILER },
  { usage: "-Xrs", pattern: /^-Xrs$/, effect: "signals end the run and remove what is incomplete" },
  {
    usage: "-Xincgc, -Xnoclassgc",
    pattern: /^-X(incgc|noclassgc)$/,
    effect: "V8 marks incrementally; no classes are loaded",
  },
  { usage: "-Xshare:<mode>", pattern: /^-Xshare:/, effect: CLASSES },
  { usage: "-Xverify:<mode>", pattern: /^-Xverify:/, effect: CLASSES },
  { usage: "-Xcheck:jni", pattern: /^-Xcheck:jni$/, effect: CLASSES },
  { usage: "-Xbootclasspath...", pattern: /^-Xbootclasspath/, effect: CLASSES },
  {
    usage: "-Xprof, -Xdiag, -Xfuture",
    pattern: /^-X(prof|diag|future)$/,
    effect: "node --cpu-prof measures where time goes",
  },
  { usage: "-Xdebug, -Xrunjdwp:...", pattern: /^-X(debug$|runjdwp:)/, effect: DEBUGGER },
  {
    usage: "-agentlib:..., -agentpath:..., -javaagent:...",
    pattern: /^-(agentlib|agentpath|javaagent):/,
    effect: DEBUGGER,
  },
  {
    usage: "-D<name>=<value>",
    pattern: /^-D./,
    effect: "no system property is read; the program has options and a configuration",
  },
  {
    usage: "-ea, -da, -esa, -dsa",
    pattern: /^-(ea|da|enableassertions|disableassertions)(:|$)|^-[ed]sa$/,
    effect: "what is checked, is always checked",
  },
  {
    usage: "-verbose:class, -verbose:jni",
    pattern: /^-verbose(:(class|jni|module))?$/,
    effect: `${CLASSES}; --verbose says what a run is made of`,
  },
  {
    usage: "--add-opens=..., --add-modules=..., ...",
    pattern:
      /^--(add-(opens|exports|modules|reads)|illegal-access|enable-native-access|patch-module)=|^--enable-preview$/,
    effect: "there are no Java modules",
  },
];

export const INERT_OPTIONS: readonly ShortOption[] = WITHOUT_EFFECT.map((option) => ({ ...option, isInert: true }));

export const SHORT_OPTIONS: readonly ShortOption[] = [...SIZE_OPTIONS, ...PRINTING_OPTIONS, ...INERT_OPTIONS];
