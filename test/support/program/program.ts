import { type ChildProcessWithoutNullStreams, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { LAUNCH } from "../../../bench/launch.ts";

/** A run with the same output on every day, 1,489 lines: more than pipes and a ring of small batches hold. */
export const FIXED = ["-n", "20", "-s", "2026-03-02T00:00:00", "-e", "2026-03-03T00:00:00"];
/** The same for a week, about 11,000 lines. */
export const FIXED_WEEK = [...FIXED.slice(0, -1), "2026-03-09T00:00:00"];
/** A run that takes minutes unless it is stopped. */
export const ENDLESS = ["-n", "20000", "-s", "2010-01-01T00:00:00", "-e", "2040-01-01T00:00:00"];

export interface Result {
  /** The exit code as in a shell: 128 plus the signal's number for a program that a signal ended. */
  code: number;
  stdout: string;
  stderr: string;
}

export async function exitCode(child: ChildProcessWithoutNullStreams): Promise<number> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.exitCode ?? 128 + constants.signals[child.signalCode as NodeJS.Signals];
}

const started = new Set<ChildProcessWithoutNullStreams>();

/** Ends what a test has started and left; test/support/setup/each-file.ts calls it. */
export function endStarted(): void {
  for (const child of started) if (groupIsAlive(child)) process.kill(-child.pid!, "SIGKILL");
  started.clear();
}

/** Starts a program in a process group of its own, which does not outlive the test. */
export function startCommand(command: string, values: string[], options: SpawnOptions = {}) {
  const child = spawn(command, values, {
    ...options,
    detached: true,
    stdio: "pipe",
  }) as ChildProcessWithoutNullStreams;
  started.add(child);
  return child;
}

/**
 * Starts eventsim, built from the current sources (see test/support/setup/built.ts). Its output is not read before the
 * test does so.
 */
export function start(values: string[], options: SpawnOptions = {}): ChildProcessWithoutNullStreams {
  return startCommand(process.execPath, [...LAUNCH, ...values], options);
}

/** Whether the child or a process that it started still runs. */
export function groupIsAlive(child: ChildProcessWithoutNullStreams): boolean {
  try {
    return process.kill(-child.pid!, 0);
  } catch {
    return false;
  }
}

/** A child's output and exit. */
export async function outcomeOf(
  child: ChildProcessWithoutNullStreams,
): Promise<{ code: number; stdout: Buffer; stderr: string }> {
  const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  child.stdout.on("data", (bytes: Buffer) => output.stdout.push(bytes));
  child.stderr.on("data", (bytes: Buffer) => output.stderr.push(bytes));
  await once(child, "close");
  const [stdout, stderr] = [Buffer.concat(output.stdout), Buffer.concat(output.stderr).toString()];
  return { code: await exitCode(child), stdout, stderr };
}

async function finish(child: ChildProcessWithoutNullStreams): Promise<Result> {
  const { stdout, ...outcome } = await outcomeOf(child);
  return { ...outcome, stdout: stdout.toString() };
}

export function run(values: string[], options: SpawnOptions = {}): Promise<Result> {
  return finish(start(values, options));
}

export function runCommand(command: string, values: string[], options: SpawnOptions = {}): Promise<Result> {
  return finish(startCommand(command, values, options));
}

/** Runs a line of bash, in which `$eventsim` is the program. */
export function shell(line: string, options: SpawnOptions = {}): Promise<Result> {
  const environment = { ...process.env, eventsim: [process.execPath, ...LAUNCH].join(" ") };
  return runCommand("bash", ["-c", line], { env: environment, ...options });
}

/** Resolves when standard error has received the text. */
export async function seen(child: ChildProcessWithoutNullStreams, text: string): Promise<void> {
  let all = "";
  for await (const bytes of child.stderr) {
    all += bytes;
    if (all.includes(text)) return;
  }
  throw new Error(`the program ended without "${text}": ${all}`);
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** State and processor time, in ticks, of each thread of the child and of the processes that it started. */
function threadsOf(child: ChildProcessWithoutNullStreams): { state: string; ticks: number }[] {
  const statOf = (path: string) => {
    const [state, , group, ...rest] = readFileSync(`${path}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return { state: state!, group: Number(group), ticks: Number(rest[8]) + Number(rest[9]) };
  };
  const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return processes.flatMap((name) => {
    try {
      if (statOf(`/proc/${name}`).group !== child.pid) return [];
      return readdirSync(`/proc/${name}/task`).map((thread) => statOf(`/proc/${name}/task/${thread}`));
    } catch {
      return []; // It ended meanwhile.
    }
  });
}

/**
 * Resolves when the program has come to rest: all of its threads sleep, and have computed nothing for a fifth of a second.
 * A program that waits for a processor on a busy machine is not at rest. Where the system does not tell (it is not Linux), two seconds pass.
 */
export async function atRest(child: ChildProcessWithoutNullStreams): Promise<void> {
  if (process.platform !== "linux") return pause(2000);
  for (let [looks, before] = [0, -1]; looks < 10; ) {
    await pause(20);
    const threads = threadsOf(child);
    if (threads.length === 0) throw new Error("the program ended before it came to rest");
    const ticks = threads.reduce((sum, thread) => sum + thread.ticks, 0);
    looks = ticks === before && threads.every(({ state }) => state === "S") ? looks + 1 : 0;
    before = ticks;
  }
}
