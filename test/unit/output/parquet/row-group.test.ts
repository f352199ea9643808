import { parquetMetadata } from "hyparquet";
import { describe, expect, it } from "vitest";
import { type Bound, encodeBound } from "../../../../src/output/formats/parquet/structure/bounds.ts";
import type { Column } from "../../../../src/output/formats/parquet/structure/columns.ts";
import { buildFooter, MAGIC } from "../../../../src/output/formats/parquet/structure/footer.ts";
import {
  assembleGroup,
  boundGroupBytes,
  type Chunk,
  type Page,
} from "../../../../src/output/formats/parquet/structure/row-group.ts";
import { plain } from "../../../support/parquet/streams.ts";

const LENGTH: Column = { name: "length", physicalType: "DOUBLE", isOptional: false };
const STATUS: Column = { name: "status", physicalType: "INT32", isOptional: false };
const SONG: Column = { name: "song", physicalType: "BYTE_ARRAY", logicalType: "string", isOptional: true };

function pageOf(column: Column, values: readonly number[], bounds: { minimum?: Bound; maximum?: Bound } = {}): Page {
  return { rows: values.length, nulls: 0, levels: [], encoding: "PLAIN", values: [plain(column, values)], ...bounds };
}
const chunkOf = (column: Column, pages: Page[], changes: Partial<Chunk> = {}): Chunk => ({
  column,
  codec: "none",
  pages,
  nulls: 0,
  ...changes,
});
const assemble = (chunks: Chunk[]) => assembleGroup(new Uint8Array(boundGroupBytes(chunks)), chunks);

describe("a row group is refused", () => {
  const status = pageOf(STATUS, [200, 404]);
  it.each<[string, Chunk[]]>([
    ["length has 1 rows in a row group of 2", [chunkOf(STATUS, [status]), chunkOf(LENGTH, [pageOf(LENGTH, [1])])]],
    ["status has 0 nulls in its pages, and 1 in all", [chunkOf(STATUS, [status], { nulls: 1 })]],
    ["status has nulls and is not optional", [chunkOf(STATUS, [{ ...status, nulls: 1 }], { nulls: 1 })]],
    ["RLE_DICTIONARY with a width of undefined", [chunkOf(STATUS, [{ ...status, encoding: "RLE_DICTIONARY" }])]],
    ["exactly the pages of an optional column have definition levels", [chunkOf(SONG, [status])]],
    ["there is no compressor for zstd", [chunkOf(STATUS, [status], { codec: "zstd" })]],
  ])("%s", (message, chunks) => {
    expect(() => assembleGroup(new Uint8Array(1000), chunks)).toThrow(message);
  });

  it("where its buffer is too small by a byte", () => {
    const chunks = [chunkOf(STATUS, [status])];
    const { byteLength } = assemble(chunks);
    expect(assembleGroup(new Uint8Array(byteLength), chunks).byteLength).toBe(byteLength);
    expect(() => assembleGroup(new Uint8Array(byteLength - 1), chunks)).toThrow(RangeError);
  });

  it("where the footer has other columns", () => {
    const metadata = assemble([chunkOf(STATUS, [status])]);
    const facts = { columns: [STATUS, LENGTH], offset: 4, programVersion: "1", metadata: {} };
    expect(() => buildFooter({ ...facts, groups: [{ offset: 4, metadata }] })).toThrow("1 columns instead of 2");
  });
});

describe("bounds", () => {
  const bytesOf = (column: Column, bound: Bound, end: "minimum" | "maximum") =>
    Buffer.from(encodeBound(column, bound, end)!).toString("hex");

  it("of doubles have the outer zero", () => {
    expect(bytesOf(LENGTH, 0, "minimum")).toBe("0000000000000080");
    expect(bytesOf(LENGTH, -0, "maximum")).toBe("0000000000000000");
  });
  it("have no NaN", () => expect(encodeBound(LENGTH, Number.NaN, "minimum")).toBeUndefined());
  it("of strings are bytes or text", () => {
    expect(bytesOf(SONG, "é", "minimum")).toBe("c3a9");
    expect(bytesOf(SONG, Uint8Array.of(0xc3, 0xa9), "minimum")).toBe("c3a9");
  });
  it("fit their type", () => {
    expect(bytesOf(STATUS, -(2 ** 31), "minimum")).toBe("00000080");
    expect(() => encodeBound(STATUS, 2 ** 31, "maximum")).toThrow("status: 2147483648 needs more than 32 bits");
    expect(() => encodeBound(STATUS, "200", "maximum")).toThrow("status: 200 is no number");
    expect(() => encodeBound(SONG, 1, "maximum")).toThrow("song: 1 is no string");
  });

  it("that one page lacks leave the chunk without a column index, and only it", () => {
    const lengths = [pageOf(LENGTH, [1, 2], { minimum: 1, maximum: 2 }), pageOf(LENGTH, [Number.NaN])];
    const statuses = [pageOf(STATUS, [200, 404, 200], { minimum: 200, maximum: 404 })];
    const chunks = [chunkOf(LENGTH, lengths), chunkOf(STATUS, statuses)];
    const output = new Uint8Array(boundGroupBytes(chunks));
    const metadata = assembleGroup(output, chunks);
    const footer = buildFooter({
      columns: [LENGTH, STATUS],
      groups: [{ offset: 4, metadata }],
      offset: 4 + metadata.byteLength,
      programVersion: "1",
      metadata: {},
    });
    const file = Uint8Array.from(Buffer.concat([MAGIC, output.subarray(0, metadata.byteLength), footer])).buffer;
    const [length, status] = parquetMetadata(file).row_groups[0]!.columns;
    expect(length!.column_index_offset).toBeUndefined();
    expect(length!.meta_data!.statistics!.min_value).toBeUndefined();
    expect(length!.offset_index_offset).toBeDefined();
    expect(status!.column_index_offset).toBeDefined();
  });
});
