import { inject } from "vitest";

export type CsvReader = "Python's csv" | "DuckDB's read_csv" | "pyarrow's read_csv";
export type Reader = "Spark" | "DuckDB" | "polars" | "pyarrow" | "pandas" | "fastavro" | CsvReader;
/** Readers that unpack a single file. */
export type Unpacker = `pyarrow's CompressedInputStream` | `zstandard's ${"stream_reader" | "decompressobj"}`;
export type Row = Record<string, unknown>;

/** A reader's result: its columns, in order, and its rows without nulls; or its error. */
export interface Answer {
  columns?: string[];
  rows?: Row[];
  error?: string;
}

/** Whether the readers are installed; `.ci/verify-readers` says why not. */
export const areThere = inject("readers") !== "";
/** Whether Spark 4 is installed, likewise. */
export const hasSpark4 = inject("spark4") !== "";

/** A process that reads files with columns: the one with Spark 3.5 and the readers of Python, or the one with Spark 4. */
export type Process = "readers" | "spark4";

async function askProcess<T>(process: Process, question: object): Promise<T> {
  const response = await fetch(inject(process), { method: "POST", body: JSON.stringify(question) });
  const { error, ...answer } = (await response.json()) as T & { error?: string };
  if (error !== undefined) throw new Error(error);
  return answer as T;
}

/**
 * Reads files with a reader.
 * @param path a file, a folder or a glob
 * @param hive whether the folders are named by columns
 */
export async function ask(reader: Reader | Unpacker, path: string, hive = false): Promise<Answer> {
  const response = await fetch(inject("readers"), { method: "POST", body: JSON.stringify({ reader, path, hive }) });
  const { columns, rows, error } = (await response.json()) as Answer;
  return error === undefined ? { columns: columns!.sort(), rows: rows! } : { error };
}

/** A column or a field, as the program that has it describes it. */
export interface Column {
  name: string;
  type: string;
  nullable: boolean;
  comment: string;
}

/** A table that `eventsim schema` made, with a file of events in it. */
export interface Loaded {
  columns: Column[];
  /** With nulls. */
  rows: Row[];
  /** The results of each expression for all rows, as text. */
  instants: string[][];
}

/**
 * Makes the table or the record of a form, and loads a file of lines.
 * @param loading a statement of SQL or a program in Python
 * @param expressions that return instants
 * @throws Error with the program's message if it refuses the text or the file
 */
export function load(form: string, text: string, loading: string, expressions: readonly string[]): Promise<Loaded> {
  return askProcess("readers", { form, text, loading, expressions });
}

/** The footer of a Parquet file, as pyarrow sees it. Whole numbers are texts, and timestamps count microseconds. */
export interface Footer {
  created: string;
  metadata: Record<string, string>;
  types: Record<string, string>;
  /** The number of rows of each row group. */
  groupRows: number[];
  /** Of each row group, the columns. */
  groups: {
    name: string;
    codec: string;
    nulls: number;
    minimum: unknown;
    maximum: unknown;
    hasIndexes: boolean;
  }[][];
}

/** A Parquet file, as pyarrow and DuckDB see it. */
export interface ParquetAnswer extends Footer {
  pyarrow: Row[];
  duckdb: Row[];
  /** The number of rows of each filter. */
  counts: number[];
}

/**
 * Reads a Parquet file.
 * @param filters conditions of SQL, for DuckDB
 * @throws Error with the reader's message
 */
export function readParquet(path: string, filters: readonly string[]): Promise<ParquetAnswer> {
  return askProcess("readers", { parquet: path, filters });
}

/** A table as a reader returns it, with the number of rows of each filter. */
interface TableAnswer {
  rows: Row[];
  counts: number[];
}

/**
 * Reads a folder as a Delta table.
 * @param filters conditions of SQL
 * @throws Error with the reader's message
 */
export function readDelta(
  path: string,
  filters: readonly string[],
): Promise<{ deltalake: TableAnswer; polars: TableAnswer }> {
  return askProcess("readers", { delta: path, filters });
}

/** Runs a program in Python, and returns what it prints. @throws Error with its message */
export async function runPython(program: string, folder: string): Promise<string> {
  const { printed } = await askProcess<{ printed: string }>("readers", { program, folder });
  return printed;
}

/** Reads the footer of a Parquet file. @throws Error with the reader's message */
export function readFooter(path: string): Promise<Footer> {
  return askProcess("readers", { footer: path });
}

/**
 * Compares a file with the events in a file of lines.
 * @returns what differs in each column
 * @throws Error with the reader's message
 */
export async function compareRows(
  process: Process,
  reader: string,
  { path, format, events }: { path: string; format: string; events: { path: string; columns: readonly string[] } },
): Promise<string[]> {
  const question = { reader, path, format, events: events.path, columns: events.columns };
  return (await askProcess<{ differences: string[] }>(process, question)).differences;
}

/**
 * Counts the rows of a file that fit each filter (columnar/filters.ts).
 * @throws Error with the reader's message
 */
export async function countRows(
  process: Process,
  reader: string,
  path: string,
  filters: readonly object[],
): Promise<number[]> {
  return (await askProcess<{ counts: number[] }>(process, { reader, path, format: "parquet", filters })).counts;
}

/** Rows as sorted texts, which are equal exactly if the rows are. */
export function sorted(rows: readonly Row[]): string[] {
  return rows.map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))).sort();
}

/** The number of rows for each page. */
export function pagesOf(rows: readonly Row[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { page } of rows) counts[String(page)] = (counts[String(page)] ?? 0) + 1;
  return counts;
}

export function columnsOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap(Object.keys))].sort();
}
