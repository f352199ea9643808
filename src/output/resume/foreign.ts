import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Template } from "../names/template.ts";

/** What a run that was killed leaves behind: a file that never got its name. */
const LEFTOVER = /^\.eventsim-[^/]*\.partial$/;

/** Names of files, relative to the folder, at most so many folders below it. */
function* filesBelow(folder: string, depth: number, prefix = ""): Generator<string> {
  for (const entry of readdirSync(join(folder, prefix), { withFileTypes: true })) {
    const name = `${prefix}${entry.name}`;
    if (!entry.isDirectory()) yield name;
    else if (depth > 0) yield* filesBelow(folder, depth - 1, `${name}/`);
  }
}

/**
 * Names, in order and relative to the folder, of files that a reader of the whole folder would take for a part of the data
 * set, which has those with the names `known`. Throws what the system says where a folder cannot be read.
 */
export function findForeign(folder: string, template: Template, known: Iterable<string>): string[] {
  const names = new Set(known);
  const depth = template.nameOf({ part: 0, startMs: 0 }).split("/").length - 1;
  const isForeign = (name: string) =>
    !names.has(name) && (template.matches(name) || LEFTOVER.test(name.slice(name.lastIndexOf("/") + 1)));
  return [...filesBelow(folder, depth)].filter(isForeign).sort();
}

/** What to say of such files in the folder of a run that is done, undefined where there are none. */
export function describeForeign(folder: string, template: Template, known: Iterable<string>): string | undefined {
  let foreign: string[];
  try {
    foreign = findForeign(folder, template, known);
  } catch {
    return undefined; // the data set is whole, whoever may read its folder
  }
  if (foreign.length === 0) return undefined;
  const [first] = foreign;
  const which =
    foreign.length === 1
      ? `1 file is not of this data set: ${first}`
      : `${foreign.length} files are not of this data set: ${first} and others`;
  return `${folder}: ${which}. Whoever reads the whole folder would read more than was made now; eventsim verify ${folder} lists such files`;
}
