import { shareName } from "../../names/share.ts";
import { parseTemplate, type Template } from "../../names/template.ts";
import { inFolder } from "../../places/paths.ts";
import type { Look } from "../../places/place.ts";
import { foreignNames, judgeFiles, type Problem } from "../verify.ts";
import type { ShareManifest, ShareSet } from "./shares.ts";

/** A template with `{share}` in place of a share's name. */
export function commonTemplate({ template, share }: ShareManifest): string {
  return template.replaceAll(shareName(share), "{share}");
}

/** The files of shares that have the same folder and the same names but for their share: it is searched once for all of them. */
interface Group {
  look: Look;
  folder: string;
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
      template,
      names: [],
    };
    for (const { name } of share.files) group.names.push(name);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function foreignIn({ look, folder, template, names }: Group, all: ReadonlySet<string>): Problem[] {
  const paths = foreignNames(look, folder, template, names).map((name) => inFolder(folder, name));
  return paths.filter((path) => !all.has(path)).map((name) => ({ kind: "foreign", name }));
}

/**
 * Compares the files of shares with their manifests: presence and size, the content unless `isSizeOnly`, and which other files
 * have such names. Returns the problems, with paths as names.
 */
export async function checkShares(set: ShareSet, isSizeOnly: boolean): Promise<Problem[]> {
  const placed = set.shares.flatMap(({ folder, files, evidence }) =>
    files.map((file) => ({ file, path: inFolder(folder, file.name), evidence })),
  );
  const all = new Set(placed.map(({ path }) => path));
  const foreign = groupsOf(set).flatMap((group) => foreignIn(group, all));
  const problems = await judgeFiles(placed, isSizeOnly);
  const wrong = problems.flatMap((problem, index) =>
    problem === undefined ? [] : [{ ...problem, name: placed[index]!.path }],
  );
  // Two groups may find the same file.
  return [...wrong, ...new Map(foreign.map((problem) => [problem.name, problem])).values()];
}
