import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { UsageError } from "../errors.ts";
import { writeAll } from "../sinks/file.ts";
import type { FileSystem } from "../sinks/filesystem.ts";

/** Who writes into a folder. */
interface Owner {
  pid: number;
  /** When the process started, in the system's own count: a process id is used again some day. */
  started: string;
  host: string;
}

/** Field 22 of /proc/PID/stat, behind the name in parentheses; "" where there is no such process or no such file. */
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

/** Whether the owner may still be writing. Of another machine's processes nothing is known. */
function mayBeWriting({ pid, started, host }: Owner): boolean {
  if (host !== hostname()) return true;
  return isAlive(pid) && startOf(pid) === started;
}

function readOwner(path: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Owner;
  } catch {
    return undefined; // gone, or its writer died while it wrote
  }
}

/** A file that says that a run is writing into this folder. A run that was killed leaves it behind; the next one sees that. */
export class FolderLock {
  readonly #path: string;
  #isHeld = false;

  /** @throws UsageError where another run writes here */
  constructor(
    private readonly files: FileSystem,
    folder: string,
  ) {
    this.#path = join(folder, "lock");
    if (this.#take()) return;
    const owner = readOwner(this.#path);
    if (owner !== undefined && mayBeWriting(owner)) {
      throw new UsageError(
        `${folder}: another run (process ${owner.pid} on ${owner.host}) writes here; wait for it, or use another folder. ` +
          `If it does not run any more, remove ${this.#path}`,
      );
    }
    files.remove(this.#path);
    if (!this.#take()) throw new UsageError(`${folder}: another run writes here; wait for it, or use another folder`);
  }

  /** Safe more than once. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    try {
      this.files.remove(this.#path);
    } catch {
      // When this process has ended, the lock is seen to be stale.
    }
  }

  #take(): boolean {
    const owner: Owner = { pid: process.pid, started: startOf("self"), host: hostname() };
    const descriptor = this.#create();
    if (descriptor === undefined) return false;
    this.#isHeld = true;
    try {
      writeAll(this.files, descriptor, this.#path, [Buffer.from(JSON.stringify(owner))]);
      this.files.close(descriptor);
      return true;
    } catch (error) {
      this.release();
      throw error;
    }
  }

  /** Undefined where it exists. */
  #create(): number | undefined {
    try {
      return this.files.open(this.#path, "wx");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return undefined;
      throw error;
    }
  }
}
