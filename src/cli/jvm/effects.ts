import { totalBytes } from "../../memory/available.ts";
import { defaultLimit } from "../../memory/budget.ts";
import { oldGenerationBytes } from "../../memory/heap.ts";
import { UsageError } from "../../system/errors.ts";
import type { Machine, MemoryLimit, OutOfMemory } from "../../system/machine.ts";
import { COLLECTORS, COMPANIONS } from "./flags/collector-flags.ts";
import { ORIGINS, type Settings } from "./flags/parse.ts";

const KIBIBYTE = 1024;
const MEBIBYTE = 2 ** 20;
/** V8's own limit of the main isolate's heap should not be less than this share of the memory, up to a bound. */
const HEAP_SHARE = 0.5;
const LARGEST_HEAP_BYTES = 2 ** 31;

function numberOf(settings: Settings, name: string): number | undefined {
  const value = settings.valueOf(name);
  return value === undefined || value === "0" ? undefined : Number(value);
}

function ramBytes(settings: Settings): number {
  return numberOf(settings, "MaxRAM") ?? totalBytes(settings.valueOf("UseContainerSupport") !== "false");
}

/** Of a size and a percentage, the one from the stronger source; from the same source, the size; undefined without either. */
function sizeOrShare(settings: Settings, size: string, percentage: string): MemoryLimit | undefined {
  const strength = (name: string) => {
    const setting = settings.flags.get(name);
    return setting === undefined || Number(setting.value) === 0 ? -1 : ORIGINS.indexOf(setting.origin);
  };
  if (Math.max(strength(size), strength(percentage)) < 0) return undefined;
  const name = strength(size) >= strength(percentage) ? size : percentage;
  const { value, text } = settings.flags.get(name)!;
  const byteLength = name === size ? Number(value) : Math.floor((ramBytes(settings) * Number(value)) / 100);
  return { byteLength, origin: text };
}

function limitOf(settings: Settings, startBytes: number | undefined): MemoryLimit | undefined {
  const limit = sizeOrShare(settings, "MaxHeapSize", "MaxRAMPercentage");
  if (limit !== undefined && startBytes !== undefined && startBytes > limit.byteLength)
    throw new UsageError("Initial heap size set to a larger value than the maximum heap size");
  if (limit !== undefined) return limit;
  if (settings.flags.has("MaxRAM") || settings.flags.has("UseContainerSupport"))
    return { byteLength: Math.floor(ramBytes(settings) / 4), origin: "a quarter of MaxRAM" };
  const usual = defaultLimit();
  if (startBytes === undefined || startBytes <= usual.byteLength) return undefined;
  return { byteLength: startBytes, origin: "InitialHeapSize" };
}

function outOfMemoryOf(settings: Settings): OutOfMemory | undefined {
  const exits = settings.isOn("ExitOnOutOfMemoryError") || settings.isOn("CrashOnOutOfMemoryError");
  const commands = settings.valueOf("OnOutOfMemoryError")?.split(/[;\n]/) ?? [];
  const heapDump = settings.isOn("HeapDumpOnOutOfMemoryError") ? (settings.valueOf("HeapDumpPath") ?? ".") : undefined;
  if (!exits && commands.length === 0 && heapDump === undefined) return undefined;
  return {
    exits,
    commands: commands.map((command) => command.trim()).filter((command) => command !== ""),
    ...(heapDump === undefined ? {} : { heapDump }),
  };
}

function chosenCollectors(settings: Settings): string[] {
  const chosen = Object.keys(COLLECTORS).filter((name) => settings.isOn(name));
  const goTogether = COMPANIONS.some((group) => chosen.every((name) => group.includes(name)));
  if (chosen.length > 1 && !goTogether)
    throw new UsageError(`Multiple garbage collectors selected: ${chosen.join(", ")}; choose one`);
  return chosen;
}

/** The options with which V8 must be started. */
function v8Flags(settings: Settings, limit: MemoryLimit | undefined): string[] {
  const flags = new Set(chosenCollectors(settings).flatMap((name) => COLLECTORS[name]!.v8));
  const parallel = numberOf(settings, "ParallelGCThreads");
  const concurrent = numberOf(settings, "ConcGCThreads");
  const pool = parallel ?? concurrent;
  if (pool !== undefined) flags.add(`--v8-pool-size=${Math.max(pool, concurrent ?? 0)}`);
  if (concurrent !== undefined) flags.add(`--concurrent-marking-max-worker-num=${concurrent}`);
  const heapBytes = Math.min((limit?.byteLength ?? 0) * HEAP_SHARE, LARGEST_HEAP_BYTES);
  if (oldGenerationBytes() < heapBytes) flags.add(`--max-old-space-size=${Math.floor(heapBytes / MEBIBYTE)}`);
  return [...flags];
}

function defined<T extends object>(value: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as never;
}

/** The effects of the options: on this program, and on V8 before it starts. Throws UsageError if options contradict each other. */
export function effectsOf(settings: Settings): { machine: Machine; v8: string[] } {
  const startBytes = sizeOrShare(settings, "InitialHeapSize", "InitialRAMPercentage")?.byteLength;
  const limit = limitOf(settings, startBytes);
  const newBytes = numberOf(settings, "NewSize");
  const largestNewBytes = numberOf(settings, "MaxNewSize");
  const stackKibibytes = numberOf(settings, "ThreadStackSize");
  const { log } = settings;
  const machine: Machine = defined({
    ...{ limit, startBytes },
    preTouch: settings.isOn("AlwaysPreTouch") || undefined,
    stackBytes: stackKibibytes === undefined ? undefined : stackKibibytes * KIBIBYTE,
    youngBytes: newBytes === undefined ? largestNewBytes : Math.max(newBytes, largestNewBytes ?? 0),
    oldBytes: numberOf(settings, "OldSize"),
    processors: numberOf(settings, "ActiveProcessorCount"),
    log: log === undefined || log.tags.length === 0 ? undefined : log,
    outOfMemory: outOfMemoryOf(settings),
    notes: [...settings.notes].map(([option, effect]) => `${option} has no effect here: ${effect}`),
  });
  return { machine, v8: v8Flags(settings, limit) };
}
