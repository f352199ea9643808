import { eachRound, interleave, median } from "../../../src/benchmark/statistics.ts";
import { LAUNCH } from "../../launch.ts";
import { amountIn, extentArguments, type ProgramRun, runProcess } from "../../program.ts";
import { type Bench, type Measured, millions, type Row, type Size, sizeOf } from "../../row.ts";
import { S3Sink } from "../../servers/s3-sink.ts";
import { SHORT_SHARE, steadyRates } from "../throughput.ts";

const LEAST_RATIO = 0.8;
const WRITTEN: Size = { users: 20_000, smokeUsers: 200, events: 60e6, smokeEvents: 40_000, rounds: 5 };
const ADDRESS = "s3://bench/events.parquet";

/** One run of Parquet into a destination. */
async function runInto(
  destination: string,
  users: number,
  events: number,
  variables?: Record<string, string>,
): Promise<ProgramRun> {
  const values = ["-n", String(users), ...extentArguments({ events }), "--format", "parquet", destination];
  const { seconds, stderr } = await runProcess(process.execPath, [...LAUNCH, ...values], "ignore", variables);
  return { seconds, ...amountIn(stderr) };
}

/** One run into the sink, which must have got what the program says. */
async function runIntoSink(sink: S3Sink, users: number, events: number): Promise<ProgramRun> {
  const run = await runInto(ADDRESS, users, events, sink.environment);
  const { bytes } = await sink.take();
  // The summary is rounded.
  if (run.events !== events || bytes < 0.99 * run.bytes)
    throw new Error(`${bytes} bytes of ${run.events} events arrived instead of ${run.bytes} of ${events}`);
  return run;
}

async function measureWith(bench: Bench, sink: S3Sink): Promise<Measured> {
  const { users, events, rounds } = sizeOf(bench, WRITTEN);
  const short = Math.ceil(events * SHORT_SHARE);
  const runs = await interleave<ProgramRun, "shortSink" | "shortNothing" | "sink" | "nothing">(rounds, {
    shortSink: () => runIntoSink(sink, users, short),
    shortNothing: () => runInto("/dev/null", users, short),
    sink: () => runIntoSink(sink, users, events),
    nothing: () => runInto("/dev/null", users, events),
  });
  const rates = {
    sink: steadyRates(runs.shortSink, runs.sink),
    nothing: steadyRates(runs.shortNothing, runs.nothing),
  };
  const ratio = median(eachRound(rates.sink, rates.nothing, (own, yardstick) => own / yardstick));
  return {
    measured: `${ratio.toFixed(2)} times (${millions(median(rates.sink))} against ${millions(median(rates.nothing))})`,
    met: ratio >= LEAST_RATIO,
    facts: {
      ...{ users, events, ratio, bytes: (runs.sink[0] as ProgramRun).bytes },
      ...{ sinkEventsPerSecond: median(rates.sink), nothingEventsPerSecond: median(rates.nothing) },
    },
    samples: Object.fromEntries(
      Object.entries(runs).map(([name, each]) => [`${name}Seconds`, each.map(({ seconds }) => seconds)]),
    ),
  };
}

async function measure(bench: Bench): Promise<Measured> {
  const sink = await S3Sink.start();
  try {
    return await measureWith(bench, sink);
  } finally {
    sink.stop();
  }
}

export const s3Rows: Row[] = [
  {
    name: "s3",
    what: "Parquet into s3://, a sink on the same cores that only counts, against Parquet into nothing",
    floor: `>= ${LEAST_RATIO} times`,
    measure,
  },
];
