import { type FileMetaData, parquetMetadata, parquetReadObjects, readColumnIndex, readOffsetIndex } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { describe, expect, it } from "vitest";
import { PAGE_CODECS, type PageCodec } from "../../../../src/output/formats/parquet/structure/pages.ts";
import { buildFile, type Cells, COLUMNS, GROUPS, METADATA, valuesOf } from "../../../support/parquet/file.ts";

const CODECS = Object.keys(PAGE_CODECS) as PageCodec[];
const CODEC_NAMES = { none: "UNCOMPRESSED", snappy: "SNAPPY", gzip: "GZIP", zstd: "ZSTD", lz4: "LZ4_RAW" };
const STRINGS = COLUMNS.filter(({ physicalType }) => physicalType === "BYTE_ARRAY");
/** Leaves numbers as they are; by default hyparquet makes dates of milliseconds. */
const parsers = { timestampFromMicroseconds: (value: bigint) => value as unknown as Date };

const bufferOf = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;
const sixtyFour = new Set(COLUMNS.filter(({ physicalType }) => physicalType === "INT64").map(({ name }) => name));
const readable = (row: Cells): Cells =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, sixtyFour.has(name) && value !== null ? BigInt(value) : value]),
  );

function chunkOf({ row_groups }: FileMetaData, group: number, name: string) {
  return row_groups[group]!.columns[COLUMNS.findIndex((column) => column.name === name)]!;
}

const readerAt = (file: ArrayBuffer, offset: bigint | undefined, length: number | undefined) => ({
  view: new DataView(file, Number(offset), length),
  offset: 0,
});

/** Returns the bounds with texts in the order of their bytes, computed here. */
function stringBounds(rows: readonly Cells[], column: (typeof COLUMNS)[number]): [string?, string?] {
  const hex = valuesOf(rows, column)
    .map((text) => Buffer.from(text as string).toString("hex"))
    .sort();
  return [hex[0], hex.at(-1)].map((text) => text && Buffer.from(text, "hex").toString()) as [string?, string?];
}

describe("a file of every column", () => {
  it.each(CODECS)("with %s has its rows", async (codec) => {
    const file = bufferOf(buildFile(GROUPS, codec));
    const rows = await parquetReadObjects({ file, compressors, parsers });
    expect(rows).toEqual(GROUPS.flat(2).map(readable));
    const metadata = parquetMetadata(file);
    expect(metadata.row_groups.flatMap(({ columns }) => columns.map((chunk) => chunk.meta_data?.codec))).toEqual(
      Array.from({ length: COLUMNS.length * 2 }, () => CODEC_NAMES[codec]),
    );
  });

  it("without a row group has none", async () => {
    const file = bufferOf(buildFile([], "zstd"));
    expect(await parquetReadObjects({ file, compressors })).toEqual([]);
    expect(
      parquetMetadata(file)
        .schema.slice(1)
        .map(({ name }) => name),
    ).toEqual(COLUMNS.map(({ name }) => name));
  });
});

describe("the footer", () => {
  const file = bufferOf(buildFile(GROUPS, "none"));
  const metadata = parquetMetadata(file, { parsers });

  it("names its program and has the caller's keys", () => {
    expect(metadata.created_by).toBe("eventsim version 1.2.3");
    expect(metadata.key_value_metadata).toEqual(Object.entries(METADATA).map(([key, value]) => ({ key, value })));
    expect(metadata.num_rows).toBe(25n);
    expect(metadata.row_groups.map(({ num_rows }) => num_rows)).toEqual([15n, 10n]);
  });

  it("has logical types, and converted types for older readers", () => {
    const typeOf = (name: string) => metadata.schema.find((element) => element.name === name);
    expect(typeOf("ts")).toMatchObject({
      type: "INT64",
      repetition_type: "REQUIRED",
      converted_type: "TIMESTAMP_MICROS",
      logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" },
    });
    expect(typeOf("registration")).toMatchObject({ repetition_type: "OPTIONAL", converted_type: "TIMESTAMP_MICROS" });
    expect(typeOf("song")).toMatchObject({
      type: "BYTE_ARRAY",
      repetition_type: "OPTIONAL",
      converted_type: "UTF8",
      logical_type: { type: "STRING" },
    });
    expect(typeOf("length")).toMatchObject({ type: "DOUBLE", repetition_type: "OPTIONAL" });
    expect(typeOf("status")).toMatchObject({ type: "INT32", repetition_type: "REQUIRED" });
  });

  it.each([0, 1])("has exact statistics of strings in group %i, in the order of bytes", (group) => {
    for (const column of STRINGS) {
      const statistics = chunkOf(metadata, group, column.name).meta_data!.statistics!;
      const [least, greatest] = stringBounds(GROUPS[group]!.flat(), column);
      expect(statistics).toMatchObject({ min_value: least, max_value: greatest });
      expect(statistics).toMatchObject({ is_min_value_exact: true, is_max_value_exact: true });
    }
  });

  it("counts nulls", () => {
    // Rows 0, 3, 6, 9 and 12 of 15 have a song; 18, 21 and 24 of the 10 of the second group.
    const nulls = [0, 1].map((group) => chunkOf(metadata, group, "song").meta_data!.statistics!.null_count);
    expect(nulls).toEqual([10n, 7n]);
    expect(chunkOf(metadata, 0, "page").meta_data!.statistics!.null_count).toBe(0n);
  });
});

describe("the indexes", () => {
  const file = bufferOf(buildFile(GROUPS, "none"));
  const metadata = parquetMetadata(file, { parsers });
  const indexOf = (group: number, name: string) => {
    const chunk = chunkOf(metadata, group, name);
    const element = metadata.schema.find((each) => each.name === name)!;
    const reader = readerAt(file, chunk.column_index_offset, chunk.column_index_length);
    return readColumnIndex(reader, element, parsers);
  };

  it.each([0, 1])("have exact bounds of strings for each page of group %i", (group) => {
    for (const column of STRINGS) {
      const { min_values, max_values } = indexOf(group, column.name);
      const bounds = GROUPS[group]!.map((rows) => stringBounds(rows, column));
      expect(min_values).toEqual(bounds.map(([least]) => least ?? ""));
      expect(max_values).toEqual(bounds.map(([, greatest]) => greatest ?? ""));
    }
  });

  it("mark pages of nulls, which have no part in the order", () => {
    expect(indexOf(0, "song")).toMatchObject({
      null_pages: [false, true],
      null_counts: [8n, 2n],
      boundary_order: "ASCENDING",
    });
    expect(indexOf(1, "song")).toMatchObject({ null_pages: [true, false], null_counts: [1n, 6n] });
  });

  it("know the order of pages", () => {
    expect(indexOf(0, "ts").boundary_order).toBe("ASCENDING");
    expect(indexOf(0, "sessionId").boundary_order).toBe("DESCENDING");
    expect(indexOf(0, "ts").min_values).toEqual([-3n, 10n].map((days) => days * 86_400_000_000_123n));
    // The first page has "épage" alone, and the second all from "apage" to "😀page".
    expect(indexOf(1, "page").boundary_order).toBe("UNORDERED");
  });

  it("have the address and the first row of each page", () => {
    const chunk = chunkOf(metadata, 1, "sessionId");
    const { page_locations } = readOffsetIndex(readerAt(file, chunk.offset_index_offset, chunk.offset_index_length));
    const { data_page_offset, total_compressed_size } = chunk.meta_data!;
    const [first, second] = page_locations;
    expect(page_locations.map(({ first_row_index }) => Number(first_row_index))).toEqual([0, 1]);
    expect(BigInt(first!.offset)).toBe(data_page_offset);
    expect(Number(second!.offset)).toBe(Number(first!.offset) + first!.compressed_page_size);
    expect(first!.compressed_page_size + second!.compressed_page_size).toBe(Number(total_compressed_size));
  });
});
