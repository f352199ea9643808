import type { StageResult } from "../../src/benchmark/stages.ts";
import { interleave, median } from "../../src/benchmark/statistics.ts";
import type { OutputRequest } from "../../src/output/request.ts";
import { runStages } from "../program.ts";
import { type Bench, type Measured, millions, type Row, type Size, sizeOf } from "../row.ts";

const STAGES = ["simulate", "place", "encode", "write"] as const;

function sizeFor(users: number, smokeUsers: number, events: number): Size {
  return { users, smokeUsers, events, smokeEvents: 20_000, rounds: 5 };
}
const SMALL = sizeFor(20_000, 200, 30e6);
const LARGE = sizeFor(1_000_000, 2_000, 40e6);
const HUGE = sizeFor(10_000_000, 5_000, 40e6);

/** The first run of the stages, which all others repeat. */
function amount(runs: StageResult[]): Measured["facts"] {
  const { users, events, whole } = runs[0] as StageResult;
  return { users, events, wholeEvents: whole.events, wholeSeconds: whole.seconds };
}

async function measureSimulation(bench: Bench, size: Size, floor: number): Promise<Measured> {
  const { users, events, rounds } = sizeOf(bench, size);
  const { runs } = await interleave(rounds, {
    runs: () => runStages(users, { measuredEvents: events, simulateOnly: true }),
  });
  const rates = runs.map((run) => (run.events / (run.simulateMs + run.placeMs)) * 1000);
  const rate = median(rates);
  const makeMs = median(runs.map((run) => run.makeMs));
  return {
    measured: `${millions(rate)} (making the users: ${makeMs.toFixed(0)} ms)`,
    met: rate >= floor,
    facts: { ...amount(runs), eventsPerSecond: rate, makeMs },
    samples: { simulateMs: runs.map((run) => run.simulateMs), placeMs: runs.map((run) => run.placeMs) },
  };
}

async function measureStages(bench: Bench, size: Size): Promise<Measured> {
  const { users, events, rounds } = sizeOf(bench, size);
  const { runs } = await interleave(rounds, {
    runs: () => runStages(users, { measuredEvents: events, digest: bench.smoke }),
  });
  const samples = STAGES.map((stage) => runs.map((run) => (run[`${stage}Ms`] * 1e6) / run.events));
  const nanoseconds = samples.map(median);
  const slowest = STAGES[nanoseconds.indexOf(Math.max(...nanoseconds))] as string;
  const each = STAGES.map((stage, index) => `${stage} ${(nanoseconds[index] as number).toFixed(1)}`);
  const { sha256 } = (runs[0] as StageResult).whole;
  return {
    measured: `${each.join(", ")} ns/event; slowest: ${slowest}`,
    facts: {
      ...amount(runs),
      slowest,
      ...Object.fromEntries(STAGES.map((stage, index) => [`${stage}Ns`, nanoseconds[index] as number])),
      ...(sha256 === undefined ? {} : { wholeSha256: sha256 }),
    },
    samples: Object.fromEntries(STAGES.map((stage, index) => [`${stage}Ns`, samples[index] as number[]])),
  };
}

const ENCODINGS: Record<string, OutputRequest> = {
  json: { format: "json" },
  msgpack: { format: "msgpack" },
  jsonLz4: { format: "json", compress: "lz4" },
  msgpackLz4: { format: "msgpack", compress: "lz4" },
};

/** Measures the encoders one after the other, repeatedly, each with the same events. */
async function measureEncoders(bench: Bench, size: Size): Promise<Measured> {
  const { users, events, rounds } = sizeOf(bench, size);
  const names = Object.keys(ENCODINGS);
  const run = (encoding: OutputRequest) => () => runStages(users, { measuredEvents: events, output: encoding });
  const runs = await interleave(rounds, Object.fromEntries(names.map((name) => [name, run(ENCODINGS[name]!)])));
  const of = (name: string) => runs[name] as StageResult[];
  const samples = (name: string) => of(name).map((each) => (each.encodeMs * 1e6) / each.events);
  const bytes = (name: string) => {
    const { bytes, events } = of(name)[0] as StageResult;
    return bytes / events;
  };
  const each = names.map((name) => `${name} ${median(samples(name)).toFixed(1)} ns, ${bytes(name).toFixed(1)} bytes`);
  return {
    measured: `${each.join("; ")} an event`,
    facts: {
      ...amount(of("json")),
      ...Object.fromEntries(
        names.flatMap((name) => [
          [`${name}Ns`, median(samples(name))],
          [`${name}Bytes`, bytes(name)],
        ]),
      ),
    },
    samples: Object.fromEntries(names.map((name) => [`${name}Ns`, samples(name)])),
  };
}

function simulationRow(name: string, users: string, size: Size, floor: number): Row {
  return {
    name,
    what: `simulation with placing, one core, ${users} users`,
    floor: `>= ${floor / 1e6} M events/s`,
    measure: (bench) => measureSimulation(bench, size, floor),
  };
}

export const stageRows: Row[] = [
  simulationRow("simulate-20k", "20,000", SMALL, 30e6),
  simulationRow("simulate-1m", "1,000,000", LARGE, 24e6),
  simulationRow("simulate-10m", "10,000,000", HUGE, 18e6),
  {
    name: "stages-20k",
    what: "stages alone, one core, 20,000 users",
    measure: (bench) => measureStages(bench, SMALL),
  },
  {
    name: "stages-1m",
    what: "stages alone, one core, 1,000,000 users",
    measure: (bench) => measureStages(bench, LARGE),
  },
  {
    name: "encoders-20k",
    what: "encoders alone, one core, 20,000 users",
    measure: (bench) => measureEncoders(bench, SMALL),
  },
];
