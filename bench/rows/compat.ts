import { existsSync } from "node:fs";
import { join } from "node:path";
import { interleave, median } from "../../src/benchmark/statistics.ts";
import { packageRoot } from "../../src/system/root.ts";
import { type ProgramRun, runProgram } from "../program.ts";
import { type Bench, type Measured, millions, type Row, type Size, sizeOf } from "../row.ts";
import { SHORT_SHARE, steadyRates } from "./throughput.ts";

const CONFORMANCE = join(packageRoot(), "..", "shared", "conformance");
const ARGS = ["--compat", "interana", "--data", join(CONFORMANCE, "data"), "--no-similar-songs"];
const CONFIG = ["-c", join(CONFORMANCE, "configs", "dense.json")];
/** Rate of the original on the reference machine, in events per second. */
const ORIGINAL_RATE = 0.116e6;

const SIZE: Size = { users: 20_000, smokeUsers: 200, events: 40e6, smokeEvents: 20_000, rounds: 5 };

type Samples = Record<"short" | "long", ProgramRun[]>;

function summarize({ short, long }: Samples, floor: number): Measured {
  const steady = median(steadyRates(short, long));
  const plain = median(long.map(({ events, seconds }) => events / seconds));
  return {
    measured: `${millions(steady)} (${millions(plain)} with the start), ${(steady / ORIGINAL_RATE).toFixed(0)} x the original`,
    met: steady >= floor,
    facts: { steadyEventsPerSecond: steady, plainEventsPerSecond: plain },
    samples: {
      shortSeconds: short.map(({ seconds }) => seconds),
      longSeconds: long.map(({ seconds }) => seconds),
    },
  };
}

async function measure(bench: Bench, workers: number, floor: number): Promise<Measured> {
  const { users, events, rounds } = sizeOf(bench, SIZE);
  const shortEvents = Math.ceil(events * SHORT_SHARE);
  const args = [...ARGS, ...CONFIG, "--workers", String(workers)];
  const samples = await interleave(rounds, {
    short: () => runProgram(users, { events: shortEvents }, args),
    long: () => runProgram(users, { events }, args),
  });
  const { facts, ...rest } = summarize(samples, floor);
  return { ...rest, facts: { users, workers, shortEvents, longEvents: events, ...facts } };
}

function row(workers: number, floor: number): Row {
  return {
    name: `compat-${workers}`,
    what: `the original's bytes to /dev/null, 20,000 users, ${workers === 1 ? "1 worker" : `${workers} workers`}`,
    floor: `>= ${floor / 1e6} M events/s`,
    measure: async (bench) =>
      existsSync(CONFORMANCE) ? measure(bench, workers, floor) : { skipped: `${CONFORMANCE} is not there` },
  };
}

export const compatRows: Row[] = [row(2, 4e6), row(1, 2.5e6)];
