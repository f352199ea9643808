import { createHash } from "node:crypto";
import { closeSync, createReadStream, existsSync, fsyncSync, openSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { eachRound, interleave, median } from "../../src/benchmark/statistics.ts";
import { packageRoot } from "../../src/system/root.ts";
import { type Compressor, findCompressor } from "../compressor.ts";
import { type ProgramRun, runProgram } from "../program.ts";
import { type Bench, type Measured, millions, type Row, type Size, sizeOf } from "../row.ts";

const DATA = join(packageRoot(), "..", "shared", "conformance", "data");
/** About a gigabyte of lines for the compressor. */
const FILE_EVENTS = 2_100_000;
/** The shorter run has this share of the events. Both runs have the same start. */
export const SHORT_SHARE = 1 / 4;
const LZ4_FLOOR = 9;

export const SMALL: Size = { users: 20_000, smokeUsers: 200, events: 200e6, smokeEvents: 40_000, rounds: 5 };
const LARGE: Size = { users: 1_000_000, smokeUsers: 2_000, events: 120e6, smokeEvents: 40_000, rounds: 5 };

/** Events per second without the start: the difference in events of two runs over the difference in time. */
export function steadyRates(short: ProgramRun[], long: ProgramRun[]): number[] {
  return eachRound(short, long, (less, more) => (more.events - less.events) / (more.seconds - less.seconds));
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const bytes of createReadStream(file)) hash.update(bytes as Buffer);
  return hash.digest("hex");
}

export interface Lines {
  fileEvents: number;
  fileBytes: number;
  fileSha256: string;
}

/** Writes the compressor's input and waits until it is on the disk, which would otherwise be busy in the first round. */
export async function writeLines(file: string, users: number, wanted: number, args: string[]): Promise<Lines> {
  const events = Math.min(FILE_EVENTS, wanted);
  const run = await runProgram(users, { events }, [...args, file]);
  const descriptor = openSync(file, "r");
  fsyncSync(descriptor);
  closeSync(descriptor);
  return { fileEvents: run.events, fileBytes: statSync(file).size, fileSha256: await hashOf(file) };
}

interface Samples {
  short: ProgramRun[];
  long: ProgramRun[];
  lz4: ProgramRun[];
}

/** Runs the program twice, and the compressor on the file of lines, in each round. */
function sample(
  file: string,
  { users, events, rounds }: ReturnType<typeof sizeOf>,
  args: string[],
  fileBytes: number,
  compressor: Compressor,
): Promise<Samples> {
  return interleave(rounds, {
    short: () => runProgram(users, { events: Math.ceil(events * SHORT_SHARE) }, args),
    lz4: async () => ({ seconds: await compressor.compress(file), events: 0, bytes: fileBytes }),
    long: () => runProgram(users, { events }, args),
  });
}

function summarize(
  { short, long, lz4 }: Samples,
  bytesPerEvent: number,
  meets: (rate: number, ratio: number) => boolean,
): Measured {
  const steady = median(steadyRates(short, long));
  const plain = median(long.map(({ events, seconds }) => events / seconds));
  const lz4BytesPerSecond = median(lz4.map(({ bytes, seconds }) => bytes / seconds));
  const ratio = (steady * bytesPerEvent) / lz4BytesPerSecond;
  const gigabytes = (perSecond: number) => `${(perSecond / 1e9).toFixed(2)} GB/s`;
  return {
    measured:
      `${millions(steady)} (${millions(plain)} with the start), ${gigabytes(steady * bytesPerEvent)}, ` +
      `${ratio.toFixed(2)} x lz4 -1 (${gigabytes(lz4BytesPerSecond)})`,
    met: meets(steady, ratio),
    facts: {
      steadyEventsPerSecond: steady,
      plainEventsPerSecond: plain,
      bytesPerEvent: bytesPerEvent,
      lz4BytesPerSecond: lz4BytesPerSecond,
      ratioToLz4: ratio,
      plainRatioToLz4: (plain * bytesPerEvent) / lz4BytesPerSecond,
    },
    samples: Object.fromEntries(
      Object.entries({ short, long, lz4 }).map(([name, runs]) => [`${name}Seconds`, runs.map((run) => run.seconds)]),
    ),
  };
}

/** @param data source of the catalog @param encoding format of the output; the rates are those of the lines */
export async function measureThroughput(
  bench: Bench,
  size: Size,
  { data = [], encoding = [] }: { data?: string[]; encoding?: string[] },
  meets: (rate: number, ratio: number) => boolean,
): Promise<Measured> {
  const actual = sizeOf(bench, size);
  const file = join(bench.folder, "lines.json");
  const compressor = await findCompressor();
  try {
    const lines = await writeLines(file, actual.users, actual.events, data);
    const samples = await sample(file, actual, [...data, ...encoding], lines.fileBytes, compressor);
    const { facts, ...rest } = summarize(samples, lines.fileBytes / lines.fileEvents, meets);
    const asked = {
      users: actual.users,
      shortEvents: Math.ceil(actual.events * SHORT_SHARE),
      longEvents: actual.events,
    };
    return { ...rest, facts: { ...asked, ...facts, lz4: compressor.name, ...lines } };
  } finally {
    rmSync(file, { force: true });
  }
}

export const throughputRows: Row[] = [
  {
    name: "json-20k",
    what: "JSON to /dev/null, 20,000 users, all cores",
    floor: `>= 20 M events/s or >= ${LZ4_FLOOR} x lz4 -1`,
    measure: (bench) => measureThroughput(bench, SMALL, {}, (rate, ratio) => rate >= 20e6 || ratio >= LZ4_FLOOR),
  },
  {
    name: "json-1m",
    what: "the same, 1,000,000 users, the original's data",
    floor: ">= 12 M events/s",
    measure: async (bench) =>
      existsSync(DATA)
        ? measureThroughput(bench, LARGE, { data: ["--data", DATA] }, (rate) => rate >= 12e6)
        : { skipped: `${DATA} is not there` },
  },
];
