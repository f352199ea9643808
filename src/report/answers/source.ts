import type { Encoding } from "../../output/request.ts";

// The events of a data set as a table of DuckDB: https://duckdb.org/docs/stable/data/overview

/** How DuckDB reads the files. */
export interface AnswerSource {
  /** A query for the columns of the questions. Times are instants of UTC without a zone, and a userId that is empty is null. */
  query: string;
  /** What has to be piped into DuckDB, where it does not read the files itself. */
  pipe?: string;
}

const TYPES = {
  ts: "BIGINT",
  userId: "VARCHAR",
  sessionId: "BIGINT",
  page: "VARCHAR",
  level: "VARCHAR",
  itemInSession: "BIGINT",
  location: "VARCHAR",
  registration: "BIGINT",
  artist: "VARCHAR",
  song: "VARCHAR",
} as const;
type Column = keyof typeof TYPES;

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The columns, each as an expression of what the reader returns. */
function select(expression: (column: Column) => string, from: string): string {
  const columns = (Object.keys(TYPES) as Column[]).map((column) => {
    const value = expression(column);
    if (column === "userId") return `nullif(${value}, '') as userId`;
    return value === column ? value : `${value} as ${column}`;
  });
  return `select ${columns.join(", ")}\nfrom ${from}`;
}

const isTime = (column: Column): boolean => column === "ts" || column === "registration";

function ofJson(path: string): string {
  const columns = Object.entries(TYPES).map(([name, type]) => `${name}: '${type}'`);
  const reader = `read_json(${quoted(path)}, format = 'newline_delimited', columns = {${columns.join(", ")}})`;
  return select((column) => (isTime(column) ? `epoch_ms(${column})` : column), reader);
}

function ofCsv(path: string, csvNull = ""): string {
  const reader = `read_csv(${quoted(path)}, header = true, all_varchar = true, nullstr = ${quoted(csvNull)})`;
  return select((column) => {
    const cast = TYPES[column] === "BIGINT" ? `${column}::BIGINT` : column;
    return isTime(column) ? `epoch_ms(${cast})` : cast;
  }, reader);
}

/** Times of Parquet are instants with a zone, which count milliseconds here as those of JSON do. */
function ofParquet(path: string): string {
  return select(
    (column) => (isTime(column) ? `epoch_ms(epoch_ms(${column}))` : column),
    `read_parquet(${quoted(path)})`,
  );
}

/** DuckDB unpacks text files of these codecs. */
const UNPACKED = new Set<Encoding["compress"]>(["none", "gzip", "zstd"]);

/** @param glob the files, as a pattern of names */
export function answerSource({ format, compress, csvNull }: Encoding, glob: string): AnswerSource {
  if (format === "parquet") return { query: ofParquet(glob) };
  if (format === "json" && UNPACKED.has(compress)) return { query: ofJson(glob) };
  if (format === "csv" && UNPACKED.has(compress)) return { query: ofCsv(glob, csvNull) };
  return { query: ofJson("/dev/stdin"), pipe: `eventsim cat ${glob} | duckdb` };
}
