import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/system/root.ts";
import { runProcess, runProgram } from "../program.ts";
import { type Bench, type Measured, type Row, type Size, type Skipped, sizeOf } from "../row.ts";
import { comparePair } from "./formats.ts";

const MILLION_SHARE = 0.6;
const DEFAULT_SHARE = 0.6;
const LIBRARY_RATIO = 5;
/** Most bytes an event: without compression, with the default, and with zstd on all columns. */
const MOST_BYTES = { none: 22.5, auto: 20, zstd: 19 } as const;

const SIZES: Size = { users: 20_000, smokeUsers: 200, events: 8_388_608, smokeEvents: 40_000, rounds: 1 };
const LIBRARIES: Size = { users: 20_000, smokeUsers: 200, events: 20e6, smokeEvents: 40_000, rounds: 3 };

const PARQUET = ["--format", "parquet"];
const PLAIN = [...PARQUET, "--compress", "none"];

/** Measures the bytes of an event in a file of several row groups. */
async function measureSize(bench: Bench, compress: keyof typeof MOST_BYTES): Promise<Measured> {
  const { users, events } = sizeOf(bench, SIZES);
  const file = join(bench.folder, "events.parquet");
  await runProgram(users, { events }, ["--compress", compress, file]);
  const bytes = statSync(file).size / events;
  rmSync(file);
  return {
    measured: `${bytes.toFixed(2)} bytes/event`,
    met: bytes <= MOST_BYTES[compress],
    facts: { users, events, bytesPerEvent: bytes },
    samples: {},
  };
}

/** Rows for a second of processor time: pyarrow's and DuckDB's from the same rows in memory, and the program's whole run. */
async function measureLibraries(bench: Bench): Promise<Measured | Skipped> {
  const { users, events, rounds } = sizeOf(bench, LIBRARIES);
  const script = join(packageRoot(), "bench", "python", "columns.py");
  const program = join(packageRoot(), "dist", "program", "main.js");
  const python = process.env.EVENTSIM_PYTHON ?? "python3";
  const args = [script, program, String(users), String(events), String(rounds), bench.folder];
  const { stdout } = await runProcess(python, args, "pipe").catch((error: Error) => ({ stdout: error.message }));
  if (!stdout.startsWith("{"))
    return { skipped: `${python} has no pyarrow and duckdb; EVENTSIM_PYTHON names one that has` };
  const samples = JSON.parse(stdout) as Record<"program" | "pyarrow" | "duckdb", number[]>;
  const best = (name: keyof typeof samples) => Math.max(...samples[name]);
  const ratio = best("program") / best("pyarrow");
  const rate = (name: keyof typeof samples) => `${(best(name) / 1e6).toFixed(1)} M`;
  return {
    measured: `${ratio.toFixed(2)} times (${rate("program")} rows a CPU second against pyarrow's ${rate("pyarrow")}; DuckDB ${rate("duckdb")})`,
    met: ratio >= LIBRARY_RATIO,
    facts: { users, events, ratio },
    samples,
  };
}

export const columnRows: Row[] = [
  {
    name: "parquet-20k",
    what: "Parquet without compression against JSON, into nothing, 20,000 users, all cores",
    floor: ">= 1 times",
    measure: (bench) => comparePair(bench, PLAIN, []),
  },
  {
    name: "parquet-default-20k",
    what: "Parquet with its default codec against JSON",
    floor: `>= ${DEFAULT_SHARE} times`,
    measure: (bench) => comparePair(bench, PARQUET, [], DEFAULT_SHARE),
  },
  {
    name: "parquet-1m",
    what: "Parquet without compression, 1,000,000 users, against 20,000",
    floor: `>= ${MILLION_SHARE} times`,
    measure: (bench) =>
      comparePair(bench, [...PLAIN, "--nusers", bench.smoke ? "2000" : "1000000"], PLAIN, MILLION_SHARE),
  },
  ...(["none", "auto", "zstd"] as const).map((compress) => ({
    name: `parquet-size-${compress}`,
    what: `size of Parquet, --compress ${compress}`,
    floor: `<= ${MOST_BYTES[compress]} bytes/event`,
    measure: (bench: Bench) => measureSize(bench, compress),
  })),
  {
    name: "parquet-libraries",
    what: "Parquet without compression against pyarrow from dictionary columns, by processor time",
    floor: `>= ${LIBRARY_RATIO} times`,
    measure: measureLibraries,
  },
  {
    name: "arrow-20k",
    what: "a stream of Arrow against JSON, 20,000 users, all cores",
    floor: ">= 1 times",
    measure: (bench) => comparePair(bench, ["--format", "arrow"], []),
  },
  {
    name: "avro-20k",
    what: "Avro against MessagePack, 20,000 users, all cores",
    floor: ">= 1 times",
    measure: (bench) => comparePair(bench, ["--format", "avro"], ["--format", "msgpack"]),
  },
  {
    name: "csv-20k",
    what: "CSV against JSON, 20,000 users, all cores",
    floor: ">= 1 times",
    measure: (bench) => comparePair(bench, ["--format", "csv"], []),
  },
];
