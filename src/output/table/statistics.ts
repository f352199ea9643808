import type { ColumnMetaData, FileMetaData, ParquetParsers, RowGroup } from "hyparquet";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";

/** Microseconds since 1970, apart from other numbers. */
class Instant {
  constructor(readonly microseconds: bigint) {}
}

type Bound = string | number | bigint | Instant;
interface Bounds {
  least: Bound;
  greatest: Bound;
}

/** A file's statistics in the log (https://github.com/delta-io/delta/blob/master/PROTOCOL.md#per-file-statistics). */
export interface Statistics {
  numRecords: number;
  minValues?: Record<string, string | number>;
  maxValues?: Record<string, string | number>;
  nullCount?: Record<string, number>;
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** With which a footer is read, so that its bounds are exact. */
export const EXACT_PARSERS: ParquetParsers = {
  ...DEFAULT_PARSERS,
  timestampFromMicroseconds: (microseconds) => new Instant(microseconds) as unknown as Date,
  stringFromBytes: (bytes) => UTF8.decode(bytes),
};

/** Parquet and Delta order strings by the bytes of their UTF-8. */
function compare(left: Bound, right: Bound): number {
  if (typeof left === "string") return Buffer.compare(Buffer.from(left), Buffer.from(right as string));
  const [a, b] = [left, right].map((bound) => (bound instanceof Instant ? bound.microseconds : bound)) as [
    number | bigint,
    number | bigint,
  ];
  return a < b ? -1 : a > b ? 1 : 0;
}

const least = (bounds: Bound[]): Bound => bounds.reduce((a, b) => (compare(a, b) <= 0 ? a : b));
const greatest = (bounds: Bound[]): Bound => bounds.reduce((a, b) => (compare(a, b) >= 0 ? a : b));

/** Rounds to milliseconds away from the values between the bounds. Years of five digits have no common notation. */
function printInstant({ microseconds }: Instant, rounding: 0n | 999n): string | undefined {
  const shifted = microseconds + rounding;
  const milliseconds = (shifted - (((shifted % 1000n) + 1000n) % 1000n)) / 1000n;
  const text = new Date(Number(milliseconds)).toISOString();
  return text.length === "2026-01-31T00:00:00.000Z".length ? text : undefined;
}

/** Returns the bound as JSON has it; undefined if JSON or a reader would have another value. */
function printBound(bound: Bound, rounding: 0n | 999n): string | number | undefined {
  if (typeof bound === "string") return bound;
  if (bound instanceof Instant) return printInstant(bound, rounding);
  const number = Number(bound);
  if (typeof bound === "bigint") return Number.isSafeInteger(number) ? number : undefined;
  return Number.isFinite(number) ? number : undefined;
}

const statisticsOf = (column: ColumnMetaData) => column.statistics ?? {};

/** Returns the bounds of a column in all row groups; undefined if a row group with values has none. */
function boundsOf(chunks: readonly ColumnMetaData[]): Bounds | undefined {
  const withValues = chunks.filter((chunk) => statisticsOf(chunk).null_count !== chunk.num_values);
  const all = withValues.map(statisticsOf);
  if (all.length === 0 || all.some(({ min_value, max_value }) => min_value === undefined || max_value === undefined))
    return undefined;
  return {
    least: least(all.map(({ min_value }) => min_value as Bound)),
    greatest: greatest(all.map(({ max_value }) => max_value as Bound)),
  };
}

function chunksOf(groups: readonly RowGroup[], name: string): ColumnMetaData[] {
  return groups.map(({ columns }) => {
    const chunk = columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === name)?.meta_data;
    if (chunk === undefined) throw new Error(`a row group does not have the column ${name}`);
    return chunk;
  });
}

/** Returns the statistics of a file whose footer was read with EXACT_PARSERS. Bounds that cannot be exact are left out. */
export function statisticsOfFile({ num_rows, row_groups }: FileMetaData, names: readonly string[]): Statistics {
  const minValues: Record<string, string | number> = {};
  const maxValues: Record<string, string | number> = {};
  const nullCount: Record<string, number> = {};
  for (const name of names) {
    const chunks = chunksOf(row_groups, name);
    nullCount[name] = chunks.reduce((sum, chunk) => sum + Number(statisticsOf(chunk).null_count), 0);
    const bounds = boundsOf(chunks);
    const minimum = bounds && printBound(bounds.least, 0n);
    const maximum = bounds && printBound(bounds.greatest, 999n);
    if (minimum === undefined || maximum === undefined) continue;
    minValues[name] = minimum;
    maxValues[name] = maximum;
  }
  return { numRecords: Number(num_rows), minValues, maxValues, nullCount };
}
