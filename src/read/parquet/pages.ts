import type { DecodedArray, PageHeader } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { convert } from "hyparquet/src/convert.js";
import { decompressPage } from "hyparquet/src/datapage.js";
import { readPlain } from "hyparquet/src/plain.js";
import { checkThrift } from "../../output/formats/parquet/structure/check-thrift.ts";
import type { Column, DictionaryRows } from "../event-columns.ts";
import type { ColumnInGroup } from "./codecs.ts";
import { PageBytes } from "./streams.ts";
import { readLevels, readValues } from "./values.ts";

/** Ours have about twenty; statistics of other writers have some more. */
const MOST_HEADER_VALUES = 1000;
/** What values take in memory: as numbers or texts that a dictionary has, and as texts of their own. */
const VALUE_BYTES = 40;
const TEXT_BYTES = 160;

/** A page whose body is not unpacked yet. */
export interface PackedPage {
  header: PageHeader;
  body: Uint8Array;
  /** Rows; 0 for a dictionary. */
  rows: number;
}

function isCount(value: number | undefined, most: number): value is number {
  return Number.isInteger(value) && value! >= 0 && value! <= most;
}

function rowsOf(header: PageHeader, most: number): number {
  if (header.type === "DICTIONARY_PAGE") {
    if (!isCount(header.dictionary_page_header?.num_values, header.uncompressed_page_size))
      throw new Error("a dictionary declares more values than its bytes can be");
    return 0;
  }
  if (header.type === "INDEX_PAGE") return 0;
  const page = header.type === "DATA_PAGE" ? header.data_page_header : header.data_page_header_v2;
  if (page === undefined) throw new Error("it has no header of its type");
  if (!isCount(page.num_values, most))
    throw new Error(`it declares ${page.num_values} values where ${most} rows are left`);
  return page.num_values;
}

/** Reads the header of the page at a place of the column. Throws Error that says what is wrong. */
export function readPage(bytes: Uint8Array<ArrayBuffer>, offset: number, rowsLeft: number): PackedPage {
  checkThrift(bytes, offset, MOST_HEADER_VALUES);
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset };
  const header = parquetHeader(reader);
  const { compressed_page_size: packed, uncompressed_page_size: unpacked } = header;
  if (!isCount(packed, bytes.length - reader.offset)) throw new Error("it ends after its column");
  if (!isCount(unpacked, 0x7fffffff)) throw new Error("it declares a negative size");
  return { header, body: bytes.subarray(reader.offset, reader.offset + packed), rows: rowsOf(header, rowsLeft) };
}

/** The bytes that a page may take in memory, unpacked and as values. */
export function memoryOf({ header, rows }: PackedPage, { type }: ColumnInGroup): number {
  const encoding = (header.data_page_header ?? header.data_page_header_v2)?.encoding ?? "PLAIN";
  const values = rows + (header.dictionary_page_header?.num_values ?? 0);
  const isText = type === "BYTE_ARRAY" && !encoding.endsWith("DICTIONARY");
  return 2 * header.uncompressed_page_size + values * (isText ? TEXT_BYTES : VALUE_BYTES);
}

/** The parts of a page's body: definition levels without their length, and unpacked values. */
function partsOf({ header, body }: PackedPage, column: ColumnInGroup): { levels: Uint8Array; values: Uint8Array } {
  const unpacked = header.uncompressed_page_size;
  const second = header.type === "DATA_PAGE_V2" ? header.data_page_header_v2 : undefined;
  if (second !== undefined) {
    const { definition_levels_byte_length: length, repetition_levels_byte_length: repetition } = second;
    if (repetition !== 0 || !isCount(length, Math.min(body.length, unpacked)))
      throw new Error("its levels have the wrong size");
    const packed = body.subarray(length);
    const isPacked = second.is_compressed !== false && unpacked > length;
    const values = isPacked ? unpack(packed, unpacked - length, column) : packed;
    return { levels: body.subarray(0, length), values };
  }
  const bytes = unpack(body, unpacked, column);
  if (!column.isOptional) return { levels: bytes.subarray(0, 0), values: bytes };
  const page = new PageBytes(bytes);
  const length = page.uint32();
  page.skip(length);
  return { levels: bytes.subarray(4, page.at), values: bytes.subarray(page.at) };
}

function unpack(bytes: Uint8Array, length: number, { codec, compressors }: ColumnInGroup): Uint8Array {
  return decompressPage(bytes, length, codec, compressors);
}

/** The values of a dictionary, as events have them. */
export function readDictionary({ header, body }: PackedPage, column: ColumnInGroup): DecodedArray {
  const bytes = unpack(body, header.uncompressed_page_size, column);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { type, element } = column;
  return convert(
    readPlain({ view, offset: 0 }, type, header.dictionary_page_header!.num_values, element.type_length),
    column,
  );
}

/** Values of rows, or where a dictionary has them: -1 for a row without a value. */
export type PageRows = { values: Column } | DictionaryRows;

function checkIndices(indices: ArrayLike<number>, { length }: ArrayLike<unknown>): void {
  for (let at = 0; at < indices.length; at++)
    if (indices[at]! >= length) throw new Error(`it has the index ${indices[at]} of ${length} values`);
}

/** Puts values where the levels say that there is one. */
function spread<Rows extends { [row: number]: unknown }>(
  rows: Rows,
  levels: ArrayLike<number>,
  values: ArrayLike<Rows[number]>,
): Rows {
  let next = 0;
  for (let row = 0; row < levels.length; row++) if (levels[row] === 1) rows[row] = values[next++] as Rows[number];
  return rows;
}

/** The values of a data page, row by row; undefined where there is none. Throws Error that says what is wrong. */
export function readRows(
  page: PackedPage,
  column: ColumnInGroup,
  dictionary: DecodedArray | undefined,
  mostBytes: number,
): PageRows {
  const { levels: levelBytes, values: bytes } = partsOf(page, column);
  const { rows } = page;
  const { encoding } = (page.header.data_page_header ?? page.header.data_page_header_v2)!;
  const levels = column.isOptional ? readLevels(levelBytes, rows) : undefined;
  const count = levels === undefined ? rows : levels.reduce((sum, level) => sum + level, 0);
  const decoded = readValues(encoding, { bytes, count, type: column.type, element: column.element, mostBytes });
  if (decoded.length !== count) throw new Error(`it has ${decoded.length} of its ${count} values`);
  const isWhole = levels === undefined || count === rows;
  if (encoding.endsWith("_DICTIONARY")) {
    if (dictionary === undefined && count > 0)
      throw new Error("it has indices of a dictionary, and its column has none");
    const found = decoded as ArrayLike<number>;
    checkIndices(found, dictionary ?? []);
    const indices = isWhole ? new Int32Array(found) : spread(new Int32Array(rows).fill(-1), levels, found);
    return { dictionary: dictionary ?? [], indices };
  }
  const values = convert(decoded, column);
  return { values: isWhole ? values : spread(new Array<unknown>(rows), levels, values as ArrayLike<unknown>) };
}
