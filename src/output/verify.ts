import { readdirSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../errors.ts";
import type { HashAnswer, HashedBytes } from "./hash-worker.ts";
import { hashFiles } from "./hashes.ts";
import type { Manifest, ManifestFile } from "./manifest.ts";
import { parseTemplate } from "./template.ts";

/** A file that is not as the manifest says. */
export interface Problem {
  kind: "missing" | "damaged" | "foreign";
  name: string;
  /** What differs, for a damaged file. */
  what?: string;
}

/** What a run that was killed leaves behind: a file that never got its name. */
const LEFTOVER = /^\.eventsim-[^/]*\.partial$/;

function statusOf(path: string): Stats | string | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // ENOTDIR: a file stands where the manifest has a folder.
    return (error as NodeJS.ErrnoException).code === "ENOTDIR" ? undefined : (error as Error).message;
  }
}

/** What can be told without reading the file. */
function judgeStatus(folder: string, { name, bytes }: ManifestFile): Problem | undefined {
  const status = statusOf(join(folder, name));
  if (status === undefined) return { kind: "missing", name };
  if (typeof status === "string") return { kind: "damaged", name, what: `cannot be read (${status})` };
  if (!status.isFile()) return { kind: "damaged", name, what: "is not a file" };
  if (status.size === bytes) return undefined;
  return { kind: "damaged", name, what: `has ${status.size} bytes and should have ${bytes}` };
}

function judgeContent({ name, sha256 }: ManifestFile, answer: HashAnswer): Problem | undefined {
  if ("failure" in answer) return { kind: "damaged", name, what: `cannot be read (${answer.failure})` };
  return answer.sha256 === sha256 ? undefined : { kind: "damaged", name, what: "has another sha256" };
}

/** Names of files, relative to the folder, at most so many folders below it. */
function* filesBelow(folder: string, depth: number, prefix = ""): Generator<string> {
  for (const entry of readdirSync(join(folder, prefix), { withFileTypes: true })) {
    const name = `${prefix}${entry.name}`;
    if (!entry.isDirectory()) yield name;
    else if (depth > 0) yield* filesBelow(folder, depth - 1, `${name}/`);
  }
}

/** Files that a reader of the whole folder would take for a part of the data set. Without numbers there are none. */
function findForeign(folder: string, { template: text, files }: Manifest): Problem[] {
  if (!text.includes("{")) return [];
  const template = parseTemplate(text, { oneFilePerPeriod: true });
  const depth = template.nameOf({ part: 0, startMs: 0 }).split("/").length - 1;
  const known = new Set(files.map(({ name }) => name));
  const isForeign = (name: string) =>
    !known.has(name) && (template.matches(name) || LEFTOVER.test(name.slice(name.lastIndexOf("/") + 1)));
  return [...filesBelow(folder, depth)]
    .filter(isForeign)
    .sort()
    .map((name) => ({ kind: "foreign", name }));
}

/**
 * Compares the files of a folder with its manifest: first what stands in the folder, then the content of all files that
 * have the right size. Gives the problems in the manifest's order, foreign files last. Throws UsageError where the
 * folder cannot be read.
 */
export async function verifyFiles(
  folder: string,
  manifest: Manifest,
  threads: number,
  hashedBytes: HashedBytes,
): Promise<Problem[]> {
  const foreign = searchForeign(folder, manifest);
  const problems = manifest.files.map((file) => judgeStatus(folder, file));
  const toHash = [...manifest.files.keys()].filter((index) => problems[index] === undefined);
  const paths = toHash.map((index) => join(folder, manifest.files[index]!.name));
  const answers = await hashFiles(paths, threads, hashedBytes);
  toHash.forEach((index, position) => {
    problems[index] = judgeContent(manifest.files[index]!, answers[position]!);
  });
  return [...problems.filter((problem) => problem !== undefined), ...foreign];
}

function searchForeign(folder: string, manifest: Manifest): Problem[] {
  try {
    return findForeign(folder, manifest);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${folder}: cannot be searched (${(error as Error).message})`);
  }
}
