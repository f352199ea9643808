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

/** The folders of the process's own memory group and of its ancestors: each may have a limit. */
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

/** The container's lowest memory limit, in bytes; Infinity outside of a container. */
function containerBytes(): number {
  const limits = memoryGroups(readText("/proc/self/cgroup"))
    .flatMap((folder) => GROUP_LIMITS.map((name) => readText(join(folder, name)).trim()))
    .filter((text) => /^\d+$/.test(text));
  return Math.min(Number.POSITIVE_INFINITY, ...limits.map(Number));
}

/**
 * The process's resident memory, in bytes. `process.memoryUsage` is not used: it ends the process if it is given the number of a
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

/** The most memory that this process can have before the system runs short, in bytes: resident plus available. */
export function attainableBytes(): number {
  const free = /MemAvailable:\s+(\d+) kB/.exec(readText("/proc/meminfo"));
  const available = free ? Number(free[1]) * 1024 : Math.max(freemem(), totalmem() / 2);
  return Math.min(available + residentBytes(), containerBytes());
}

/** The share of the free JavaScript heap that live objects may fill; V8 needs the rest to collect garbage. */
const HEAP_SHARE = 0.7;

/** Bytes of live objects that this thread's JavaScript heap can still take. */
export function heapRoomBytes(): number {
  const { heap_size_limit, used_heap_size } = getHeapStatistics();
  return Math.max(0, (heap_size_limit - used_heap_size) * HEAP_SHARE);
}
