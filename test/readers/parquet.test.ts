// Files of hand-written streams, and the footer around them, read by pyarrow and DuckDB.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PAGE_CODECS, type PageCodec } from "../../src/output/formats/parquet/structure/pages.ts";
import { lastingFolder } from "../support/files/folders.ts";
import { boundsOf, buildFile, type Cells, COLUMNS, GROUPS, METADATA, valuesOf } from "../support/parquet/file.ts";
import { areThere, type ParquetAnswer, type Row, readParquet } from "./ask.ts";

const folder = lastingFolder();
const ROWS = GROUPS.flat(2);
/** Their names in pyarrow, which has no other name for LZ4_RAW. */
const CODEC_NAMES: Record<PageCodec, string> = {
  none: "UNCOMPRESSED",
  snappy: "SNAPPY",
  gzip: "GZIP",
  zstd: "ZSTD",
  lz4: "LZ4",
};
const DOUBLES = new Set(["length"]);

const textOf = (name: string, value: unknown): unknown =>
  value === null || value === undefined ? null : DOUBLES.has(name) ? value : String(value);
const expected = (rows: readonly Cells[]): Row[] =>
  rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, textOf(name, value)])));

async function read(codec: PageCodec, groups: typeof GROUPS, filters: readonly string[]): Promise<ParquetAnswer> {
  const path = join(folder, `${codec}-${groups.length}.parquet`);
  writeFileSync(path, buildFile(groups, codec));
  return readParquet(path, filters);
}

describe.skipIf(!areThere)("Parquet", () => {
  it.each(Object.keys(PAGE_CODECS) as PageCodec[])("with %s has the rows and the footer", async (codec) => {
    const filters = [`"page" = '😀page'`, `"page" = 'apage'`, `"userId" >= '9'`, `"length" < 199`, `"song" is null`];
    const answer = await read(codec, GROUPS, filters);
    expect(answer.pyarrow).toEqual(expected(ROWS));
    expect(answer.duckdb).toEqual(expected(ROWS));
    const count = (condition: (row: Cells) => boolean): number => ROWS.filter(condition).length;
    expect(answer.counts).toEqual([
      count(({ page }) => page === "😀page"),
      count(({ page }) => page === "apage"),
      count(({ userId }) => userId! >= "9"),
      count(({ length }) => typeof length === "number" && length < 199),
      count(({ song }) => song === null),
    ]);
    expect(answer.created).toBe("eventsim version 1.2.3");
    expect(answer.metadata).toEqual(METADATA);
    expect(answer.types).toMatchObject({
      ts: "timestamp[us, tz=UTC]",
      registration: "timestamp[us, tz=UTC]",
      page: "string",
      status: "int32",
      sessionId: "int64",
      length: "double",
    });
  });

  it.each(Object.keys(PAGE_CODECS) as PageCodec[])("with %s has exact statistics and both indexes", async (codec) => {
    const { groups } = await read(codec, GROUPS, []);
    const statistics = GROUPS.map((pages) =>
      COLUMNS.map((column) => {
        const { name } = column;
        const values = valuesOf(pages.flat(), column);
        const { minimum, maximum } = boundsOf(values);
        const bounds = { minimum: textOf(name, minimum), maximum: textOf(name, maximum) };
        const nulls = pages.flat().length - values.length;
        return { name, codec: CODEC_NAMES[codec], nulls, ...bounds, hasIndexes: true };
      }),
    );
    expect(groups).toEqual(statistics);
  });

  it("without a row group has the columns alone", async () => {
    const answer = await read("zstd", [], ["true"]);
    expect(answer).toMatchObject({ pyarrow: [], duckdb: [], counts: [0], groups: [] });
    expect(Object.keys(answer.types)).toEqual(COLUMNS.map(({ name }) => name));
  });
});
