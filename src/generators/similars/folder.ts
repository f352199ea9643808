import { opendirSync, statSync } from "node:fs";
import { join } from "node:path";
import { bounded, readFile } from "../../catalog/original/files.ts";
import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { MOST_FILE_BYTES, type SourceFile, type SourceWatch } from "./sources.ts";

/** Folders in folders; the archives have five levels. */
const MOST_DEPTH = 64;

/** The names in a folder, in the order of the file system, as the original sees them, or sorted by their units. */
function namesIn(path: string, isSorted: boolean): string[] {
  try {
    const folder = opendirSync(path);
    const names: string[] = [];
    for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) names.push(entry.name);
    folder.closeSync();
    return isSorted ? names.sort() : names;
  } catch (error) {
    throw new UsageError(`${printable(path)}: cannot be listed (${(error as Error).message}); give it read permission`);
  }
}

async function bytesOf(path: string): Promise<Buffer | undefined> {
  if (statSync(path).size > MOST_FILE_BYTES) return undefined;
  const pieces: Buffer[] = [];
  for await (const piece of bounded(path, readFile(path), true)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/** The files below a folder; a folder is entered where it stands in the list. */
export async function* folderFiles(
  path: string,
  isSorted: boolean,
  watch: SourceWatch,
  depth = 0,
): AsyncGenerator<SourceFile> {
  if (depth > MOST_DEPTH) throw new UsageError(`${printable(path)}: lies in ${MOST_DEPTH} folders; is there a circle?`);
  if (depth === 0) watch.begin(path);
  for (const name of namesIn(path, isSorted)) {
    const inner = join(path, name);
    const status = statSync(inner, { throwIfNoEntry: false });
    if (status?.isDirectory()) yield* folderFiles(inner, isSorted, watch, depth + 1);
    else {
      watch.read(0);
      await watch.pause();
      yield { path: inner, bytes: await bytesOf(inner).catch(() => undefined) };
    }
  }
}
