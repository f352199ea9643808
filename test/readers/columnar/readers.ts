// All readers of files with columns by their names: what they read, and what they count.

import { areThere, compareRows, countRows, hasSpark4, type Row } from "../ask.ts";
import { firstDifference } from "./events.ts";
import type { Filter } from "./filters.ts";
import { countsByParquetJava, hasParquetJava, rowsByParquetJava } from "./java.ts";
import { rowsByHyparquet } from "./javascript.ts";
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

function inPython(reader: string, counts = true): Reader {
  return {
    isThere: areThere,
    differences: (file) => compareRows("readers", reader, file),
    ...(counts && { counts: (path, filters) => countRows("readers", reader, path, filters) }),
  };
}

function inSpark4(reader: string): Reader {
  return {
    isThere: hasSpark4,
    mostFilters: 12,
    differences: (file) => compareRows("spark4", reader, file),
    counts: (path, filters) => countRows("spark4", reader, path, filters),
  };
}

function ofRows(isThere: boolean, read: (path: string) => Promise<Row[]>): Reader {
  return {
    isThere,
    differences: async ({ path, events }) => {
      const difference = firstDifference(events.rows, await read(path));
      return difference === undefined ? [] : [difference];
    },
  };
}

const PARQUET_READERS: Record<string, Reader> = {
  pyarrow: inPython("pyarrow"),
  "pyarrow's dictionaries": inPython("pyarrow's dictionaries", false),
  DuckDB: inPython("DuckDB"),
  polars: inPython("polars"),
  "Spark 3.5": { ...inPython("Spark"), mostFilters: 12 },
  "Spark 3.5, row by row": { ...inPython("Spark, row by row"), mostFilters: 12 },
  "Spark 4": inSpark4("Spark"),
  "Spark 4, row by row": inSpark4("Spark, row by row"),
  "parquet-java": { ...ofRows(hasParquetJava, rowsByParquetJava), counts: countsByParquetJava, mostFilters: 40 },
  hyparquet: ofRows(true, rowsByHyparquet),
};

const AVRO_READERS: Record<string, Reader> = {
  fastavro: inPython("fastavro", false),
  polars: inPython("polars", false),
};

const READERS: Record<Form["format"], Record<string, Reader>> = { parquet: PARQUET_READERS, avro: AVRO_READERS };

/** The readers of a format, by name, that have its codec. */
export function readersOf({ format, except = [] }: Form): [string, Reader][] {
  return Object.entries(READERS[format]).filter(([name]) => !except.includes(name));
}
