// Loaded before the program (NODE_OPTIONS): says on standard error how much memory the process had resident at most.
import { readFileSync, writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

if (isMainThread) {
  process.on("exit", () => {
    const mark = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"));
    writeSync(2, `peak ${Number(mark[1]) * 1024}\n`);
  });
}
