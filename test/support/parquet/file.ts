import type { Bound } from "../../../src/output/formats/parquet/structure/bounds.ts";
import { type Column, columnsOf } from "../../../src/output/formats/parquet/structure/columns.ts";
import { buildFooter, MAGIC, type PlacedGroup } from "../../../src/output/formats/parquet/structure/footer.ts";
import type { PageCodec } from "../../../src/output/formats/parquet/structure/pages.ts";
import {
  assembleGroup,
  boundGroupBytes,
  type Chunk,
  type Page,
  parseGroup,
  serializeGroup,
} from "../../../src/output/formats/parquet/structure/row-group.ts";
import { fieldsOf } from "../../../src/schema/choose.ts";
import { COMPRESSORS, deltas, packedRun, plain, singleRuns, type Value } from "./streams.ts";

export type Cells = Record<string, Value | null>;

export const COLUMNS = columnsOf(fieldsOf({ hasTag: true }));
export const METADATA = { "eventsim.id": "0123abcd", command: 'eventsim --tag "ä 😀"' };

function compare(a: Value, b: Value): number {
  if (typeof a === "string" || typeof b === "string") return Buffer.compare(Buffer.from(`${a}`), Buffer.from(`${b}`));
  return a < b ? -1 : a > b ? 1 : 0;
}

export function boundsOf(values: readonly Value[]): { minimum?: Bound; maximum?: Bound } {
  const sorted = [...values].sort(compare);
  return sorted.length === 0 ? {} : { minimum: sorted[0]!, maximum: sorted.at(-1)! };
}

export const valuesOf = (rows: readonly Cells[], { name }: Column): Value[] =>
  rows.map((row) => row[name]).filter((value) => value !== null && value !== undefined);

function pageOf(column: Column, rows: readonly Cells[], distinct: readonly Value[]): Page {
  const values = valuesOf(rows, column);
  const levels = rows.map(({ [column.name]: value }) => (value === null ? 0 : 1));
  const common = {
    rows: rows.length,
    nulls: rows.length - values.length,
    // Two streams, as the batches of a page leave them.
    levels: column.isOptional ? [packedRun(levels.slice(0, 8), 1), singleRuns(levels.slice(8))] : [],
    ...boundsOf(values),
  };
  if (column.name === "length") return { ...common, encoding: "PLAIN", values: [plain(column, values)] };
  if (column.physicalType === "INT64")
    return { ...common, encoding: "DELTA_BINARY_PACKED", values: [deltas(values.map(BigInt))] };
  const indices = values.map((value) => distinct.indexOf(value));
  return { ...common, encoding: "RLE_DICTIONARY", width: 5, values: [packedRun(indices, 5)] };
}

function chunkOf(column: Column, pages: readonly (readonly Cells[])[], codec: PageCodec): Chunk {
  const values = valuesOf(pages.flat(), column);
  const distinct = [...new Set(values)];
  const hasDictionary = column.physicalType !== "INT64" && column.name !== "length";
  return {
    column,
    codec,
    ...(hasDictionary ? { dictionary: { bytes: plain(column, distinct), values: distinct.length } } : {}),
    pages: pages.map((rows) => pageOf(column, rows, distinct)),
    nulls: pages.flat().length - values.length,
    ...boundsOf(values),
  };
}

/** Returns the whole file of row groups, each of which has pages of rows. */
export function buildFile(groups: readonly (readonly (readonly Cells[])[])[], codec: PageCodec): Uint8Array {
  const parts = [MAGIC];
  const placed: PlacedGroup[] = [];
  let offset = MAGIC.length;
  for (const pages of groups) {
    const chunks = COLUMNS.map((column) => chunkOf(column, pages, codec));
    const shared = new Uint8Array(new SharedArrayBuffer(boundGroupBytes(chunks)));
    const metadata = parseGroup(serializeGroup(assembleGroup(shared, chunks, COMPRESSORS)));
    placed.push({ offset, metadata });
    parts.push(shared.slice(0, metadata.byteLength));
    offset += metadata.byteLength;
  }
  return Buffer.concat([
    ...parts,
    buildFooter({ columns: COLUMNS, groups: placed, offset, programVersion: "1.2.3", metadata: METADATA }),
  ]);
}

/** A row whose columns that may be null are so in two of three rows; texts are of one to four bytes a character. */
export function cellsOf(number: number): Cells {
  const text = (name: string): string => `${["", "z", "é", "\uffee", "😀", "a"][(number * 5) % 6]}${name}`;
  const cells = COLUMNS.map((column): [string, Value | null] => {
    const { name, physicalType, isOptional } = column;
    if (isOptional && number % 3 > 0) return [name, null];
    if (name === "userId") return [name, number === 0 ? "" : String(number)];
    if (physicalType === "BYTE_ARRAY") return [name, text(name)];
    if (physicalType === "DOUBLE") return [name, 200.125 - number * 0.1];
    if (physicalType === "INT32") return [name, number * 100 - 300];
    if (column.logicalType === "timestamp") return [name, BigInt(number - 3) * 86_400_000_000_123n];
    return [name, 2 ** 53 - 1 - number * 1_000_000];
  });
  return Object.fromEntries(cells);
}

const rowsFrom = (first: number, count: number): Cells[] =>
  Array.from({ length: count }, (_, index) => cellsOf(first + index));

/** Two groups of two pages: one page of nulls, and one of more rows than a bit-packed group of levels has. */
export const GROUPS = [
  [rowsFrom(0, 13), rowsFrom(13, 2)],
  [rowsFrom(16, 1), rowsFrom(17, 9)],
];
