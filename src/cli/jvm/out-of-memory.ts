import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, renameSync, statSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import type { OutOfMemory } from "../../system/machine.ts";

/** A JVM's exit code after ExitOnOutOfMemoryError. */
const EXIT_OUT_OF_MEMORY = 3;

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** The folder that V8's snapshots go to before they get their names. */
export function snapshotFolder(heapDump: string): string {
  return isFolder(heapDump) ? heapDump : dirname(heapDump);
}

/** `name` for the first, then `name.1` and so on. */
function numbered(path: string, index: number): string {
  return index === 0 ? path : `${path}.${index}`;
}

/** Renames the snapshots of a process that has ended to the requested names, and reports them. */
export function nameSnapshots(heapDump: string, processId: number): void {
  const folder = snapshotFolder(heapDump);
  const own = new RegExp(`^Heap\\.\\d+\\.\\d+\\.${processId}\\.`);
  const target = isFolder(heapDump) ? join(heapDump, `eventsim_pid${processId}.heapsnapshot`) : heapDump;
  const made = existsSync(folder) ? readdirSync(folder).filter((name) => own.test(name)) : [];
  for (const [index, name] of made.sort().entries()) {
    const path = numbered(target, index);
    renameSync(join(folder, name), path);
    process.stderr.write(`Heap dump file created: ${path} [${statSync(path).size} bytes]\n`);
  }
}

/**
 * The heap of one of a process's isolates was full: runs the commands. Returns the exit code: 3 if ExitOnOutOfMemoryError is set, else the
 * given one.
 */
function whenFull({ commands, exits }: OutOfMemory, processId: number, otherwise: number): number {
  for (const command of commands) {
    const line = command.replaceAll("%p", String(processId));
    process.stderr.write(`# Executing ${line}\n`);
    spawnSync(line, { shell: true, stdio: ["ignore", 2, 2] });
  }
  return exits ? EXIT_OUT_OF_MEMORY : otherwise;
}

/** A worker's heap was full; its process goes on to its end. */
export function workerIsFull(outOfMemory: OutOfMemory): number {
  return whenFull(outOfMemory, process.pid, 1);
}

/** The heap of another process's main isolate was full; that process has ended. */
export function mainIsFull(outOfMemory: OutOfMemory, processId: number): number {
  return whenFull(outOfMemory, processId, 128 + constants.signals.SIGABRT);
}
