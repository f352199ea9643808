import { interleave, median } from "../../src/benchmark/statistics.ts";
import { oneUserForADay, runWrapper } from "../program.ts";
import { type Bench, type Measured, type Row, type Size, sizeOf } from "../row.ts";

const SIZE: Size = { users: 1, smokeUsers: 1, events: 0, smokeEvents: 0, rounds: 15 };

async function measure(bench: Bench, args: string[], floorSeconds: number): Promise<Measured> {
  const { rounds } = sizeOf(bench, SIZE);
  await runWrapper(args); // warm up: the wrapper may have to build, and files have to be read from disk
  const { seconds } = await interleave(rounds, { seconds: () => runWrapper(args) });
  const middle = median(seconds);
  return {
    measured: `${(middle * 1000).toFixed(0)} ms (${(Math.max(...seconds) * 1000).toFixed(0)} ms at most)`,
    met: middle <= floorSeconds,
    facts: { command: ["bin/eventsim", ...args].join(" "), seconds: middle },
    samples: { seconds },
  };
}

export const startRows: Row[] = [
  {
    name: "start-day",
    what: "bin/eventsim -n 1 for a day, from start to exit",
    floor: "<= 400 ms",
    measure: (bench) => measure(bench, oneUserForADay(), 0.4),
  },
  {
    name: "start-version",
    what: "bin/eventsim --version, from start to exit",
    floor: "<= 150 ms",
    measure: (bench) => measure(bench, ["--version"], 0.15),
  },
];
