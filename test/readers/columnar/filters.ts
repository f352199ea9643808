import type { Row } from "../ask.ts";
import { INSTANTS } from "./events.ts";

/** A condition on a column. An instant is in microseconds, as in the columns of a file. */
export interface Condition {
  column: string;
  operator: "=" | "<" | ">=" | "is null";
  value: string | number | null;
}

/** What a row fits if it fits all conditions. */
export type Filter = Condition[];

const FEW_VALUES = ["page", "auth", "method", "status", "level", "gender"];
const MANY_VALUES = ["userId", "sessionId", "itemInSession", "song", "artist", "location", "userAgent", "lastName"];

const equal = (column: string, value: string | number): Filter => [{ column, operator: "=", value }];
const between = (column: string, least: string | number, below: string | number): Filter => [
  { column, operator: ">=", value: least },
  { column, operator: "<", value: below },
];
const valuesOf = (rows: readonly Row[], column: string) =>
  [...new Set(rows.map((row) => row[column]))].filter((value) => value !== undefined) as (string | number)[];

/** The values of evenly distant places of a list, with the first and the last. */
function spread<T>(values: readonly T[], count: number): T[] {
  if (values.length <= count) return [...values];
  return Array.from({ length: count }, (_, at) => values[Math.round((at * (values.length - 1)) / (count - 1))]!);
}

/** Each of the values and what is next to the least and the greatest: a wrong bound loses the rows at the edges first. */
function filtersOfRanges(rows: readonly Row[], column: string, factor = 1): Filter[] {
  const values = valuesOf(rows, column)
    .map(Number)
    .filter(Number.isFinite)
    .sort((a, b) => a - b)
    .map((value) => value * factor);
  const places = spread(values, 6);
  const ranges = places.slice(1).map((value, at) => between(column, places[at]!, value));
  const edges = places.slice(-1).map((value): Filter => [{ column, operator: ">=", value }]);
  return [
    ...ranges,
    ...edges,
    ...[places[0]].filter((value) => value !== undefined).map((value) => equal(column, value)),
  ];
}

/**
 * Filters that the values of the events pass and do not pass.
 * @param groupEvents the events of a row group: the first and the last of each are filtered for
 */
export function filtersOf(rows: readonly Row[], groupEvents: number): Filter[] {
  const few = FEW_VALUES.flatMap((column) => valuesOf(rows, column).map((value) => equal(column, value)));
  const many = MANY_VALUES.flatMap((column) => spread(valuesOf(rows, column), 5).map((value) => equal(column, value)));
  const edges = rows.filter((_, at) => at % groupEvents === 0 || at % groupEvents === groupEvents - 1);
  const atEdges = spread(edges, 8).flatMap((row) =>
    ["ts", "sessionId"].map((name) => equal(name, (row[name] as number) * (name === "ts" ? 1000 : 1))),
  );
  const ranges = [...filtersOfRanges(rows, "ts", 1000), ...filtersOfRanges(rows, "registration", 1000)];
  const absent = ["", "\u{10ffff}", "NextSong "].map((value) => equal("page", value));
  const nulls = ["song", "registration", "userId"].map(
    (column): Filter => [{ column, operator: "is null", value: null }],
  );
  const both = spread(few, 3).map((filter): Filter => [...filter, ...equal("method", "PUT")]);
  const lengths = filtersOfRanges(rows, "length");
  return [...few, ...many, ...atEdges, ...ranges, ...lengths, ...absent, ...nulls, ...both];
}

function fits(row: Row, { column, operator, value }: Condition): boolean {
  const found = row[column];
  if (operator === "is null") return found === undefined;
  if (found === undefined) return false;
  const actual = INSTANTS.includes(column) ? (found as number) * 1000 : (found as string | number);
  if (operator === "=") return actual === value;
  return operator === "<" ? actual < value! : actual >= value!;
}

/** The number of rows that fit each filter. */
export function countsOf(rows: readonly Row[], filters: readonly Filter[]): number[] {
  return filters.map((filter) => rows.filter((row) => filter.every((condition) => fits(row, condition))).length);
}
