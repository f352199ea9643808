import { figuresOf, type Row } from "../row.ts";
import type { BenchResult } from "./result.ts";

/** Few samples can agree by chance; a difference below this is never a change. */
const LEAST_NOISE = 0.01;

/** A row of two results. */
export interface Change {
  name: string;
  what: string;
  /** Nanoseconds an event, before and now. */
  before: number;
  now: number;
  /** The difference as a share of the time before: 0.5 takes half as long again, -0.5 half as long. */
  change: number;
  /** The noise of both together, in the same unit. */
  noise: number;
  verdict: "no change" | "slower" | "faster";
}

function changeOf(earlier: Row, later: Row): Change {
  const [before, now] = [figuresOf(earlier), figuresOf(later)];
  const scale = now.nanosecondsPerEvent / before.nanosecondsPerEvent;
  const change = scale - 1;
  const noise = Math.max(LEAST_NOISE, before.noise + now.noise * scale);
  const verdict = Math.abs(change) <= noise ? "no change" : change > 0 ? "slower" : "faster";
  return {
    ...{ name: later.name, what: later.what },
    ...{ before: before.nanosecondsPerEvent, now: now.nanosecondsPerEvent },
    ...{ change, noise, verdict },
  };
}

/** The rows that both results have, in the order of the later one. */
export function changesOf(earlier: BenchResult, later: BenchResult): Change[] {
  return later.rows.flatMap((row) => {
    const same = earlier.rows.find(({ name }) => name === row.name);
    return same === undefined ? [] : [changeOf(same, row)];
  });
}

/** The reasons why the two are hard to compare, and the rows that only one of them has. */
export function differencesOf(earlier: BenchResult, later: BenchResult): string[] {
  const pairs = [
    ["processor", earlier.machine.cpu, later.machine.cpu],
    ["number of cores", earlier.machine.cores, later.machine.cores],
    ["Node.js", earlier.machine.node, later.machine.node],
    ["engine version", earlier.machine.engineVersion, later.machine.engineVersion],
    ["number of users", earlier.site.users, later.site.users],
    ["configuration", earlier.site.config, later.site.config],
    ["configuration's content", earlier.site.configHash, later.site.configHash],
  ] as const;
  const different = pairs.filter(([, before, now]) => before !== now);
  const missing = (from: BenchResult, to: BenchResult) =>
    from.rows.filter(({ name }) => !to.rows.some((row) => row.name === name)).map(({ name }) => name);
  const [gone, added] = [missing(earlier, later), missing(later, earlier)];
  return [
    ...different.map(([what, before, now]) => `another ${what}: ${before} before, ${now} now`),
    ...(gone.length > 0 ? [`only before: ${gone.join(", ")}`] : []),
    ...(added.length > 0 ? [`only now: ${added.join(", ")}`] : []),
  ];
}
