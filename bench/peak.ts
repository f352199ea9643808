// Loaded before the program (node --import): when the program ends, writes to descriptor 3 how much memory it had
// resident at most, in bytes. The program itself is not changed, and nothing has to be caught in the last moment.

import { readFileSync, writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const DESCRIPTOR = 3;

/** The system's high-water mark. `maxRSS`, the next best, may count the process that started this one. */
function peakBytes(): number {
  const mark = process.platform === "linux" && /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"));
  return 1024 * (mark ? Number(mark[1]) : process.resourceUsage().maxRSS);
}

if (isMainThread) process.on("exit", () => writeSync(DESCRIPTOR, String(peakBytes())));
