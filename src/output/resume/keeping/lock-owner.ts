import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { readSmallFile } from "../small-file.ts";

/** The process that writes into a folder. */
export interface Owner {
  pid: number;
  /** Start time of the process in the system's unit. It distinguishes processes that reused the process id. */
  started: string;
  host: string;
  /** Unique for each lock. */
  id: string;
}

const MOST_BYTES = 4096;
const ID = /^[0-9a-f]{24}$/;

/** Returns field 22 of /proc/PID/stat, after the name in parentheses; "" if the process or the file does not exist. */
function startOf(pid: number | "self"): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

export function ownerHere(id: string): Owner {
  return { pid: process.pid, started: startOf("self"), host: hostname(), id };
}

/** Whether the owner may still be writing. Processes of another machine count as alive, as they cannot be checked. */
export function mayBeWriting({ pid, started, host }: Owner): boolean {
  if (host !== hostname()) return true;
  return isAlive(pid) && startOf(pid) === started;
}

function isOwner(value: unknown): value is Owner {
  if (typeof value !== "object" || value === null) return false;
  const { pid, started, host, id } = value as Record<string, unknown>;
  const isProcess = Number.isSafeInteger(pid) && (pid as number) > 0 && typeof started === "string";
  return isProcess && typeof host === "string" && typeof id === "string" && ID.test(id);
}

/** Reads the owner from a lock file; undefined if it does not exist, "unreadable" if its content is not that of a lock. */
export function readOwner(path: string): Owner | "unreadable" | undefined {
  try {
    const owner: unknown = JSON.parse(readSmallFile(path, MOST_BYTES).toString());
    return isOwner(owner) ? owner : "unreadable";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? undefined : "unreadable";
  }
}
