import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Result, run } from "./program.ts";

const PEAK = pathToFileURL(join(import.meta.dirname, "peak.mjs")).href;

/** One day from Monday morning on, whatever day it is. */
export const DAY = ["-s", "2026-01-05T00:00:00", "-e", "2026-01-06T00:00:00"];

/** The environment, with these options and without those of the developer. */
export function environment(variables: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { JAVA_OPTS: _, EVENTSIM_OPTS: __, ...others } = process.env;
  return { ...others, ...variables };
}

export function runWith(variables: Record<string, string>, values: string[], cwd?: string): Promise<Result> {
  return run(values, { env: environment(variables), ...(cwd === undefined ? {} : { cwd }) });
}

/** For NODE_OPTIONS: each process reports its peak memory at its end. */
export const PEAK_OPTIONS = `--import=${PEAK}`;

/** Peak memory of each process in bytes, the last one started first. */
export function peaksOf({ stderr }: Result): number[] {
  return [...stderr.matchAll(/^peak (\d+)$/gm)].map((match) => Number(match[1]));
}

/** Runs, and returns the memory of each process. */
export async function runForPeaks(values: string[]): Promise<Result & { peaks: number[] }> {
  const result = await runWith({ NODE_OPTIONS: PEAK_OPTIONS }, values);
  return { ...result, peaks: peaksOf(result) };
}
