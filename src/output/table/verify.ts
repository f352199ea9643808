import { closeSync } from "node:fs";
import { printable } from "../../system/printable.ts";
import { statusOf } from "../destinations/path.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { openRegular, readRange } from "../resume/small-file.ts";
import { type Head, readHead } from "./head.ts";
import { logOf, tableIdOf } from "./log.ts";
import { partitionColumnsOf } from "./partitions.ts";

/** Compares the lines after the head of a log with the files. */
async function problemOfLines(
  folder: string,
  { files, template }: Manifest,
  { descriptor, byteLength }: ReturnType<typeof openRegular>,
  head: Head,
): Promise<string | undefined> {
  const { lineOf } = await import("./entry.ts");
  const table = { startMs: head.startMs, partitions: partitionColumnsOf(template) };
  let offset = head.byteLength;
  for (const file of files) {
    const expected = Buffer.from(await lineOf(table, head.names, folder, file));
    if (!readRange(descriptor, offset, expected.byteLength).equals(expected))
      return `does not describe ${printable(file.name)} as it is`;
    offset += expected.byteLength;
  }
  return offset === byteLength ? undefined : "has more than the files of the manifest";
}

/**
 * Compares the log of a table that --table made with the files of its manifest, which must be whole. Returns the difference;
 * undefined if there is none, or no log, or one of another program.
 */
export async function problemOfTable(folder: string, manifest: Manifest): Promise<string | undefined> {
  const path = logOf(folder);
  if (manifest.format !== "parquet" || !statusOf(path)?.isFile()) return undefined;
  try {
    const log = openRegular(path);
    try {
      const head = readHead(log.descriptor);
      return head?.id === tableIdOf(manifest) ? await problemOfLines(folder, manifest, log, head) : undefined;
    } finally {
      closeSync(log.descriptor);
    }
  } catch (error) {
    return `cannot be compared with the files (${printable((error as Error).message)})`;
  }
}
