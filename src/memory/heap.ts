import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { UsageError } from "../system/errors.ts";

const MEBIBYTE = 2 ** 20;
/** Twice the most that reading the built-in tables takes in any of the tested versions of Node. */
const LEAST_MEBIBYTES = 32;
const OLD_SPACE = /--max[-_]old[-_]space[-_]size=(\d+)/g;

/**
 * Most bytes of the main isolate's old generation, which holds long-lived objects. V8 reports only the sum with the young
 * generation, which may have 48 MiB with Node 20 and 192 with Node 24; so if a flag sets the old one, the flag counts.
 */
export function oldGenerationBytes(flags: string = [process.env.NODE_OPTIONS ?? "", ...process.execArgv].join(" ")) {
  const chosen = [...flags.matchAll(OLD_SPACE)].at(-1)?.[1];
  const { heap_size_limit: all } = getHeapStatistics();
  // V8 takes 0 as "the default".
  return chosen === undefined || Number(chosen) === 0 ? all : Math.min(all, Number(chosen) * MEBIBYTE);
}

/** Throws UsageError if Node was started with a heap too small for any run: V8 would end the process in the middle of it. */
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
 * Collects this isolate's garbage, so that garbage from compiling the model is not counted as memory that the run needs. Takes
 * a few milliseconds; used when memory is short.
 */
export function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as (options: object) => void)(THOROUGH);
  setFlagsFromString("--no-expose-gc");
}
