import type { Template } from "../names/template.ts";
import { inFolder } from "../places/paths.ts";
import type { Look } from "../places/place.ts";

/** Temporary file of a run that was killed before the file got its name. */
const LEFTOVER = /^\.eventsim-[^/]*\.partial$/;

/** Yields names of files, relative to the folder, at most `depth` folders below it. */
function* filesBelow(look: Look, folder: string, depth: number, prefix = ""): Generator<string> {
  for (const entry of look.entries(folder)) {
    const name = `${prefix}${entry.name}`;
    if (!entry.isFolder) yield name;
    else if (depth > 0) yield* filesBelow(look, inFolder(folder, entry.name), depth - 1, `${name}/`);
  }
}

/**
 * Returns the names, sorted and relative to the folder, of files that a reader of the folder would mistake for part of
 * the data set, whose own files are `known`. Throws the system's error if a folder cannot be read.
 */
export function findForeign(look: Look, folder: string, template: Template, known: Iterable<string>): string[] {
  const names = new Set(known);
  const depth = template.nameOf({ part: 0, startMs: 0 }).split("/").length - 1;
  const isForeign = (name: string) =>
    !names.has(name) && (template.matches(name) || LEFTOVER.test(name.slice(name.lastIndexOf("/") + 1)));
  return [...filesBelow(look, folder, depth)].filter(isForeign).sort();
}

/** Returns the warning about such files after a run; undefined if there are none. */
export function describeForeign(
  look: Look,
  folder: string,
  template: Template,
  known: Iterable<string>,
): string | undefined {
  if (look.trustsJournal) return undefined;
  let foreign: string[];
  try {
    foreign = findForeign(look, folder, template, known);
  } catch {
    return undefined; // the data set is complete even if the folder cannot be read
  }
  if (foreign.length === 0) return undefined;
  const [first] = foreign;
  const which =
    foreign.length === 1
      ? `1 file does not belong to this data set: ${first}`
      : `${foreign.length} files do not belong to this data set: ${first} and others`;
  return `${folder}: ${which}. A reader of the whole folder would read them as well; eventsim verify ${folder} lists them`;
}
