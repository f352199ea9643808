import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { type Manifest, readManifest } from "../manifest/manifest.ts";
import type { NumberSet } from "../names/number-set.ts";
import type { Template } from "../names/template.ts";
import { inFolder } from "../places/paths.ts";
import type { Look } from "../places/place.ts";
import type { OutputSettings } from "../settings.ts";
import { findForeign } from "./foreign.ts";
import { differenceOf, type Header } from "./same.ts";

// Existing output is reported or refused before the simulation begins.

/** How a run treats existing output. */
export interface Treatment {
  output: Pick<OutputSettings, "clobber" | "force">;
  /** Where the existing output is looked for. */
  place: Look;
  say: (line: string) => void;
}

const KEEPS = "and --no-clobber keeps it; name another, or leave --no-clobber out";

/** Reports or refuses a file that the run would replace. */
export function meetFile(path: string, { output, place, say }: Treatment): void {
  const status = place.statusOf(path);
  if (!status?.isFile()) return;
  if (!output.clobber) throw new UsageError(`${printable(path)}: exists, ${KEEPS}`);
  if (status.size > 0) say(`note: the existing file ${printable(path)} will be replaced`);
}

/** The same for many files. @param names files that the run may replace, relative to the folder */
export function meetFiles(folder: string, names: readonly string[], treatment: Treatment): void {
  const { output, say } = treatment;
  const [first, ...others] = names;
  if (first === undefined) return;
  if (others.length === 0) {
    meetFile(inFolder(folder, first), treatment);
    return;
  }
  const which = `${names.length} files with names of this run, ${printable(first)} and others`;
  if (!output.clobber) throw new UsageError(`${printable(folder)}: has ${which}, ${KEEPS.replace("it", "them")}`);
  say(`note: ${printable(folder)} has ${which}; those that the run makes again will be replaced`);
}

/** Returns the files of a folder with names of this run, except those in `except`. */
export function existingNames(look: Look, folder: string, template: Template, except: Iterable<string> = []): string[] {
  if (look.trustsJournal) return [];
  try {
    return findForeign(look, folder, template, except).filter((name) => template.matches(name));
  } catch {
    return []; // a missing or unreadable folder is reported when the run writes into it
  }
}

/**
 * Returns existing files with wanted numbers, as far as that can be known: names with a time are looked up in the
 * manifest.
 */
export function existingWanted(
  look: Look,
  template: Template,
  manifest: Manifest | undefined,
  wanted: NumberSet,
): string[] {
  const known = new Set((manifest?.files ?? []).filter(({ part }) => wanted.has(part)).map(({ name }) => name));
  const isNameOf = (name: string, part: number) =>
    wanted.has(part) && template.outgrown(part) === undefined && template.nameOf({ part, startMs: 0 }) === name;
  return existingNames(look, template.folder, template).filter(
    (name) => known.has(name) || (name.match(/\d+/g) ?? []).some((digits) => isNameOf(name, Number(digits))),
  );
}

/** Reads a manifest; undefined if it is absent or damaged. */
export function readableManifest(look: Look, path: string): Manifest | undefined {
  try {
    return readManifest(path, look);
  } catch {
    return undefined;
  }
}

/**
 * Reports or refuses a manifest that the run would replace. The manifest of the same command will be the same. That of
 * another command may be the only list of its files.
 * @param folder folder that the names in the manifest are relative to
 * @param own names of files that the run replaces, too
 */
export function meetManifest(
  path: string,
  { header, folder, own }: { header: Header; folder: string; own: readonly string[] },
  { output, place, say }: Treatment,
): void {
  const status = place.statusOf(path);
  if (status === undefined) return;
  if (!status.isFile())
    throw new UsageError(
      `${printable(path)}: is not a regular file, as a manifest must be; name another with --manifest`,
    );
  if (!output.clobber) throw new UsageError(`${printable(path)}: exists, ${KEEPS}`);
  const problem = status.size === 0 ? undefined : lossOf(place, path, { header, folder, own });
  if (problem === undefined) return;
  if (!output.force) throw new UsageError(`${printable(path)}: ${problem}, or write --force to replace it`);
  say(`note: ${printable(path)} will be replaced; it ${problem.split(";")[0]}`);
}

/** Returns what would be lost with the manifest, and what to do instead; undefined if nothing would be. */
function lossOf(
  look: Look,
  path: string,
  { header, folder, own }: { header: Header; folder: string; own: readonly string[] },
): string | undefined {
  const earlier = readableManifest(look, path);
  if (earlier === undefined) return "is not a manifest of this program; name another file with --manifest";
  const difference = differenceOf(earlier, header);
  if (difference === undefined) return undefined;
  const left = earlier.files.filter(
    ({ name }) => !own.includes(name) && name !== "-" && (look.trustsJournal || look.exists(inFolder(folder, name))),
  );
  if (left.length === 0) return undefined;
  const files = `${printable(left[0]!.name)}${left.length === 1 ? "" : ` and ${left.length - 1} other files`}`;
  return `is the manifest of another command (${printable(difference)}), and nothing else names ${files}; use another folder or name`;
}

/** Reports or refuses the journal of another command, whose run was stopped in this folder. */
export function meetJournal(
  path: string,
  there: Header | undefined,
  here: Header,
  { output, say }: Pick<Treatment, "output" | "say">,
): void {
  const difference = there === undefined ? undefined : differenceOf(there, here);
  if (difference === undefined) return;
  const what = `the run of another command was stopped here (${printable(difference)})`;
  if (!output.force)
    throw new UsageError(
      `${printable(path)}: ${what}; complete it with --resume, use another folder, or begin anew with --force`,
    );
  say(`note: ${printable(path)}: ${what}; it can no longer be resumed`);
}
