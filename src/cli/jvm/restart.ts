import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import type { Writable } from "node:stream";
import { HANDED_PIPE, pipesRead } from "../../config/file.ts";
import type { OutOfMemory } from "../../system/machine.ts";
import { mainIsFull, nameSnapshots, snapshotFolder } from "./out-of-memory.ts";

/** The variable that marks the second process, with the first one's memory in bytes. */
const VARIABLE = "EVENTSIM_FIRST_PROCESS_BYTES";
const FORWARDED = ["SIGHUP", "SIGINT", "SIGTERM", "SIGUSR2"] as const;

const firstProcessBytes = process.env[VARIABLE];
delete process.env[VARIABLE];

export function isSecondStart(): boolean {
  return firstProcessBytes !== undefined;
}

/** Bytes of the parent process that waits for this one; they count toward the limit. */
export function companionBytes(): number {
  return Number(firstProcessBytes ?? 0);
}

/** Ends this process when the first one has ended, through which the user could stop it. */
export function endWithFirstProcess(): void {
  if (!isSecondStart() || process.channel === undefined) return;
  process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
  process.channel?.unref();
}

/** Ends this process as the other one ended: with its exit code, or by its signal. */
function endLike(code: number | null, signal: NodeJS.Signals | null): never {
  if (signal === null) return process.exit(code ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  // If the signal is ignored or delayed, the shell's exit code for it.
  return process.exit(128 + constants.signals[signal]);
}

/** A process that ends before it has read all its input reports the reason itself. */
function handOver(stream: Writable, bytes: Buffer): void {
  stream.on("error", () => {});
  stream.end(bytes);
}

/**
 * Starts the program once more, with options that V8 must know before it starts, and ends as that process ends. Standard input,
 * output and error are the same; signals are passed on, and so is a configuration that came out of a pipe.
 */
export async function startAgain(v8: readonly string[], outOfMemory: OutOfMemory | undefined): Promise<never> {
  const heapDump = outOfMemory?.heapDump;
  const folder = heapDump === undefined ? [] : [`--diagnostic-dir=${snapshotFolder(heapDump)}`];
  const flags = [...process.execArgv, ...v8, ...folder];
  const [pipe] = pipesRead();
  const child = spawn(process.execPath, [...flags, ...process.argv.slice(1)], {
    stdio: ["inherit", "inherit", "inherit", "ipc", pipe === undefined ? "ignore" : "pipe"],
    env: {
      ...process.env,
      [VARIABLE]: String(process.memoryUsage.rss()),
      ...(pipe === undefined ? {} : { [HANDED_PIPE.variable]: pipe[0] }),
    },
  });
  if (pipe !== undefined) handOver(child.stdio[HANDED_PIPE.descriptor] as Writable, pipe[1]);
  for (const signal of FORWARDED) process.on(signal, () => child.kill(signal));
  const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  if (heapDump !== undefined) nameSnapshots(heapDump, child.pid as number);
  // V8 aborts when the main isolate's heap is full.
  if (outOfMemory !== undefined && (signal === "SIGABRT" || code === 128 + constants.signals.SIGABRT))
    process.exit(mainIsFull(outOfMemory, child.pid as number));
  return endLike(code, signal);
}
