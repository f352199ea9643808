// Loaded before the program (node --import). At exit it writes the peak of the resident memory, in bytes, to descriptor
// 3.
// The program itself is unchanged, and nobody has to sample it in its last moment.

import { readFileSync, writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const DESCRIPTOR = 3;

/** The system's high-water mark. The alternative, `maxRSS`, may include the process that started this one. */
function peakBytes(): number {
  const mark = process.platform === "linux" && /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"));
  return 1024 * (mark ? Number(mark[1]) : process.resourceUsage().maxRSS);
}

if (isMainThread) process.on("exit", () => writeSync(DESCRIPTOR, String(peakBytes())));
