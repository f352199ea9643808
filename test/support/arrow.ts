// Arrow files and streams, read by apache-arrow, and by Arrow's own account of its messages.

import { Decoder } from "@toondepauw/node-zstd";
import { CompressionType, compressionRegistry, type Table, tableFromIPC } from "apache-arrow";
import { decompressFrameSync } from "lz4-napi";
import { withoutNulls } from "./read/line.ts";

export type Value = string | number | null;
export type Event = Record<string, Value>;

const zstd = new Decoder();
compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => zstd.decodeSync(Buffer.from(bytes)) });
compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (bytes) => decompressFrameSync(Buffer.from(bytes)) });

export function tableOf(bytes: Uint8Array): Table {
  return tableFromIPC(bytes);
}

const plain = (value: unknown): Value => (typeof value === "bigint" ? Number(value) : (value as Value));

/** The rows of a table, with instants in milliseconds and without nulls. */
export function rowsOf(table: Table): Event[] {
  const columns = table.schema.fields.map(({ name }, index) => ({ name, values: table.getChildAt(index)! }));
  return Array.from({ length: table.numRows }, (_, row) => {
    return withoutNulls(Object.fromEntries(columns.map(({ name, values }) => [name, plain(values.get(row))])));
  });
}
