import { spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { FAR_END, START, type StageOptions, type StageResult } from "../src/benchmark/stages.ts";
import type { SimulationRequest } from "../src/simulation/request.ts";
import { packageRoot } from "../src/system/root.ts";
import { LAUNCH, nodeOptions, WRAPPER } from "./launch.ts";

const DIST = join(packageRoot(), "dist");
const STAGES = join(DIST, "bench", "stages-process.js");
const PEAK = join(DIST, "bench", "peak.js");

const SUMMARY = /^([\d,]+) events, ([\d,.]+) MB (?:to \S+ )?in /m;

/** A process from start to exit. */
interface Ended {
  seconds: number;
  stdout: string;
  stderr: string;
  /** Its output on descriptor 3. */
  extra: string;
}

/**
 * Runs a command to its end.
 * @param stdout "ignore" is /dev/null
 * @param variables added to the environment
 * @throws if the exit code is not 0; the message includes the process's own
 */
export function runProcess(
  command: string,
  args: string[],
  stdout: "ignore" | "pipe" = "ignore",
  variables: Record<string, string> = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, {
      stdio: ["ignore", stdout, "pipe", "pipe"],
      env: { ...process.env, ...variables },
    });
    const streams = [1, 2, 3].map((descriptor) => {
      const chunks: string[] = [];
      child.stdio[descriptor]?.on("data", (bytes: Buffer) => chunks.push(bytes.toString()));
      return chunks;
    });
    let seconds = 0;
    child.on("error", reject);
    child.on("exit", () => {
      seconds = (performance.now() - started) / 1000;
    });
    child.on("close", (exitCode, signal) => {
      const [out, err, extra] = streams.map((chunks) => chunks.join("")) as [string, string, string];
      if (exitCode === 0) resolve({ seconds, stdout: out, stderr: err, extra });
      else reject(new Error(`${[command, ...args].join(" ")}: ended with ${exitCode ?? signal}\n${err}`));
    });
  });
}

/** The window of a run: all events of a number of days, or the first events of a long run. */
export type Extent = { days: number } | { events: number };

export function extentArguments(extent: Extent): string[] {
  if ("events" in extent) return ["--start-time", START, "--end-time", FAR_END, "--events", String(extent.events)];
  const end = Date.parse(`${START}Z`) + extent.days * 86_400_000;
  return ["--start-time", START, "--end-time", new Date(end).toISOString().slice(0, 19)];
}

/** One run of the whole program. */
export interface ProgramRun {
  seconds: number;
  events: number;
  bytes: number;
}

/** Reads the summary on standard error. */
export function amountIn(summary: string): { events: number; bytes: number } {
  const [, events, megabytes] = SUMMARY.exec(summary) ?? [];
  if (events === undefined || megabytes === undefined)
    throw new Error(`the program's last line was to say how many events it wrote: ${summary}`);
  const plain = (text: string) => Number(text.replaceAll(",", ""));
  return { events: plain(events), bytes: plain(megabytes) * 1e6 };
}

function checkEvents({ events }: { events: number }, extent: Extent): void {
  if ("events" in extent && events !== extent.events)
    throw new Error(
      `a run of a year ended after ${events} events, before the ${extent.events} to measure: use more --users or fewer --events`,
    );
}

/** @param args further arguments; an output file among them replaces /dev/null */
export async function runProgram(users: number, extent: Extent, args: string[] = []): Promise<ProgramRun> {
  const ended = await runProcess(process.execPath, [
    ...LAUNCH,
    ...["-n", String(users), ...extentArguments(extent), ...args],
  ]);
  const amount = amountIn(ended.stderr);
  checkEvents(amount, extent);
  return { seconds: ended.seconds, ...amount };
}

/** Peak resident memory of a run, in bytes. Started by the wrapper, which determines V8's options. */
export async function runForPeak(users: number, extent: Extent): Promise<{ peakBytes: number; events: number }> {
  const args = ["-n", String(users), ...extentArguments(extent), "/dev/null"];
  const ended = await runProcess(WRAPPER, args, "ignore", { NODE_OPTIONS: `--import ${pathToFileURL(PEAK).href}` });
  const amount = amountIn(ended.stderr);
  checkEvents(amount, extent);
  return { peakBytes: Number(ended.extra), events: amount.events };
}

/** Runs the wrapper that users call, from start to exit; arguments as on a command line. */
export async function runWrapper(args: string[]): Promise<number> {
  return (await runProcess(WRAPPER, args)).seconds;
}

export function oneUserForADay(): string[] {
  return ["-n", "1", ...extentArguments({ days: 1 })];
}

/** Runs the stages alone, in a process of their own. @param variables added to the environment */
export async function runStages(
  users: number,
  { output = {}, ...options }: Omit<StageOptions, "request"> & Pick<SimulationRequest, "output">,
  variables: Record<string, string> = {},
): Promise<StageResult> {
  const whole: StageOptions = {
    ...options,
    request: {
      config: join(packageRoot(), "configs", "Accordion-config.json"),
      settings: { nusers: users, startTime: START, endTime: FAR_END },
      output,
    },
  };
  const args = [...nodeOptions(), STAGES, JSON.stringify(whole)];
  const { stdout } = await runProcess(process.execPath, args, "pipe", variables);
  const times = JSON.parse(stdout) as StageResult;
  if (times.events < options.measuredEvents)
    throw new Error(
      `a year of ${users} users had only ${times.events} events to measure: use more --users or fewer --events`,
    );
  return times;
}
