import { eachRound, interleave, median } from "../../src/benchmark/statistics.ts";
import { LAUNCH } from "../launch.ts";
import { amountIn, extentArguments, type ProgramRun, runProcess } from "../program.ts";
import { type Bench, type Measured, millions, type Row, type Size, sizeOf } from "../row.ts";

/** About 14 GB of lines. */
const SIZE: Size = { users: 20_000, smokeUsers: 200, events: 30e6, smokeEvents: 40_000, rounds: 5 };
const DD_BLOCK_BYTES = 16_384;
const FLOOR = 0.6;

/** Runs a pipeline in the shell, until both ends have exited. @param args of `first` */
async function runPiped(first: string, args: readonly string[], reader: string) {
  return await runProcess("bash", ["-c", `set -o pipefail; ${first} "$@" | ${reader} > /dev/null`, "bash", ...args]);
}

async function runProgramInto(reader: string, users: number, events: number): Promise<ProgramRun> {
  const args = ["-n", String(users), ...extentArguments({ events })];
  const { seconds, stderr } = await runPiped(process.execPath, [...LAUNCH, ...args], reader);
  return { seconds, ...amountIn(stderr) };
}

async function runDdInto(reader: string, bytes: number): Promise<ProgramRun> {
  const args = ["if=/dev/zero", `bs=${DD_BLOCK_BYTES}`, `count=${Math.ceil(bytes / DD_BLOCK_BYTES)}`, "status=none"];
  const { seconds } = await runPiped("dd", args, reader);
  return { seconds, events: 0, bytes };
}

/** Measures the program into a pipe, from start to exit, in alternation with `dd` and the same number of bytes. */
async function measure(bench: Bench, reader: string, floor?: number): Promise<Measured> {
  const { users, events, rounds } = sizeOf(bench, SIZE);
  const { bytes } = await runProgramInto(reader, users, events);
  const { program, dd } = await interleave(rounds, {
    program: () => runProgramInto(reader, users, events),
    dd: () => runDdInto(reader, bytes),
  });
  const ratio = median(eachRound(program, dd, (own, yardstick) => yardstick.seconds / own.seconds));
  const eventsPerSecond = median(program.map((run) => run.events / run.seconds));
  const bytesPerSecond = median(program.map((run) => run.bytes / run.seconds));
  return {
    measured: `${(bytesPerSecond / 1e9).toFixed(2)} GB/s (${millions(eventsPerSecond)}), ${ratio.toFixed(2)} x dd`,
    ...(floor === undefined ? {} : { met: ratio >= floor }),
    facts: { users, events, bytes, eventsPerSecond, bytesPerSecond, ratioToDd: ratio },
    samples: { programSeconds: program.map((run) => run.seconds), ddSeconds: dd.map((run) => run.seconds) },
  };
}

export const pipeRows: Row[] = [
  {
    name: "pipe-cat",
    what: "JSON into `| cat > /dev/null`, 20,000 users, against `dd if=/dev/zero bs=16k` into the same",
    floor: `>= ${FLOOR} x dd`,
    measure: (bench) => measure(bench, "cat", FLOOR),
  },
  {
    name: "pipe-wc",
    what: "the same into `| wc -l`",
    measure: (bench) => measure(bench, "wc -l"),
  },
];
