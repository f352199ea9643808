// npm run bench: measures the project's promises on speed and memory. Prints a table and JSON lines.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeMachine, warnOfLoad } from "../src/benchmark/results/machine.ts";
import { packageRoot } from "../src/system/root.ts";
import { onInterrupt } from "../src/system/signals.ts";
import { type BenchOptions, BenchUsageError, readOptions, USAGE } from "./options.ts";
import { formatLines, formatTable, type Result, resultName } from "./report.ts";
import { columnRows } from "./rows/columns.ts";
import { compatRows } from "./rows/compat.ts";
import { disorderRows } from "./rows/disorder.ts";
import { formatRows } from "./rows/formats.ts";
import { liveRows } from "./rows/live.ts";
import { memoryRows } from "./rows/memory.ts";
import { pipeRows } from "./rows/pipe.ts";
import { pythonRows } from "./rows/python.ts";
import { kafkaRows } from "./rows/servers/kafka.ts";
import { s3Rows } from "./rows/servers/s3.ts";
import { webHdfsRows } from "./rows/servers/webhdfs.ts";
import { stageRows } from "./rows/stages.ts";
import { startRows } from "./rows/start.ts";
import { throughputRows } from "./rows/throughput.ts";
import { workerRows } from "./rows/workers.ts";

const ROWS = [
  ...throughputRows,
  ...stageRows,
  ...workerRows,
  ...pipeRows,
  ...formatRows,
  ...columnRows,
  ...pythonRows,
  ...disorderRows,
  ...kafkaRows,
  ...webHdfsRows,
  ...s3Rows,
  ...liveRows,
  ...compatRows,
  ...memoryRows,
  ...startRows,
];

const say = (line: string) => process.stderr.write(`bench: ${line}\n`);
const print = (lines: string[]) => process.stdout.write(`${lines.join("\n")}\n`);

async function measureRows({ rows, smoke, overrides }: BenchOptions): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), "eventsim-bench-"));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  const forget = onInterrupt(removeFolder);
  const results: Result[] = [];
  try {
    for (const row of rows) {
      say(`${row.name} (${results.length + 1} of ${rows.length}) ...`);
      results.push({ row, outcome: await row.measure({ smoke, ...overrides, folder }) });
    }
  } finally {
    forget();
    removeFolder();
  }
  return results;
}

function save(name: string, lines: string[]): void {
  const folder = join(packageRoot(), "bench", "results");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
  say(`written to bench/results/${name}`);
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), ROWS);
  if (options.list) return void print(ROWS.map(({ name, what }) => `${name}: ${what}`));
  const machine = describeMachine();
  const warning = warnOfLoad(machine);
  if (warning !== undefined) say(warning);
  const results = await measureRows(options);
  const { isFullSize } = options;
  if (!isFullSize)
    say("these are not the sizes that the rows name, so no floor is judged; each row's facts have the sizes");
  const lines = formatLines(machine, isFullSize, results);
  print([...formatTable(results, isFullSize), "", ...lines]);
  if (options.save) save(resultName(machine), lines);
}

try {
  await main();
} catch (error) {
  const isUsage = error instanceof BenchUsageError;
  say(isUsage ? `${error.message}\n${USAGE}` : (error as Error).message);
  process.exitCode = isUsage ? 2 : 1;
}
