import { execFileSync, spawn } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PipeDestination } from "../output/destinations/pipe.ts";
import { UsageError } from "../system/errors.ts";

/** A folder for the benchmark's files, on the disk that is measured. Its creator removes it. */
export class Scratch {
  readonly folder: string;
  #pipes = 0;

  /** @param parent its own place; the system's folder for temporary files without it */
  constructor(parent = tmpdir()) {
    try {
      this.folder = mkdtempSync(join(parent, "eventsim-bench-"));
    } catch (error) {
      throw new UsageError(
        `--output ${parent}: a file cannot be made there (${(error as Error).message}); name a folder that you may write to`,
      );
    }
  }

  /** Path of the file that is written again and again. */
  get file(): string {
    return join(this.folder, "events");
  }

  /** Free bytes of the disk. */
  freeBytes(): number {
    const { bavail, bsize } = statfsSync(this.folder);
    return bavail * bsize;
  }

  /** The reason why pipes cannot be measured here; undefined if they can. */
  pipeProblem(): string | undefined {
    try {
      execFileSync("cat", ["/dev/null"], { stdio: "ignore" });
      const path = this.#makePipe();
      rmSync(path);
      return undefined;
    } catch (error) {
      return (error as Error).message.split("\n")[0];
    }
  }

  /** A pipe whose reader, a process of its own, discards its input. `ended` resolves when that process has ended. */
  openPipe(): { destination: PipeDestination; ended: Promise<void> } {
    const path = this.#makePipe();
    const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writeEnd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    rmSync(path);
    // Node makes a child's standard input blocking. The reader ends when this process does, however it ends.
    const reader = spawn("cat", [], { stdio: [readEnd, "ignore", "ignore"] });
    closeSync(readEnd);
    const ended = new Promise<void>((resolve) => {
      reader.once("error", () => resolve());
      reader.once("exit", () => resolve());
    });
    return { destination: new PipeDestination("a pipe", writeEnd), ended };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #makePipe(): string {
    this.#pipes++;
    const path = join(this.folder, `pipe-${this.#pipes}`);
    execFileSync("mkfifo", [path], { stdio: "ignore" });
    return path;
  }
}
