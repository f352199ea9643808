import { availableParallelism } from "node:os";
import { interleave, median } from "../../src/benchmark/statistics.ts";
import { runProgram } from "../program.ts";
import { type Bench, type Measured, type Row, type Size, type Skipped, sizeOf } from "../row.ts";
import { SHORT_SHARE, steadyRates } from "./throughput.ts";

const FLOOR = 1.7;
const SIZE: Size = { users: 20_000, smokeUsers: 200, events: 100e6, smokeEvents: 40_000, rounds: 7 };

async function measure(bench: Bench): Promise<Measured | Skipped> {
  if (availableParallelism() < 2) return { skipped: "there is only one core" };
  const { users, events, rounds } = sizeOf(bench, SIZE);
  const run = (workers: number, share: number) => () =>
    runProgram(users, { events: Math.ceil(events * share) }, ["--workers", String(workers)]);
  const { one, two, shortOne, shortTwo } = await interleave(rounds, {
    one: run(1, 1),
    two: run(2, 1),
    shortOne: run(1, SHORT_SHARE),
    shortTwo: run(2, SHORT_SHARE),
  });
  const rates = { one: median(steadyRates(shortOne, one)), two: median(steadyRates(shortTwo, two)) };
  const steady = rates.two / rates.one;
  const seconds = (runs: { seconds: number }[]) => runs.map((each) => each.seconds);
  const plain = median(seconds(one)) / median(seconds(two));
  return {
    measured: `${steady.toFixed(2)} times (${plain.toFixed(2)} with the start)`,
    met: steady >= FLOOR,
    facts: {
      ...{ users, events, steadyRatio: steady, plainRatio: plain },
      oneWorkerEventsPerSecond: rates.one,
      twoWorkersEventsPerSecond: rates.two,
    },
    samples: {
      oneSeconds: seconds(one),
      twoSeconds: seconds(two),
      shortOneSeconds: seconds(shortOne),
      shortTwoSeconds: seconds(shortTwo),
    },
  };
}

export const workerRows: Row[] = [
  { name: "workers", what: "2 workers against 1, 20,000 users", floor: `>= ${FLOOR} times`, measure },
];
