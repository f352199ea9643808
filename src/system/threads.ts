import type { WorkerOptions } from "node:worker_threads";

const word = new Int32Array(new SharedArrayBuffer(4));

/**
 * Blocks this thread. The system ends the wait within a tenth of a millisecond, where the event loop's timers take one or
 * two, and no garbage is made.
 */
export function sleepMs(ms: number): void {
  Atomics.wait(word, 0, 0, ms);
}

/**
 * Options of a thread that depend on how this process was started. Threads inherit Node's options, and one that `node
 * --input-type=module --eval ...` starts would refuse its own file because of the first; it inherits none. The others
 * keep theirs: named explicitly, options of V8 are refused.
 */
export function inheritedArguments(given: readonly string[] = process.execArgv): Pick<WorkerOptions, "execArgv"> {
  return given.some((argument) => argument.startsWith("--input-type")) ? { execArgv: [] } : {};
}
