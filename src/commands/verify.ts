import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { makeProgram, parseCommand } from "../arguments/program.ts";
import { whole } from "../arguments/values.ts";
import { RunError, UsageError } from "../errors.ts";
import type { HashedBytes } from "../output/hash-worker.ts";
import { MANIFEST_NAME, type Manifest, readManifest } from "../output/manifest.ts";
import { type Problem, verifyFiles } from "../output/verify.ts";
import { CLEAR_LINE, count, draw, megabytes, REDRAW_MS } from "../report/progress.ts";
import { checkStandardOutput, printOut } from "../sinks/print.ts";

const HELP = `
Prints a line for each file that is missing, damaged (its size or its sha256 is another) or foreign (named like a
file of the data set, but not in the manifest), then a summary. Exit code 0 if all is well, else 1.

Examples:
  eventsim verify data/week
  eventsim verify data/week.manifest.json`;

/** The manifest's path, for a folder or for the manifest itself. */
function findManifest(path: string): string {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined)
    throw new UsageError(`${path}: there is no such folder; name one with a ${MANIFEST_NAME}, or the manifest`);
  if (!status.isDirectory()) return path;
  const inside = join(path, MANIFEST_NAME);
  if (statSync(inside, { throwIfNoEntry: false }) !== undefined) return inside;
  throw new UsageError(
    `${path}: has no ${MANIFEST_NAME}; if its run was stopped, end it with --resume; ` +
      "if the manifest has another name, name it instead of the folder",
  );
}

/** Draws progress on a terminal; gives what ends the drawing. */
function drawProgress(hashedBytes: HashedBytes, totalBytes: number): () => void {
  if (process.stderr.isTTY !== true) return () => {};
  const started = performance.now();
  const timer = setInterval(() => {
    const done = Number(Atomics.load(hashedBytes, 0));
    const rate = (done / Math.max(1, performance.now() - started)) * 1000;
    const share = `${((done / Math.max(1, totalBytes)) * 100).toFixed(1)} %`;
    draw(`${share}  ${megabytes(done)}  ${megabytes(rate)}/s`);
  }, REDRAW_MS);
  return () => {
    clearInterval(timer);
    process.stderr.write(CLEAR_LINE);
  };
}

function describe({ kind, name, what }: Problem): string {
  return what === undefined ? `${kind} ${name}` : `${kind} ${name}: ${what}`;
}

function summary({ files, id }: Manifest, problems: readonly Problem[]): string {
  const total = (key: "bytes" | "events") => files.reduce((sum, file) => sum + file[key], 0);
  const size = `${count(files.length)} files, ${megabytes(total("bytes"))}, ${count(total("events"))} events, id ${id}`;
  if (problems.length === 0) return `all as the manifest says: ${size}`;
  const counts = (["missing", "damaged", "foreign"] as const)
    .map((kind) => ({ kind, number: problems.filter((problem) => problem.kind === kind).length }))
    .filter(({ number }) => number > 0)
    .map(({ kind, number }) => `${count(number)} ${kind}`);
  return `${counts.join(", ")}; the manifest has ${size}`;
}

/** `eventsim verify`: compares files with their manifest. Throws RunError (exit code 1) where they differ. */
export async function verify(args: string[]): Promise<void> {
  const program = makeProgram("eventsim verify", "Checks the files of a data set against its manifest.")
    .argument("<folder>", `folder with a ${MANIFEST_NAME}, or the path of a manifest`)
    .option("--workers <count>", "threads that read (default: one for each core)", whole(1, 128))
    .addHelpText("after", HELP);
  const { options, operands } = parseCommand<{ workers?: number }>(program, args);
  checkStandardOutput();
  const path = findManifest(operands[0]!);
  const manifest = readManifest(path);
  const hashedBytes: HashedBytes = new BigInt64Array(new SharedArrayBuffer(8));
  const totalBytes = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const stopDrawing = drawProgress(hashedBytes, totalBytes);
  const { workers = availableParallelism() } = options;
  const problems = await verifyFiles(dirname(path), manifest, workers, hashedBytes).finally(stopDrawing);
  printOut(`${[...problems.map(describe), summary(manifest, problems)].join("\n")}\n`);
  if (problems.length > 0) throw new RunError(`${path}: the files are not as the manifest says`);
}
