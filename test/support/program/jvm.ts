import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Result, run } from "./program.ts";

const PEAK = pathToFileURL(join(import.meta.dirname, "peak.mjs")).href;

/** One day from Monday morning on, whatever day it is. */
export const DAY = ["-s", "2026-01-05T00:00:00", "-e", "2026-01-06T00:00:00"];

/** The environment without options that whoever runs the tests may have set, and with these. */
export function environment(variables: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { JAVA_OPTS: _, EVENTSIM_OPTS: __, ...others } = process.env;
  return { ...others, ...variables };
}

export function runWith(variables: Record<string, string>, values: string[], cwd?: string): Promise<Result> {
  return run(values, { env: environment(variables), ...(cwd === undefined ? {} : { cwd }) });
}

/** For NODE_OPTIONS: each process says at its end how much memory it had at most. */
export const PEAK_OPTIONS = `--import=${PEAK}`;

/** How much memory each process had at most, in bytes, the one that was started last first. */
export function peaksOf({ stderr }: Result): number[] {
  return [...stderr.matchAll(/^peak (\d+)$/gm)].map((match) => Number(match[1]));
}

/** Runs, and tells how much memory each process had. */
export async function runForPeaks(values: string[]): Promise<Result & { peaks: number[] }> {
  const result = await runWith({ NODE_OPTIONS: PEAK_OPTIONS }, values);
  return { ...result, peaks: peaksOf(result) };
}
