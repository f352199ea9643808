import { readFileSync } from "node:fs";
import { freemem, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { getHeapStatistics } from "node:v8";

const CGROUPS = "/sys/fs/cgroup";
/** The names of a group's limit in versions 2 and 1. */
const GROUP_LIMITS = ["memory.max", "memory.limit_in_bytes"];

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** The folders of the process's own memory group and of those around it: each may have a limit. */
export function memoryGroups(membership: string): string[] {
  const folders: string[] = [CGROUPS, join(CGROUPS, "memory")];
  for (const line of membership.split("\n")) {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (path === undefined || (controllers !== "" && !controllers?.split(",").includes("memory"))) continue;
    const root = controllers === "" ? CGROUPS : join(CGROUPS, "memory");
    for (let inner = path; inner !== "/"; inner = dirname(inner)) folders.push(join(root, inner));
  }
  return folders;
}

/** The least limit of the container, in bytes; Infinity outside of one. */
function containerBytes(): number {
  const limits = memoryGroups(readText("/proc/self/cgroup"))
    .flatMap((folder) => GROUP_LIMITS.map((name) => readText(join(folder, name)).trim()))
    .filter((text) => /^\d+$/.test(text));
  return Math.min(Number.POSITIVE_INFINITY, ...limits.map(Number));
}

/**
 * What the process has resident, in bytes. Not by `process.memoryUsage`, which ends the process where it is given the number of a
 * standard output that has been closed.
 */
export function residentBytes(): number {
  const resident = /VmRSS:\s+(\d+) kB/.exec(readText("/proc/self/status"));
  return resident ? Number(resident[1]) * 1024 : process.memoryUsage.rss();
}

/** Memory that the machine or, with `useContainer`, the container has, in bytes. */
export function totalBytes(useContainer = true): number {
  return useContainer ? Math.min(totalmem(), containerBytes()) : totalmem();
}

/** What this process may have in all before the system runs short, in bytes: what it has, and what is available. */
export function attainableBytes(): number {
  const free = /MemAvailable:\s+(\d+) kB/.exec(readText("/proc/meminfo"));
  const available = free ? Number(free[1]) * 1024 : Math.max(freemem(), totalmem() / 2);
  return Math.min(available + residentBytes(), containerBytes());
}

/** Of what the JavaScript heap of this thread has left so much may be lived in; V8 needs the rest to collect garbage. */
const HEAP_SHARE = 0.7;

/** Bytes that may still be kept on the JavaScript heap of this thread. */
export function heapRoomBytes(): number {
  const { heap_size_limit, used_heap_size } = getHeapStatistics();
  return Math.max(0, (heap_size_limit - used_heap_size) * HEAP_SHARE);
}
