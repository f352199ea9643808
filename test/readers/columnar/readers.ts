// All readers of files with columns by their names: what they read, and what they count.

import { areThere, compareRows, countRows, hasSpark4, type Process, type Row, sorted } from "../ask.ts";
import { hasPostgres } from "../postgres.ts";
import { rowsByPostgres } from "./copy.ts";
import { firstDifference } from "./events.ts";
import type { Filter } from "./filters.ts";
import { countsByParquetJava, hasParquetJava, rowsByParquetJava } from "./java.ts";
import { rowsByArrow, rowsByHyparquet } from "./javascript.ts";
import type { Form } from "./runs.ts";

export interface FileOfEvents {
  path: string;
  format: string;
  events: { path: string; rows: readonly Row[]; columns: readonly string[] };
}

interface Reader {
  isThere: boolean;
  /** Fewer filters for a reader that takes half a second for each. */
  mostFilters?: number;
  /** What differs between the file's rows and the events; empty if nothing does. */
  differences: (file: FileOfEvents) => Promise<string[]>;
  /** The rows of the file that fit each filter; undefined for a reader without filters. */
  counts?: (path: string, filters: readonly Filter[]) => Promise<number[]>;
}

function inProcess(process: Process, reader: string, counts: boolean): Reader {
  return {
    isThere: process === "spark4" ? hasSpark4 : areThere,
    ...(reader.startsWith("Spark") && { mostFilters: 12 }),
    differences: (file) => compareRows(process, reader, file),
    ...(counts && { counts: (path, filters) => countRows(process, reader, path, filters) }),
  };
}

const inPython = (reader: string, counts = true) => inProcess("readers", reader, counts);
const inSpark4 = (reader: string, counts = true) => inProcess("spark4", reader, counts);

function ofRows(isThere: boolean, read: (path: string) => Promise<Row[]>, isOrdered = true): Reader {
  const ordered = (rows: readonly Row[]) => (isOrdered ? rows : sorted(rows));
  return {
    isThere,
    differences: async ({ path, events }) => {
      const difference = firstDifference(ordered(events.rows), ordered(await read(path)));
      return difference === undefined ? [] : [difference];
    },
  };
}

const PARQUET_READERS: Record<string, Reader> = {
  pyarrow: inPython("pyarrow"),
  "pyarrow's dictionaries": inPython("pyarrow's dictionaries", false),
  DuckDB: inPython("DuckDB"),
  polars: inPython("polars"),
  "Spark 3.5": inPython("Spark"),
  "Spark 3.5, row by row": inPython("Spark, row by row"),
  "Spark 4": inSpark4("Spark"),
  "Spark 4, row by row": inSpark4("Spark, row by row"),
  "parquet-java": { ...ofRows(hasParquetJava, rowsByParquetJava), counts: countsByParquetJava, mostFilters: 40 },
  hyparquet: ofRows(true, rowsByHyparquet),
};

const AVRO_READERS: Record<string, Reader> = {
  fastavro: inPython("fastavro", false),
  polars: inPython("polars", false),
};

const ARROW_READERS: Record<string, Reader> = {
  pyarrow: inPython("pyarrow", false),
  polars: inPython("polars", false),
  "apache-arrow": ofRows(true, rowsByArrow),
};

const CSV_READERS: Record<string, Reader> = {
  pyarrow: inPython("pyarrow", false),
  DuckDB: inPython("DuckDB", false),
  polars: inPython("polars", false),
  "Spark 3.5": inPython("Spark", false),
  "Spark 4": inSpark4("Spark", false),
  PostgreSQL: ofRows(hasPostgres, rowsByPostgres, false),
};

const READERS: Record<Form["format"], Record<string, Reader>> = {
  parquet: PARQUET_READERS,
  arrow: { ...ARROW_READERS, DuckDB: inPython("DuckDB", false) },
  arrows: ARROW_READERS,
  avro: AVRO_READERS,
  csv: CSV_READERS,
};

/** The readers of a format, by name, that have its codec. */
export function readersOf({ format, except = [] }: Form): [string, Reader][] {
  return Object.entries(READERS[format]).filter(([name]) => !except.includes(name));
}
