import { basename } from "node:path";
import type { Command } from "commander";
import { checkStandardOutput, printOut } from "../../../output/destinations/standard-output.ts";
import type { Evidence } from "../../../output/manifest/evidence.ts";
import type { HashedBytes } from "../../../output/manifest/hash-worker.ts";
import { type Manifest, readManifest } from "../../../output/manifest/manifest.ts";
import { filesFolderOf } from "../../../output/manifest/path.ts";
import { type Problem, verifyFiles } from "../../../output/manifest/verify.ts";
import { missingShares, type Share, shareName, shareOf } from "../../../output/names/share.ts";
import type { Look } from "../../../output/places/place.ts";
import { RunError, UsageError } from "../../../system/errors.ts";
import { count, megabytes } from "../../../system/figures.ts";
import { printable } from "../../../system/printable.ts";
import { whole } from "../../../system/values.ts";
import { makeProgram, parseCommand, refuse } from "../../arguments/program.ts";
import { describeProblem, drawProgress } from "../../report/verifying.ts";
import { findManifests } from "./find-manifests.ts";
import type { VerifyOptions } from "./merge.ts";

const HELP = `
Prints a line for each file that is missing, damaged (its size or sha256 differs) or foreign (named like a file of
the data set, but not in the manifest), then a summary. If the folder has the manifests of several shares (--part),
it checks all of them, and reports shares without one. The exit code is 0 if all is well, else 1.

With --merge the manifests must be those of all shares of one command, each once, in one folder or in several. Their totals are
summed, and --output writes one manifest of all their files, which verify takes like any other.

Examples:
  eventsim verify data/week
  eventsim verify data/week.manifest.json
  eventsim verify --merge data/shares --output data/shares/.eventsim/_manifest
  eventsim verify --merge --size-only machine-*/week -o week.json`;

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

/** A manifest and the result of its check. */
interface Checked {
  path: string;
  manifest: Manifest;
  problems: Problem[];
}

/** Reads a manifest. Throws UsageError if its events are in no files. */
function readFiled(path: string, look: Look): Manifest {
  const manifest = readManifest(path, look);
  if (manifest.topic === undefined) return manifest;
  throw new UsageError(
    `${printable(path)}: its events are messages of the Kafka topic ${printable(String(manifest.topic.name))} and in no files, so there is nothing to compare; count the topic's messages instead`,
  );
}

/** Checks one manifest after the other; a file that several templates match is foreign once. */
async function checkAll(
  given: readonly string[],
  evidence: Evidence,
  { hashedBytes, isSizeOnly }: { hashedBytes: HashedBytes; isSizeOnly: boolean },
): Promise<Checked[]> {
  const read = given.map((path) => ({ path, manifest: readFiled(path, evidence.look) }));
  // A merged manifest stands for those of its shares.
  const merged = new Set(read.flatMap(({ manifest }) => manifest.shares ?? []));
  const kept = read.filter(({ manifest }) => !merged.has(manifest.id));
  const [paths, manifests] = [kept.map(({ path }) => path), kept.map(({ manifest }) => manifest)];
  const totalBytes = manifests.reduce((all, { files }) => files.reduce((sum, { bytes }) => sum + bytes, all), 0);
  const stopDrawing = drawProgress(hashedBytes, totalBytes);
  const checked: Checked[] = [];
  const foreign = new Set<string>();
  try {
    for (const [index, manifest] of manifests.entries()) {
      const path = paths[index] as string;
      const others = manifests.filter((other) => other !== manifest);
      const found = await verifyFiles(filesFolderOf(path), manifest, others, evidence, isSizeOnly);
      const problems = found.filter(({ kind, name }) => kind !== "foreign" || !foreign.has(name));
      for (const { kind, name } of problems) if (kind === "foreign") foreign.add(name);
      checked.push({ path, manifest, problems });
    }
  } finally {
    stopDrawing();
  }
  return checked;
}

/**
 * The shares without a manifest, if at least two shares of the same files have one. A single share may have been made on this
 * machine, and the others elsewhere.
 */
function findMissingShares(checked: readonly Checked[]): string[] {
  const sets = new Map<string, Share[]>();
  for (const { manifest } of checked) {
    const share = shareOf(manifest.identity);
    if (share === undefined) continue;
    // A template has the share's name in place of {share}.
    const key = `${share.count} ${manifest.template.replaceAll(shareName(share), "{share}")}`;
    sets.set(key, [...(sets.get(key) ?? []), share]);
  }
  return [...sets.values()].flatMap((shares) => (shares.length > 1 ? missingShares(shares) : []));
}

/** The problems, then a summary for each manifest, with its name if there are several. */
function report(checked: readonly Checked[], missing: readonly string[]): string {
  const lines = checked.flatMap(({ problems }) => problems.map(describeProblem));
  for (const share of missing) lines.push(`missing share ${share}: has no manifest here`);
  for (const { path, manifest, problems } of checked)
    lines.push(`${checked.length > 1 ? `${basename(path)}: ` : ""}${summary(manifest, problems)}`);
  return `${lines.join("\n")}\n`;
}

export function verifyProgram(): Command {
  return makeProgram("eventsim verify", "Checks the files of a data set against its manifest.")
    .argument(
      "<folder...>",
      "folder with files and their manifest, or path of a manifest; or the address of either in a store; several with --merge",
    )
    .option(
      "--workers <count>",
      "threads that read, or files read at a time from a store (default: one per core)",
      whole(1, 128),
    )
    .option("--size-only", "compare the files' sizes, and do not read them")
    .option("--merge", "check the manifests of all shares of a command (--part) as one data set")
    .option("-o, --output <file>", "with --merge, write the manifest of all shares to this file")
    .option("--force", "replace that file if it exists")
    .addHelpText("after", HELP);
}

function problemsOf({ merge, output, force }: VerifyOptions, operands: readonly string[]): string[] {
  const problems: [boolean, string][] = [
    [
      !merge && operands.length > 1,
      `${operands.length} folders or manifests: verify them one by one, or as shares of one data set with --merge`,
    ],
    [!merge && output !== undefined, "--output is for the manifest of --merge: add --merge, or leave it out"],
    [force === true && output === undefined, "--force replaces the file of --output: add --output, or leave it out"],
  ];
  return problems.flatMap(([applies, message]) => (applies ? [message] : []));
}

/** `eventsim verify`: compares files with their manifests. Throws RunError (exit code 1) where they differ. */
export async function verify(args: string[]): Promise<void> {
  const { options, operands } = parseCommand<VerifyOptions>(verifyProgram(), args);
  refuse("eventsim verify", problemsOf(options, operands));
  checkStandardOutput();
  if (options.merge) return await (await import("./merge.ts")).verifyMerge(operands, options);
  const { workers, sizeOnly: isSizeOnly = false } = options;
  const hashedBytes: HashedBytes = new BigInt64Array(new SharedArrayBuffer(8));
  const found = await findManifests(operands[0]!, workers, hashedBytes);
  const checked = await checkAll(found.paths, found.evidence, { hashedBytes, isSizeOnly }).finally(() => found.leave());
  const missing = findMissingShares(checked);
  printOut(report(checked, missing));
  const wrong = checked.filter(({ problems }) => problems.length > 0).map(({ path }) => printable(path));
  const ends = wrong.length > 0 ? [`${wrong.join(", ")}: the files are not as the manifest says`] : [];
  if (missing.length > 0)
    ends.push(
      `${printable(operands[0]!)}: not all shares are here; make share ${missing.join(", ")}, or copy it with its manifest`,
    );
  if (ends.length > 0) throw new RunError(ends.join("; "));
}
