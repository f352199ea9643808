import { type Column, PHYSICAL_TYPES, writeSchema } from "./columns.ts";
import { columnIndexOf, decodeBase64, offsetIndexOf } from "./indexes.ts";
import { ENCODINGS, PAGE_CODECS, PAGE_TYPES } from "./pages.ts";
import type { ChunkMetadata, GroupMetadata } from "./row-group.ts";
import { ThriftWriter } from "./thrift.ts";

/** First and last bytes of a file. */
export const MAGIC: Uint8Array = Buffer.from("PAR1");
/** Column index, offset index and logical types came with version 2 of the format; data pages may still be of version 1. */
const FORMAT_VERSION = 2;
const LARGEST_ORDINAL = 2 ** 15 - 1;

/** A row group, and its address in the file. */
export interface PlacedGroup {
  offset: number;
  metadata: GroupMetadata;
}

export interface FileFacts {
  columns: readonly Column[];
  groups: readonly PlacedGroup[];
  /** Address of the footer in the file: that after the last row group, or after the magic. */
  offset: number;
  programVersion: string;
  /** Keys and values for readers. */
  metadata: Readonly<Record<string, string>>;
}

/** Address and size in the file. */
interface Place {
  offset: number;
  byteLength: number;
}

interface PlacedIndexes {
  column?: Place;
  offset: Place;
}

function writeStatistics(writer: ThriftWriter, { nulls, minimum, maximum }: ChunkMetadata): void {
  writer.i64(3, nulls);
  if (minimum === undefined || maximum === undefined) return;
  writer.binary(5, decodeBase64(maximum)).binary(6, decodeBase64(minimum)).bool(7, true).bool(8, true);
}

interface PageCount {
  type: number;
  encoding: number;
  pages: number;
}

function countPages({ hasDictionary, pages }: ChunkMetadata): PageCount[] {
  const counts = new Map<number, number>();
  for (const { encoding } of pages) counts.set(ENCODINGS[encoding], (counts.get(ENCODINGS[encoding]) ?? 0) + 1);
  const data = [...counts].map(([encoding, pages]) => ({ type: PAGE_TYPES.data, encoding, pages }));
  return hasDictionary ? [{ type: PAGE_TYPES.dictionary, encoding: ENCODINGS.PLAIN, pages: 1 }, ...data] : data;
}

function writeChunkMetadata(writer: ThriftWriter, column: Column, chunk: ChunkMetadata, group: PlacedGroup): void {
  const counts = countPages(chunk);
  const encodings = [...new Set([...counts.map(({ encoding }) => encoding), ENCODINGS.RLE])].sort((a, b) => a - b);
  const firstPage = chunk.pages[0]?.offset ?? chunk.offset;
  writer
    .i32(1, PHYSICAL_TYPES[column.physicalType])
    .i32s(2, encodings)
    .binaries(3, [column.name])
    .i32(4, PAGE_CODECS[chunk.codec])
    .i64(5, group.metadata.rows)
    .i64(6, chunk.rawBytes)
    .i64(7, chunk.byteLength)
    .i64(9, group.offset + firstPage)
    .i64(11, chunk.hasDictionary ? group.offset + chunk.offset : undefined)
    .struct(12, (statistics) => writeStatistics(statistics, chunk))
    .structs(13, counts, (count, { type, encoding, pages }) => count.i32(1, type).i32(2, encoding).i32(3, pages));
}

function writeChunk(
  writer: ThriftWriter,
  column: Column,
  chunk: ChunkMetadata,
  group: PlacedGroup,
  indexes: PlacedIndexes,
): void {
  writer
    // Deprecated; 0 says that only the footer has the metadata.
    .i64(2, 0)
    .struct(3, (metadata) => writeChunkMetadata(metadata, column, chunk, group))
    .i64(4, indexes.offset.offset)
    .i32(5, indexes.offset.byteLength)
    .i64(6, indexes.column?.offset)
    .i32(7, indexes.column?.byteLength);
}

function writeGroup(
  writer: ThriftWriter,
  columns: readonly Column[],
  group: PlacedGroup,
  ordinal: number,
  indexes: readonly PlacedIndexes[],
): void {
  const { rows, byteLength, chunks } = group.metadata;
  writer
    .structs(1, chunks, (item, chunk, index) => writeChunk(item, columns[index]!, chunk, group, indexes[index]!))
    .i64(
      2,
      chunks.reduce((sum, { rawBytes }) => sum + rawBytes, 0),
    )
    .i64(3, rows)
    .i64(5, group.offset)
    .i64(6, byteLength)
    .i16(7, ordinal > LARGEST_ORDINAL ? undefined : ordinal);
}

/** Returns the bytes of all indexes, first those of the bounds, and where each is. */
function placeIndexes({ columns, groups, offset }: FileFacts): { parts: Uint8Array[]; places: PlacedIndexes[][] } {
  const parts: Uint8Array[] = [];
  let end = offset;
  const place = (bytes: Uint8Array): Place => {
    parts.push(bytes);
    const start = end;
    end += bytes.length;
    return { offset: start, byteLength: bytes.length };
  };
  const columnPlaces = groups.map(({ metadata }) =>
    metadata.chunks.map((chunk, index) => {
      const bytes = columnIndexOf(columns[index]!, chunk);
      return bytes === undefined ? {} : { column: place(bytes) };
    }),
  );
  const places = groups.map((group, number) =>
    group.metadata.chunks.map((chunk, index) => ({
      ...columnPlaces[number]![index],
      offset: place(offsetIndexOf(chunk, group.offset)),
    })),
  );
  return { parts, places };
}

function fileMetadata(facts: FileFacts, places: readonly PlacedIndexes[][]): Uint8Array {
  const { columns, groups, programVersion, metadata } = facts;
  const writer = new ThriftWriter().i32(1, FORMAT_VERSION);
  writeSchema(writer, 2, columns);
  return (
    writer
      .i64(
        3,
        groups.reduce((sum, group) => sum + group.metadata.rows, 0),
      )
      .structs(4, groups, (item, group, index) => writeGroup(item, columns, group, index, places[index]!))
      .structs(5, Object.entries(metadata), (item, [key, value]) => item.binary(1, key).binary(2, value))
      .binary(6, `eventsim version ${programVersion}`)
      // TypeDefinedOrder, without which readers do not trust the statistics of strings.
      .structs(7, columns, (order) => order.struct(1, () => {}))
      .finish()
  );
}

/**
 * Returns all bytes of a file after its row groups: the indexes, the metadata with its length, and the magic.
 * @throws Error if a row group has another number of columns
 */
export function buildFooter(facts: FileFacts): Uint8Array {
  for (const { metadata } of facts.groups)
    if (metadata.chunks.length !== facts.columns.length)
      throw new Error(`a row group has ${metadata.chunks.length} columns instead of ${facts.columns.length}`);
  const { parts, places } = placeIndexes(facts);
  const metadata = fileMetadata(facts, places);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(metadata.length);
  return Buffer.concat([...parts, metadata, length, MAGIC]);
}
