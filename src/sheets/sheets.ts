import type { Content } from "../config/content/content.ts";
import { contentText, contentValue } from "../config/content/write.ts";
import { checkValue } from "../config/read.ts";
import { UsageError } from "../system/errors.ts";
import { printable } from "../system/printable.ts";
import { readAtMost } from "../system/read-at-most.ts";
import { readCsv, writeCsv } from "./csv.ts";
import { CellSource } from "./source.ts";
import { readXlsx } from "./xlsx/read.ts";
import { MOST_PACKED_BYTES } from "./xlsx/unpack.ts";
import { writeXlsx } from "./xlsx/write.ts";

export const SHEET_FORMATS = ["csv", "xlsx"] as const;
export type SheetFormat = (typeof SHEET_FORMATS)[number];

const MOST_CSV_BYTES = 64 * 2 ** 20;

/** The format that a file's name ends with; undefined for another ending. */
export function formatOf(file: string): SheetFormat | undefined {
  return SHEET_FORMATS.find((format) => file.toLowerCase().endsWith(`.${format}`));
}

/** A configuration's content as the bytes of a spreadsheet. @param file shown in messages */
export async function writeSheets(file: string, content: Content, format: SheetFormat): Promise<Uint8Array> {
  return format === "csv" ? Buffer.from(await writeCsv(content)) : writeXlsx(printable(file, 1000), content);
}

function bytesOf(file: string, mostBytes: number): Buffer {
  let bytes: Buffer | undefined;
  try {
    bytes = readAtMost(file, mostBytes);
  } catch (error) {
    throw new UsageError(
      `${printable(file, 1000)}: cannot be read (${(error as Error).message}); check the path of the spreadsheet`,
    );
  }
  if (bytes === undefined)
    throw new UsageError(
      `${printable(file, 1000)}: has more than ${mostBytes / 2 ** 20} MiB; this is no configuration`,
    );
  if (bytes.length === 0) throw new UsageError(`${printable(file, 1000)}: the file is empty; name a spreadsheet`);
  return bytes;
}

function csvText(file: string, bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${printable(file, 1000)}: is not in UTF-8; save it as "CSV UTF-8"`);
  }
}

/**
 * Reads a spreadsheet and checks it as a configuration. Throws UsageError with a line for each problem, which names its cell. @param bytes of the file, if they are known
 * @returns the text of the configuration's file, and warnings
 */
export async function readSheetsOf(
  file: string,
  format: SheetFormat,
  bytes = bytesOf(file, format === "csv" ? MOST_CSV_BYTES : MOST_PACKED_BYTES),
): Promise<{ text: string; warnings: string[] }> {
  const source = new CellSource(file);
  const content = format === "csv" ? await readCsv(source, csvText(file, bytes)) : await readXlsx(source, bytes);
  const { warnings } = checkValue(source, contentValue(content));
  return { text: contentText(content), warnings };
}
