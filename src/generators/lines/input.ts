import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { readFile } from "../../catalog/original/files.ts";
import { gunzip } from "../../catalog/original/gunzip.ts";
import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import type { Watch } from "../watch.ts";
import { ByteLines, type LineSink } from "./byte-lines.ts";

/** A file that a generator reads. */
export interface InputFile {
  /** Its name in the data folder, to which `.gz` may be added. */
  name: string;
  /** What it is and what is in it, for whoever does not have it. */
  what: string;
}

/** The path of a file or of the same gzipped. Throws UsageError if there is neither: nothing is downloaded. */
export function findInput(folder: string, { name, what }: InputFile): string {
  const path = join(folder, name);
  const found = [path, `${path}.gz`].find((each) => existsSync(each));
  if (found !== undefined) return found;
  throw new UsageError(`${printable(path)}: there is neither this file nor ${name}.gz; ${what}`);
}

function* watched(path: string, watch: Watch): Generator<Buffer> {
  watch.begin(path, statSync(path).size);
  for (const piece of readFile(path)) {
    watch.read(piece.length);
    yield piece;
  }
}

/**
 * Calls a sink with each line of a file, gzipped or not. Throws UsageError if the file is empty, no regular file, or a damaged gzip: lines
 * after the damage are unknown, and counts without them would be wrong.
 */
export async function readLines(path: string, sink: LineSink, watch: Watch): Promise<number> {
  const lines = new ByteLines(sink);
  const packed = watched(path, watch);
  if (path.endsWith(".gz")) for await (const piece of gunzip(path, packed)) lines.add(piece);
  else
    for (const piece of packed) {
      lines.add(piece);
      await watch.pause();
    }
  lines.finish();
  return lines.lineCount;
}
