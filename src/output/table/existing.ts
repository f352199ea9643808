import { closeSync, existsSync, readdirSync } from "node:fs";
import { dirname } from "node:path";
import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import type { FileSystem } from "../destinations/filesystem.ts";
import { statusOf } from "../destinations/path.ts";
import { meetFile, type Treatment } from "../resume/existing.ts";
import type { Header } from "../resume/same.ts";
import { openRegular } from "../resume/small-file.ts";
import type { OutputSettings } from "../settings.ts";
import { readHead } from "./head.ts";
import { LOG_NAME, logOf, tableIdOf } from "./log.ts";

/** Files of later versions, and of their checkpoints. */
const OF_LATER_VERSION = /^\d{20}\.|^_last_checkpoint$/;

/** Returns the id of the table whose log is at `path`; undefined if it is none of this program's. */
function idIn(path: string): string | undefined {
  try {
    const { descriptor } = openRegular(path);
    try {
      return readHead(descriptor)?.id;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

function laterVersionIn(folder: string): string | undefined {
  try {
    return readdirSync(folder).find((name) => OF_LATER_VERSION.test(name) && name !== LOG_NAME);
  } catch {
    return undefined; // a missing or unreadable folder is reported when the log is written into it
  }
}

/** A run into a folder that may have the log of a table. */
interface TableRun extends Treatment {
  output: Pick<OutputSettings, "clobber" | "force" | "table">;
}

function refuseUnfit(path: string): void {
  const folder = dirname(path);
  const refuse = (what: string): never => {
    throw new UsageError(`${what}; use another folder, or remove it first`);
  };
  if (statusOf(folder)?.isDirectory() === false)
    refuse(`${printable(folder)}: is not a folder, as the log of a table needs`);
  const later = laterVersionIn(folder);
  if (later !== undefined)
    refuse(
      `${printable(folder)}: another program has changed the table (${printable(later)}), and this run would begin it anew`,
    );
  if (statusOf(path)?.isFile() === false)
    refuse(`${printable(path)}: is not a regular file, as the log of a table must be`);
}

/** Whether a run without a table replaces files of the table of another command. Tables of other programs are theirs. */
function makesUntrue(path: string, header: Header): boolean {
  const id = idIn(path);
  return id !== undefined && id !== tableIdOf(header) && laterVersionIn(dirname(path)) === undefined;
}

/** Reports or refuses the log of a table that the run would replace, or whose files it would. */
export function meetTable(folder: string, header: Header, { output, place, say }: TableRun): void {
  const path = logOf(folder);
  if (output.table !== undefined) {
    refuseUnfit(path);
    if (!existsSync(path)) return;
    if (!output.clobber) meetFile(path, { output, place, say });
    if (idIn(path) === tableIdOf(header)) return;
  } else if (!makesUntrue(path, header)) return;
  const what = "is the log of another table, whose files this run may replace";
  if (!output.force)
    throw new UsageError(`${printable(path)}: ${what}; use another folder, or write --force to replace it`);
  say(`note: ${printable(path)} will be ${output.table ? "replaced" : "removed"}; it ${what}`);
}

/** Removes the log of a table before the run replaces its files. The same command without --table keeps it: it stays true. */
export function removeTable(folder: string, header: Header, table: OutputSettings["table"], files: FileSystem): void {
  const path = logOf(folder);
  if (existsSync(path) && (table !== undefined || makesUntrue(path, header))) files.remove(path);
}
