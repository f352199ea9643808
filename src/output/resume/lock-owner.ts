import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { readSmallFile } from "./small-file.ts";

/** Who writes into a folder. */
export interface Owner {
  pid: number;
  /** When the process started, in the system's own count: a process id is used again some day. */
  started: string;
  host: string;
  /** No other lock has it. */
  id: string;
}

const MOST_BYTES = 4096;
const ID = /^[0-9a-f]{24}$/;

/** Field 22 of /proc/PID/stat, after the name in parentheses; "" where there is no such process or no such file. */
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

/** Whether the owner may still be writing. Of another machine's processes nothing is known. */
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

/** What a lock says; undefined where there is none, "unreadable" where it is not as a run writes it. */
export function readOwner(path: string): Owner | "unreadable" | undefined {
  try {
    const owner: unknown = JSON.parse(readSmallFile(path, MOST_BYTES).toString());
    return isOwner(owner) ? owner : "unreadable";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? undefined : "unreadable";
  }
}
