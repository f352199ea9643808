import { readFileSync } from "node:fs";
import { freemem, totalmem } from "node:os";
import { ADDRESS_LIMIT_BYTES } from "./plan.ts";

/** The process itself, its isolates and what the system needs to stay usable. */
const RESERVED_BYTES = 256 * 2 ** 20;

function numberIn(file: string): number | undefined {
  try {
    const value = Number(readFileSync(file, "utf8"));
    return Number.isFinite(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Memory that may still be used, in bytes: what the system says is available, within the container's limit. */
function availableBytes(): number {
  const kernel = /MemAvailable:\s+(\d+) kB/.exec(readText("/proc/meminfo"));
  const machine = kernel ? Number(kernel[1]) * 1024 : Math.max(freemem(), totalmem() / 2);
  const limits = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"].map(numberIn);
  return Math.min(machine, ...limits.filter((limit) => limit !== undefined));
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** The most shared memory that a run may take here, in bytes. */
export function sharedMemoryLimitBytes(): number {
  return Math.min(ADDRESS_LIMIT_BYTES, Math.max(0, availableBytes() - RESERVED_BYTES));
}
