import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { eachRound, interleave, median } from "../../src/benchmark/statistics.ts";
import { compressedSize, secondsOfTool } from "../compressor.ts";
import { type ProgramRun, runProgram } from "../program.ts";
import { type Bench, type Measured, millions, type Row, type Size, type Skipped, sizeOf } from "../row.ts";
import { measureThroughput, SHORT_SHARE, steadyRates, writeLines } from "./throughput.ts";

const LZ4_RATE = 10e6;
const LZ4_RATIO = 4.6;
const SIZE_FLOOR = 1.05;
const CODEC_SHARE = 0.9;
const DISK_RATIO = 3;
const PROCESSES = 2;

const EMITTED: Size = { users: 20_000, smokeUsers: 200, events: 100e6, smokeEvents: 40_000, rounds: 5 };
const PAIRS: Size = { users: 20_000, smokeUsers: 200, events: 60e6, smokeEvents: 40_000, rounds: 5 };
const APPLIED: Size = { users: 20_000, smokeUsers: 200, events: 12e6, smokeEvents: 40_000, rounds: 3 };
/** 20 GB of lines. */
const DISK: Size = { users: 20_000, smokeUsers: 200, events: 42.5e6, smokeEvents: 40_000, rounds: 1 };

async function withLines<T>(
  bench: Bench,
  size: Size,
  use: (file: string, lines: Awaited<ReturnType<typeof writeLines>>) => Promise<T>,
): Promise<T> {
  const { users, events } = sizeOf(bench, size);
  const file = join(bench.folder, "lines.json");
  try {
    return await use(file, await writeLines(file, users, events, []));
  } finally {
    rmSync(file, { force: true });
  }
}

/** Compares the size of the same lines, as the program writes them and as the tool compresses them. */
function measureSize(bench: Bench): Promise<Measured | Skipped> {
  return withLines(bench, EMITTED, async (file, { fileEvents, fileBytes }) => {
    const { users } = sizeOf(bench, EMITTED);
    const own = `${file}.lz4`;
    await runProgram(users, { events: fileEvents }, [own]);
    const ownBytes = statSync(own).size;
    rmSync(own);
    const toolBytes = await compressedSize("lz4", ["-1", "-B7", "-c", file]);
    if (toolBytes === undefined) return { skipped: "there is no lz4 tool here" };
    const ratio = ownBytes / toolBytes;
    return {
      measured: `${ratio.toFixed(3)} times (${(fileBytes / ownBytes).toFixed(2)} : 1, ${(ownBytes / fileEvents).toFixed(1)} bytes/event)`,
      met: ratio <= SIZE_FLOOR,
      facts: { users, fileEvents, fileBytes, ownBytes, toolBytes, ratio },
      samples: {},
    };
  });
}

/**
 * Measures steady rates of the program with two sets of arguments, in alternation.
 * @param floor of the first one's rate, as a multiple of the second one's
 */
export async function comparePair(bench: Bench, first: string[], second: string[], floor = 1): Promise<Measured> {
  const { users, events, rounds } = sizeOf(bench, PAIRS);
  const run = (args: string[], share: number) => () => runProgram(users, { events: Math.ceil(events * share) }, args);
  const runs = await interleave(rounds, {
    firstShort: run(first, SHORT_SHARE),
    secondShort: run(second, SHORT_SHARE),
    first: run(first, 1),
    second: run(second, 1),
  });
  const rates = {
    first: steadyRates(runs.firstShort, runs.first),
    second: steadyRates(runs.secondShort, runs.second),
  };
  const ratio = median(eachRound(rates.first, rates.second, (one, other) => one / other));
  return {
    measured: `${ratio.toFixed(2)} times (${millions(median(rates.first))} against ${millions(median(rates.second))})`,
    met: ratio >= floor,
    facts: {
      users,
      events,
      ratio,
      firstEventsPerSecond: median(rates.first),
      secondEventsPerSecond: median(rates.second),
    },
    samples: Object.fromEntries(
      Object.entries(runs).map(([name, each]) => [`${name}Seconds`, each.map(({ seconds }) => seconds)]),
    ),
  };
}

/** Measures the rate, in bytes of lines per second, of the program and of two processes of a tool on the same lines. */
function measureApplied(bench: Bench, compress: "zstd" | "gzip"): Promise<Measured | Skipped> {
  return withLines(bench, APPLIED, async (file, { fileEvents, fileBytes }) => {
    const { users, events, rounds } = sizeOf(bench, APPLIED);
    const args = ["--compress", compress, "--workers", String(PROCESSES)];
    const tool = async () => ({
      seconds: (await secondsOfTool(compress, ["-1", "-c", file], PROCESSES)) ?? Number.NaN,
    });
    const runs = await interleave<ProgramRun | { seconds: number }, "short" | "tool" | "long">(rounds, {
      short: () => runProgram(users, { events: Math.ceil(events * SHORT_SHARE) }, args),
      tool,
      long: () => runProgram(users, { events }, args),
    });
    const toolRate = median(runs.tool.map(({ seconds }) => (PROCESSES * fileBytes) / seconds));
    if (Number.isNaN(toolRate)) return { skipped: `there is no ${compress} tool here` };
    const steady = median(steadyRates(runs.short as ProgramRun[], runs.long as ProgramRun[]));
    const rate = (steady * fileBytes) / fileEvents;
    return {
      measured: `${((100 * rate) / toolRate).toFixed(0)} % (${millions(steady)}, ${(rate / 1e9).toFixed(2)} against ${(toolRate / 1e9).toFixed(2)} GB/s)`,
      met: rate >= CODEC_SHARE * toolRate,
      facts: { users, events, steadyEventsPerSecond: steady, bytesPerSecond: rate, toolBytesPerSecond: toolRate },
      samples: Object.fromEntries(
        Object.entries(runs).map(([name, each]) => [`${name}Seconds`, each.map(({ seconds }) => seconds)]),
      ),
    };
  });
}

/** Writes the same events to a file on a disk, plain and as LZ4. Each run ends when the data is on the disk. */
async function measureDisk(bench: Bench): Promise<Measured> {
  const { users, events, rounds } = sizeOf(bench, DISK);
  const run = (name: string) => async () => {
    const file = join(bench.folder, name);
    try {
      return await runProgram(users, { events }, [file]);
    } finally {
      rmSync(file, { force: true });
    }
  };
  const { raw, lz4 } = await interleave(rounds, { raw: run("raw.json"), lz4: run("lines.json.lz4") });
  const seconds = (runs: ProgramRun[]) => runs.map((each) => each.seconds);
  const ratio = median(seconds(raw)) / median(seconds(lz4));
  return {
    measured: `${ratio.toFixed(2)} times (${median(seconds(raw)).toFixed(1)} s, ${median(seconds(lz4)).toFixed(1)} s)`,
    met: ratio >= DISK_RATIO,
    facts: { users, events, ratio, rawBytes: (raw[0] as ProgramRun).bytes, lz4Bytes: (lz4[0] as ProgramRun).bytes },
    samples: { rawSeconds: seconds(raw), lz4Seconds: seconds(lz4) },
  };
}

const LZ4 = ["--compress", "lz4"];
const MSGPACK = ["--format", "msgpack"];

export const formatRows: Row[] = [
  {
    name: "lz4-20k",
    what: "JSON as LZ4 to /dev/null, 20,000 users, all cores",
    floor: `>= ${LZ4_RATE / 1e6} M events/s or >= ${LZ4_RATIO} x lz4 -1`,
    measure: (bench) =>
      measureThroughput(bench, EMITTED, { encoding: LZ4 }, (rate, ratio) => rate >= LZ4_RATE || ratio >= LZ4_RATIO),
  },
  {
    name: "lz4-size",
    what: "its size against lz4 -1 -B7 over the same lines",
    floor: `<= ${SIZE_FLOOR} times`,
    measure: measureSize,
  },
  {
    name: "msgpack-20k",
    what: "MessagePack against JSON, 20,000 users, all cores",
    floor: ">= 1 times",
    measure: (bench) => comparePair(bench, MSGPACK, []),
  },
  {
    name: "msgpack-lz4-20k",
    what: "the same, both as LZ4",
    floor: ">= 1 times",
    measure: (bench) => comparePair(bench, [...MSGPACK, ...LZ4], LZ4),
  },
  {
    name: "zstd-20k",
    what: "JSON as zstd -1 against the codec alone, two cores",
    floor: `>= ${CODEC_SHARE * 100} %`,
    measure: (bench) => measureApplied(bench, "zstd"),
  },
  {
    name: "gzip-20k",
    what: "JSON as gzip -1 against the codec alone, two cores",
    floor: `>= ${CODEC_SHARE * 100} %`,
    measure: (bench) => measureApplied(bench, "gzip"),
  },
  {
    name: "disk",
    what: "20 GB of JSON to a disk, as LZ4 against as it is",
    floor: `>= ${DISK_RATIO} times`,
    measure: measureDisk,
  },
];
