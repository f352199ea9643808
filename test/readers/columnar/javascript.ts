// Readers of files with columns in JavaScript.

import { readFileSync } from "node:fs";
import { tableFromIPC } from "apache-arrow";
import { parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import type { Row } from "../ask.ts";
import { withoutNulls } from "./events.ts";

const withMilliseconds = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value instanceof Date ? value.getTime() : value]),
  );

/** The rows as hyparquet reads them, with instants in milliseconds. */
export async function rowsByHyparquet(path: string): Promise<Row[]> {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  const file = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  const rows = await parquetReadObjects({ file, compressors });
  return rows.map((row) => withoutNulls(withMilliseconds(row)));
}

/** The rows as Arrow's own reader returns them, with instants in milliseconds. */
export async function rowsByArrow(path: string): Promise<Row[]> {
  const table = tableFromIPC(readFileSync(path));
  return table.toArray().map((row) => withoutNulls(row.toJSON() as Row));
}
