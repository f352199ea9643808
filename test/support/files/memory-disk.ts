import { existsSync, statfsSync } from "node:fs";

const MEMORY_DISK = "/dev/shm";

/** A folder in memory, if there is one with that much room. */
export function memoryDisk(bytes = 0): string | undefined {
  if (!existsSync(MEMORY_DISK)) return undefined;
  const { bavail, bsize } = statfsSync(MEMORY_DISK);
  return bavail * bsize >= bytes ? MEMORY_DISK : undefined;
}
