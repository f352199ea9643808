import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { parseTemplate, type Template } from "../names/template.ts";
import { inFolder } from "../places/paths.ts";
import type { Look } from "../places/place.ts";
import { findForeign } from "../resume/foreign.ts";
import { isStoreAddress } from "../stores/stores.ts";
import { LOG } from "../table/log.ts";
import { problemOfTable } from "../table/verify.ts";
import type { Evidence } from "./evidence.ts";
import type { HashAnswer } from "./hash-worker.ts";
import type { Manifest, ManifestFile } from "./manifest.ts";

/** A file that differs from its manifest entry. */
export interface Problem {
  kind: "missing" | "damaged" | "foreign";
  name: string;
  /** The difference, for a damaged file. */
  what?: string;
}

/** A file of a manifest with its path, and how it is found and read. */
export interface PlacedFile {
  file: ManifestFile;
  path: string;
  evidence: Evidence;
}

/** Checks a file without reading it: its presence and its size. */
function judgeStatus({ file: { name, bytes }, path, evidence }: PlacedFile): Problem | undefined {
  const status = evidence.statusOf(path);
  if (status === undefined) return { kind: "missing", name };
  if (typeof status === "string") return { kind: "damaged", name, what: `cannot be read (${status})` };
  if (!status.isFile()) return { kind: "damaged", name, what: "is not a file" };
  if (status.size === bytes) return undefined;
  return { kind: "damaged", name, what: `has ${status.size} bytes and should have ${bytes}` };
}

/** Compares the hash of a file's content with the manifest's. */
function judgeContent({ name, sha256 }: ManifestFile, answer: HashAnswer): Problem | undefined {
  if ("failure" in answer) return { kind: "damaged", name, what: `cannot be read (${answer.failure})` };
  return answer.sha256 === sha256 ? undefined : { kind: "damaged", name, what: "has another sha256" };
}

/** Hashes files, those of a place together. Returns the answers in their order. */
async function hashAll(files: readonly PlacedFile[]): Promise<HashAnswer[]> {
  const answers: HashAnswer[] = [];
  for (const look of new Set(files.map(({ evidence }) => evidence.look))) {
    const here = [...files.keys()].filter((index) => files[index]!.evidence.look === look);
    const found = await files[here[0]!]!.evidence.hash(here.map((index) => files[index]!.path));
    here.forEach((index, position) => {
      answers[index] = found[position]!;
    });
  }
  return answers;
}

/**
 * Compares files with their entries: first their presence and size, then, unless `isSizeOnly`, the content of those with the right
 * size. Returns the problem of each file; undefined where there is none.
 */
export async function judgeFiles(files: readonly PlacedFile[], isSizeOnly: boolean): Promise<(Problem | undefined)[]> {
  const problems = files.map(judgeStatus);
  const toHash = isSizeOnly ? [] : [...files.keys()].filter((index) => problems[index] === undefined);
  const answers = await hashAll(toHash.map((index) => files[index]!));
  toHash.forEach((index, position) => {
    problems[index] = judgeContent(files[index]!.file, answers[position]!);
  });
  return problems;
}

/**
 * Compares the files of a folder with its manifest: first their presence and size, then the content of those with the
 * right size unless `isSizeOnly`, and of the log of a table. Returns the problems in the manifest's order, foreign files last: those that neither this manifest nor
 * the manifests of other shares in the folder list. Throws UsageError if the folder cannot be read.
 */
export async function verifyFiles(
  folder: string,
  manifest: Manifest,
  others: readonly Manifest[],
  evidence: Evidence,
  isSizeOnly: boolean,
): Promise<Problem[]> {
  const foreign = searchForeign(evidence.look, folder, manifest, others);
  const placed = manifest.files.map((file) => ({ file, path: inFolder(folder, file.name), evidence }));
  const found = (await judgeFiles(placed, isSizeOnly)).filter((problem) => problem !== undefined);
  return [...found, ...(found.length === 0 ? await judgeTable(folder, manifest) : []), ...foreign];
}

/** The log of a table is compared with the files, so these must be whole. */
async function judgeTable(folder: string, manifest: Manifest): Promise<Problem[]> {
  if (isStoreAddress(folder)) return []; // no run writes a log there
  const what = await problemOfTable(folder, manifest);
  return what === undefined ? [] : [{ kind: "damaged", name: LOG, what }];
}

/** Names without numbers: no other file can be mistaken for one of them. */
function searchForeign(look: Look, folder: string, manifest: Manifest, others: readonly Manifest[]): Problem[] {
  if (!manifest.template.includes("{")) return [];
  const template = parseTemplate(manifest.template, { oneFilePerPeriod: true, shareCount: manifest.shares?.length });
  const names = [manifest, ...others].flatMap(({ files }) => files.map(({ name }) => name));
  return foreignNames(look, folder, template, names).map((name) => ({ kind: "foreign", name }));
}

/**
 * Returns the names in a folder that a template could have made, and that are not among `names`, all relative to the folder. Throws
 * UsageError if the folder cannot be read.
 */
export function foreignNames(look: Look, folder: string, template: Template, names: readonly string[]): string[] {
  const prefix = prefixOf(template);
  const below = inFolder(folder, prefix);
  if (!look.hasFolder(below)) return [];
  const known = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  try {
    return findForeign(look, below, template, known).map((name) => `${prefix}${name}`);
  } catch (error) {
    throw new UsageError(`${printable(folder)}: cannot be searched (${printable((error as Error).message)})`);
  }
}

/** The path before the first segment with a field, as when each share has a folder. It never leaves the folder. */
function prefixOf({ text, folder }: Template): string {
  if (folder === ".") return "";
  if (folder.split("/").every((segment) => segment !== "" && segment !== "." && segment !== "..")) return `${folder}/`;
  throw new UsageError(
    `template "${printable(text)}": leads out of the folder; the manifest is damaged, or another program wrote it: restore it, or make the files again`,
  );
}
