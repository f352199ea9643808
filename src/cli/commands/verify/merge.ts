import { localPath } from "../../../output/destinations/destinations.ts";
import { printOut } from "../../../output/destinations/standard-output.ts";
import type { HashedBytes } from "../../../output/manifest/hash-worker.ts";
import type { Manifest } from "../../../output/manifest/manifest.ts";
import { checkShares } from "../../../output/manifest/merge/check.ts";
import { mergeManifests, refuseExisting, writeMerged } from "../../../output/manifest/merge/merged.ts";
import { readShares, type ShareSet } from "../../../output/manifest/merge/shares.ts";
import type { Problem } from "../../../output/manifest/verify.ts";
import { missingShares } from "../../../output/names/share.ts";
import { isStoreAddress } from "../../../output/stores/stores.ts";
import { RunError, UsageError } from "../../../system/errors.ts";
import { count, megabytes } from "../../../system/figures.ts";
import { printable } from "../../../system/printable.ts";
import { describeProblem, drawProgress } from "../../report/verifying.ts";
import { type Found, findManifests } from "./find-manifests.ts";

/** The options of `eventsim verify`. */
export interface VerifyOptions {
  workers?: number;
  sizeOnly?: boolean;
  merge?: boolean;
  output?: string;
  force?: boolean;
}

function summary({ shares, fileCount, totals }: ShareSet, bytes: number): string {
  return `${count(shares.length)} shares, ${count(fileCount)} files, ${megabytes(bytes)}, ${count(totals.events)} events`;
}

/** Throws RunError if files or shares are not as they should be. */
function refuseIncomplete(problems: readonly Problem[], missing: readonly string[]): void {
  const ends = [
    ...(problems.length > 0 ? [`${count(problems.length)} files are not as the manifests say`] : []),
    ...(missing.length > 0
      ? [`not all shares are here; make share ${missing.join(", ")}, or name its manifest too`]
      : []),
  ];
  if (ends.length > 0) throw new RunError(`--merge: ${ends.join("; ")}`);
}

/** The path of the merged manifest. Throws UsageError if it cannot be written there. */
function outputOf({ output, force }: VerifyOptions): string | undefined {
  if (output === undefined) return undefined;
  if (isStoreAddress(output))
    throw new UsageError("--output: the merged manifest is written on this machine; name a file here");
  const path = localPath(output);
  if (!force) refuseExisting(path);
  return path;
}

/** Reads, checks and merges. Returns the merged manifest, if it shall be written. */
async function check(
  found: readonly Found[],
  path: string | undefined,
  { hashedBytes, isSizeOnly }: { hashedBytes: HashedBytes; isSizeOnly: boolean },
): Promise<Manifest | undefined> {
  const set = readShares(found);
  const merged = path === undefined ? undefined : mergeManifests(set, path);
  const bytes = set.shares.reduce((all, { files }) => files.reduce((sum, file) => sum + file.bytes, all), 0);
  const problems = await checkShares(set, isSizeOnly).finally(drawProgress(hashedBytes, bytes));
  const missing = missingShares(set.shares.map(({ share }) => share));
  const isWhole = problems.length === 0 && missing.length === 0;
  const lines = [
    ...problems.map(describeProblem),
    ...missing.map((share) => `missing share ${share}: none of the manifests is of it`),
    `${isWhole ? "all as the manifests say: " : "the manifests have "}${summary(set, bytes)}`,
  ];
  printOut(`${lines.join("\n")}\n`);
  refuseIncomplete(problems, missing);
  return merged;
}

/**
 * `eventsim verify --merge A B ...`: checks the manifests of a command's shares as one data set, and writes its manifest. Throws
 * RunError (exit code 1) if files differ or shares are missing, before anything is written.
 */
export async function verifyMerge(operands: readonly string[], options: VerifyOptions): Promise<void> {
  const { workers, sizeOnly: isSizeOnly = false, force = false } = options;
  const path = outputOf(options);
  const hashedBytes: HashedBytes = new BigInt64Array(new SharedArrayBuffer(8));
  const found: Found[] = [];
  try {
    for (const operand of operands) found.push(await findManifests(operand, workers, hashedBytes));
    const merged = await check(found, path, { hashedBytes, isSizeOnly });
    if (merged === undefined || path === undefined) return;
    await writeMerged(merged, path, !force);
    process.stderr.write(`${printable(path)}: the manifest of all shares, id ${merged.id}\n`);
  } finally {
    await Promise.all(found.map((each) => each.leave()));
  }
}
