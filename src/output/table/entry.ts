import { closeSync } from "node:fs";
import { join } from "node:path";
import { TooLarge } from "../formats/parquet/structure/check-thrift.ts";
import { readFooter } from "../formats/parquet/structure/read-footer.ts";
import type { ManifestFile } from "../manifest/manifest.ts";
import { openRegular, readRange } from "../resume/small-file.ts";
import { addLine, type Table } from "./log.ts";
import { EXACT_PARSERS, type Statistics, statisticsOfFile } from "./statistics.ts";

/**
 * What the footer of a file may take in memory: that of about 1000 row groups. Of a file with more, the log has only the number of
 * rows.
 */
const MOST_FOOTER_BYTES = 128 << 20;

async function readStatistics(path: string, events: number, names: readonly string[]): Promise<Statistics> {
  const { descriptor, byteLength: fileBytes } = openRegular(path);
  try {
    const readAt = (offset: number, byteLength: number) => readRange(descriptor, offset, byteLength);
    const footer = await readFooter({ fileBytes, mostBytes: MOST_FOOTER_BYTES, readAt }, EXACT_PARSERS);
    return statisticsOfFile(footer, names);
  } catch (error) {
    if (error instanceof TooLarge) return { numRecords: events };
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Returns the line of the log that adds a file, with the statistics of its footer.
 * @param names columns in the file
 * @throws Error that says why the footer cannot be read
 */
export async function lineOf(
  table: Pick<Table, "startMs" | "partitions">,
  names: readonly string[],
  folder: string,
  file: ManifestFile,
): Promise<string> {
  return addLine(table, file, await readStatistics(join(folder, file.name), file.events, names));
}
