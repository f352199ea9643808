import { join } from "node:path";
import { eachRound, median } from "../../src/benchmark/statistics.ts";
import { packageRoot } from "../../src/system/root.ts";
import { LAUNCH } from "../launch.ts";
import { runProcess } from "../program.ts";
import { type Bench, type Measured, millions, type Row, type Size, type Skipped, sizeOf } from "../row.ts";

const TABLES: Size = { users: 20_000, smokeUsers: 200, events: 10e6, smokeEvents: 40_000, rounds: 5 };
const TABLE_EVENTS_PER_SECOND = 3e6;

/** Spark has no first events of a run, so the row has whole days. */
const COUNTS: Size = { users: 20_000, smokeUsers: 200, events: 20e6, smokeEvents: 40_000, rounds: 3 };
const USER_DAY_EVENTS = 48.5;
const SPARK_RATIO = 2;

/** Python with the modules that the scripts import. */
const PYTHON = process.env.EVENTSIM_PYTHON ?? "python3";

/** Runs a script of bench/python with the package and the built program. Undefined if Python or a module is not there. */
async function runScript(name: string, values: (number | string)[]): Promise<string | undefined> {
  const environment = {
    EVENTSIM_COMMAND: [process.execPath, ...LAUNCH].map((word) => `'${word}'`).join(" "),
    PYTHONPATH: join(packageRoot(), "python", "src"),
  };
  const args = [join(packageRoot(), "bench", "python", name), ...values.map(String)];
  try {
    return (await runProcess(PYTHON, args, "pipe", environment)).stdout;
  } catch (error) {
    // The package itself refuses Spark 3.5 by an ImportError.
    if (/ModuleNotFoundError|ImportError|ENOENT/.test((error as Error).message)) return undefined;
    throw error;
  }
}

/** Events a second of `read_arrow`, from the call to the table. */
async function measureTables(bench: Bench): Promise<Measured | Skipped> {
  const { users, events, rounds } = sizeOf(bench, TABLES);
  const output = await runScript("read_arrow.py", [users, events, rounds]);
  if (output === undefined) return { skipped: `${PYTHON} has no pyarrow; EVENTSIM_PYTHON names one that has` };
  const samples = JSON.parse(output) as Record<"table" | "tableOneWorker" | "batches" | "program", number[]>;
  const rate = (name: keyof typeof samples) => millions(median(samples[name]));
  const table = median(samples.table);
  return {
    measured: `${rate("table")} (one worker ${rate("tableOneWorker")}; batches ${rate("batches")}; the program alone ${rate("program")})`,
    met: table >= TABLE_EVENTS_PER_SECOND,
    facts: { users, events, eventsPerSecond: table },
    samples,
  };
}

/** Events a second of `count()` over the data source of Spark 4, against Spark's own reader of the same events as JSON. */
async function measureSpark(bench: Bench): Promise<Measured | Skipped> {
  const { users, events: wanted, rounds } = sizeOf(bench, COUNTS);
  const days = Math.ceil(wanted / users / USER_DAY_EVENTS);
  const output = await runScript("read_spark.py", [users, days, rounds, bench.folder]);
  if (output === undefined) return { skipped: `${PYTHON} has no pyspark 4; EVENTSIM_PYTHON names one that has` };
  type Kind = "source" | "json" | "sourceOneColumn" | "jsonWithSchema";
  const { events, samples } = JSON.parse(output) as { events: number; samples: Record<Kind, number[]> };
  const ratioOf = (own: Kind, yardstick: Kind) =>
    median(eachRound(samples[own], samples[yardstick], (one, other) => one / other));
  const rate = (kind: Kind) => millions(median(samples[kind]));
  const [ratio, schemaRatio] = [ratioOf("source", "json"), ratioOf("sourceOneColumn", "jsonWithSchema")];
  return {
    measured: `${ratio.toFixed(2)} times (${rate("source")} against ${rate("json")}); one column against JSON with a schema ${schemaRatio.toFixed(2)} (${rate("sourceOneColumn")}, ${rate("jsonWithSchema")})`,
    met: ratio >= SPARK_RATIO,
    facts: { users, days, events, ratio, schemaRatio, eventsPerSecond: median(samples.source) },
    samples,
  };
}

export const pythonRows: Row[] = [
  {
    name: "read-arrow",
    what: "read_arrow of the package for Python, 20,000 users, all cores, from the call to the table",
    floor: `>= ${TABLE_EVENTS_PER_SECOND / 1e6} M events/s`,
    measure: measureTables,
  },
  {
    name: "read-spark",
    what: "count() over the data source in Spark 4, local[2], against spark.read.json over the same events",
    floor: `>= ${SPARK_RATIO} times`,
    measure: measureSpark,
  },
];
