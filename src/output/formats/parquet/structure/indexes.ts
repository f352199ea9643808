import { compareBounds } from "./bounds.ts";
import type { Column } from "./columns.ts";
import type { ChunkMetadata, PageMetadata } from "./row-group.ts";
import { ThriftWriter } from "./thrift.ts";

/** Numbers of parquet-format: https://github.com/apache/parquet-format/blob/master/PageIndex.md */
const ORDERS = { unordered: 0, ascending: 1, descending: 2 } as const;
const NOTHING = new Uint8Array();

interface Bounds {
  minimum: Uint8Array;
  maximum: Uint8Array;
}

const isNull = ({ rows, nulls }: PageMetadata): boolean => rows === nulls;

export const decodeBase64 = (text: string): Uint8Array => Buffer.from(text, "base64");

/** Returns the bounds of a page, or undefined if it has values and no bounds. Those of a page of nulls are empty. */
function boundsOf(page: PageMetadata): Bounds | undefined {
  if (isNull(page)) return { minimum: NOTHING, maximum: NOTHING };
  if (page.minimum === undefined || page.maximum === undefined) return undefined;
  return { minimum: decodeBase64(page.minimum), maximum: decodeBase64(page.maximum) };
}

/** Whether both bounds of each page are at least (sign 1) or at most (sign -1) those of the page before. */
function isOrdered(column: Column, bounds: readonly Bounds[], sign: 1 | -1): boolean {
  return bounds.every((here, index) => {
    const before = bounds[index - 1] ?? here;
    const [least, greatest] = [
      compareBounds(column, here.minimum, before.minimum),
      compareBounds(column, here.maximum, before.maximum),
    ];
    return least * sign >= 0 && greatest * sign >= 0;
  });
}

function orderOf(column: Column, bounds: readonly Bounds[]): keyof typeof ORDERS {
  if (isOrdered(column, bounds, 1)) return "ascending";
  return isOrdered(column, bounds, -1) ? "descending" : "unordered";
}

/**
 * Returns the ColumnIndex of a chunk: the bounds and nulls of each page. Undefined if a page has values and no bounds, since
 * an index has those of all pages.
 */
export function columnIndexOf(column: Column, { pages }: ChunkMetadata): Uint8Array | undefined {
  const all = pages.map(boundsOf);
  if (all.includes(undefined)) return undefined;
  const bounds = all as Bounds[];
  const ordered = bounds.filter((_, index) => !isNull(pages[index]!));
  return new ThriftWriter()
    .bools(1, pages.map(isNull))
    .binaries(
      2,
      bounds.map(({ minimum }) => minimum),
    )
    .binaries(
      3,
      bounds.map(({ maximum }) => maximum),
    )
    .i32(4, ORDERS[orderOf(column, ordered)])
    .i64s(
      5,
      pages.map(({ nulls }) => nulls),
    )
    .finish();
}

/**
 * Returns the OffsetIndex of a chunk: where each page is, and its first row.
 * @param groupOffset address of the row group in the file
 */
export function offsetIndexOf({ pages }: ChunkMetadata, groupOffset: number): Uint8Array {
  let firstRow = 0;
  const writer = new ThriftWriter().structs(1, pages, (location, { offset, byteLength, rows }) => {
    location
      .i64(1, groupOffset + offset)
      .i32(2, byteLength)
      .i64(3, firstRow);
    firstRow += rows;
  });
  return writer.finish();
}
