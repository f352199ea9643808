import { UsageError } from "../../../system/errors.ts";
import { printable } from "../../../system/printable.ts";
import { shareName } from "../../names/share.ts";
import { parseTemplate, type Template } from "../../names/template.ts";
import { inFolder } from "../../places/paths.ts";
import type { Look } from "../../places/place.ts";
import { findForeign } from "../../resume/foreign.ts";
import type { Evidence } from "../evidence.ts";
import type { HashAnswer } from "../hash-worker.ts";
import type { ManifestFile } from "../manifest.ts";
import { judgeContent, judgeStatus, type Problem, prefixOf } from "../verify.ts";
import type { ShareManifest, ShareSet } from "./shares.ts";

/** A template with `{share}` in place of a share's name. */
export function commonTemplate({ template, share }: ShareManifest): string {
  return template.replaceAll(shareName(share), "{share}");
}

/** The files of shares that have the same folder and the same names but for their share: it is searched once for all of them. */
interface Group {
  look: Look;
  folder: string;
  prefix: string;
  template: Template;
  names: string[];
}

function groupsOf({ shares, count }: ShareSet): Group[] {
  const groups = new Map<string, Group>();
  for (const share of shares) {
    if (!share.template.includes("{")) continue;
    const text = commonTemplate(share);
    const key = `${share.folder}\0${text}`;
    const template = groups.get(key)?.template ?? parseTemplate(text, { oneFilePerPeriod: true, shareCount: count });
    const group = groups.get(key) ?? {
      look: share.evidence.look,
      folder: share.folder,
      prefix: prefixOf(template),
      template,
      names: [],
    };
    for (const { name } of share.files) group.names.push(name);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function foreignIn({ look, folder, prefix, template, names }: Group, all: ReadonlySet<string>): Problem[] {
  const below = inFolder(folder, prefix);
  if (!look.hasFolder(below)) return [];
  const known = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  try {
    const found = findForeign(look, below, template, known).map((name) => inFolder(below, name));
    return found.filter((name) => !all.has(name)).map((name) => ({ kind: "foreign", name }));
  } catch (error) {
    throw new UsageError(`${printable(folder)}: cannot be searched (${printable((error as Error).message)})`);
  }
}

/** A file with its path, and how it is found and read. */
interface Placed {
  file: ManifestFile;
  path: string;
  evidence: Evidence;
}

/** Hashes files, those of a place together. Returns the answers in their order. */
async function hashAll(files: readonly Placed[]): Promise<HashAnswer[]> {
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
 * Compares the files of shares with their manifests: presence and size, the content unless `isSizeOnly`, and which other files
 * have such names. Returns the problems, with paths as names.
 */
export async function checkShares(set: ShareSet, isSizeOnly: boolean): Promise<Problem[]> {
  const placed = set.shares.flatMap(({ folder, files, evidence }) =>
    files.map((file): Placed => ({ file, path: inFolder(folder, file.name), evidence })),
  );
  const all = new Set(placed.map(({ path }) => path));
  const foreign = groupsOf(set).flatMap((group) => foreignIn(group, all));
  const problems = set.shares.flatMap(({ folder, files, evidence }) =>
    files.map((file) => judgeStatus(evidence, folder, file)),
  );
  const toHash = isSizeOnly ? [] : [...placed.keys()].filter((index) => problems[index] === undefined);
  const answers = await hashAll(toHash.map((index) => placed[index]!));
  toHash.forEach((index, position) => {
    problems[index] = judgeContent(placed[index]!.file, answers[position]!);
  });
  const wrong = problems.flatMap((problem, index) =>
    problem === undefined ? [] : [{ ...problem, name: placed[index]!.path }],
  );
  // Two groups may find the same file.
  return [...wrong, ...new Map(foreign.map((problem) => [problem.name, problem])).values()];
}
