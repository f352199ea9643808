import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { inject } from "vitest";
import type { Row } from "../ask.ts";
import { INSTANTS } from "./events.ts";
import type { Filter } from "./filters.ts";

/** Whether parquet-java is installed; `.ci/verify-readers` says why not. */
export const hasParquetJava = inject("parquetJava") !== "";

/** A page of a column, by its indexes. */
export interface Page {
  group: number;
  column: string;
  firstRow: number;
  nulls: number;
  order: string;
  minimum?: unknown;
  maximum?: unknown;
}

async function linesOf(...values: string[]): Promise<unknown[]> {
  const command = process.env.JAVA_HOME === undefined ? "java" : `${process.env.JAVA_HOME}/bin/java`;
  const options = { maxBuffer: 2 ** 30 };
  const java = promisify(execFile);
  const { stdout } = await java(command, ["-cp", inject("parquetJava"), "ReadParquet", ...values], options);
  const lines = stdout.split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as unknown);
}

/** The rows as parquet-java reads them, with instants in milliseconds. */
export async function rowsByParquetJava(path: string): Promise<Row[]> {
  const rows = (await linesOf("rows", path)) as Row[];
  for (const row of rows) for (const name of INSTANTS) if (name in row) row[name] = (row[name] as number) / 1000;
  return rows;
}

export async function countsByParquetJava(path: string, filters: readonly Filter[]): Promise<number[]> {
  return (await linesOf("count", path, JSON.stringify(filters))) as number[];
}

export async function pagesByParquetJava(path: string): Promise<Page[]> {
  return (await linesOf("pages", path)) as Page[];
}
