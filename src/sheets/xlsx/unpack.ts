import { UsageError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";

/** A configuration of a hundred thousand transitions has 4 MB as a workbook, and 60 MB when it is unpacked. */
export const MOST_PACKED_BYTES = 16 * 2 ** 20;
const MOST_UNPACKED_BYTES = 96 * 2 ** 20;
const MOST_PARTS = 1000;
/** Of all sheets together, up to the last row and column of each: they are read as rectangles. */
const MOST_CELLS = 8_000_000;
/** Every cell has some four tags. */
const MOST_TAGS = 12_000_000;
const PIECE_BYTES = 16_384;
const START_OF_ZIP = "PK";
/** Old files of Office, and encrypted new ones. */
const START_OF_OLE = "\u00d0\u00cf\u0011\u00e0";
const TAG = 0x3c;

/** The record at the end of an archive, which a comment may follow. */
const END_OF_DIRECTORY = 0x06054b50;
const END_BYTES = 22;
const END_COUNT = 10;
const MOST_COMMENT_BYTES = 65_535;

class Refusal extends Error {}

/** The largest number of a row and of a column that the attributes of a sheet name. */
function extentOf(xml: string): { rows: number; columns: number } {
  let [rows, columns] = [0, 0];
  for (const [, letters = "", digits] of xml.matchAll(/\sr=["']([A-Za-z]{0,3})(\d{1,9})["']/g)) {
    rows = Math.max(rows, Number(digits));
    let column = 0;
    for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
    columns = Math.max(columns, column);
  }
  return { rows, columns };
}

function countTags(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(TAG); at >= 0; at = bytes.indexOf(TAG, at + 1)) count++;
  return count;
}

/** Refuses sheets that would not fit into memory: a few bytes can name the last cell of the last column. */
function checkSheets(parts: Readonly<Record<string, Uint8Array>>): void {
  let [cells, tags] = [0, 0];
  for (const [name, bytes] of Object.entries(parts)) {
    tags += countTags(bytes);
    if (!/worksheets\/[^/]*\.xml$/i.test(name)) continue;
    const { rows, columns } = extentOf(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1"),
    );
    cells += rows * columns;
    if (cells > MOST_CELLS)
      throw new Refusal(
        `the sheets reach as far as ${cells} cells (${printable(name)}: row ${rows}, column ${columns}); delete the empty rows and columns after the tables, or use .csv`,
      );
  }
  if (tags > MOST_TAGS) throw new Refusal(`the sheets have more than ${MOST_TAGS} parts; this is no configuration`);
}

/** The number of files that the directory at the end of an archive lists; undefined if there is none, since the end is missing. */
function listedFiles(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const last = bytes.length - END_BYTES;
  for (let at = last; at >= Math.max(0, last - MOST_COMMENT_BYTES); at--)
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return view.getUint16(at + END_COUNT, true);
  return undefined;
}

/** Unpacks an archive in pieces, and stops at the limits: what an archive says of its sizes may be wrong. */
async function unpack(bytes: Uint8Array): Promise<Record<string, Uint8Array>> {
  const { Unzip, UnzipInflate } = await import("fflate");
  const parts: Record<string, Uint8Array> = Object.create(null);
  let [length, count] = [0, 0];
  let failure: Error | undefined;
  const unzip = new Unzip((file) => {
    const pieces: Uint8Array[] = [];
    if (++count > MOST_PARTS) failure ??= new Refusal(`the archive has more than ${MOST_PARTS} files`);
    file.ondata = (error, piece, isLast) => {
      if (error) failure ??= error;
      length += piece?.length ?? 0;
      if (length > MOST_UNPACKED_BYTES)
        failure ??= new Refusal(`the archive unpacks to more than ${MOST_UNPACKED_BYTES / 2 ** 20} MiB`);
      if (failure !== undefined) return;
      pieces.push(piece);
      if (isLast) parts[file.name] = Buffer.concat(pieces);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    unzip.push(bytes.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= bytes.length);
    if (failure !== undefined) throw failure;
  }
  if (listedFiles(bytes) !== count) throw new Error("its end is missing");
  return parts;
}

const NOT_A_WORKBOOK = "this is no .xlsx file; save the spreadsheet as .xlsx (Excel 2007 or later)";

/**
 * The same workbook, unpacked within limits and packed without compression: whoever reads it cannot be made to need more memory.
 * Throws UsageError if it is none, is damaged, or exceeds the limits.
 */
export async function unpackedWorkbook(file: string, bytes: Uint8Array): Promise<Uint8Array> {
  const refuse = (why: string) => new UsageError(`${printable(file, 1000)}: ${why}`);
  const start = Buffer.from(bytes.subarray(0, 4)).toString("latin1");
  if (start === START_OF_OLE)
    throw refuse("this is an older Excel file, or one with a password; save it as .xlsx without a password");
  if (!start.startsWith(START_OF_ZIP)) throw refuse(NOT_A_WORKBOOK);
  try {
    const parts = await unpack(bytes);
    if (parts["[Content_Types].xml"] === undefined) throw new Refusal(NOT_A_WORKBOOK);
    checkSheets(parts);
    return (await import("fflate")).zipSync(parts, { level: 0 });
  } catch (error) {
    if (error instanceof Refusal) throw refuse(error.message);
    throw refuse(`the file is damaged (${printable((error as Error).message)}); save it again`);
  }
}
