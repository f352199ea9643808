import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { UsageError } from "../system/errors.ts";

const MEBIBYTE = 2 ** 20;
/** Twice what reading the built-in tables takes at most, of the versions of Node that are tested. */
const LEAST_MEBIBYTES = 32;
const OLD_SPACE = /--max[-_]old[-_]space[-_]size=(\d+)/g;

/**
 * Most bytes of the main isolate's old generation, in which what stays is. V8 tells only the sum with the young generation,
 * which may have 48 MiB with Node 20 and 192 with Node 24; so where a flag sets the old one, the flag counts.
 */
export function oldGenerationBytes(flags: string = [process.env.NODE_OPTIONS ?? "", ...process.execArgv].join(" ")) {
  const chosen = [...flags.matchAll(OLD_SPACE)].at(-1)?.[1];
  const { heap_size_limit: all } = getHeapStatistics();
  // V8 takes 0 as "the default".
  return chosen === undefined || Number(chosen) === 0 ? all : Math.min(all, Number(chosen) * MEBIBYTE);
}

/** Throws UsageError where Node was started with what no run can do with: V8 would end the process in the middle of it. */
export function checkNode(oldBytes = oldGenerationBytes()): void {
  if (typeof WebAssembly === "undefined")
    throw new UsageError(
      "Node.js runs without WebAssembly, which makes the events: take --jitless out of NODE_OPTIONS",
    );
  if (oldBytes >= LEAST_MEBIBYTES * MEBIBYTE) return;
  throw new UsageError(
    `Node.js may use ${Math.floor(oldBytes / MEBIBYTE)} MiB for its heap, and a run needs ${LEAST_MEBIBYTES}: take ` +
      "--max-old-space-size or --max-heap-size out of NODE_OPTIONS, or make it larger; -Xmx limits the memory of the whole program",
  );
}

/** V8 also returns the pages that it keeps for later; Node 20 does not know this and collects as usual. */
const THOROUGH = { type: "major", execution: "sync", flavor: "last-resort" };

/**
 * Collects this isolate's garbage, so that what compiling a model leaves behind is not taken for memory that the run needs. A
 * few milliseconds; for where memory is short.
 */
export function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as (options: object) => void)(THOROUGH);
  setFlagsFromString("--no-expose-gc");
}
