import { fieldsOf } from "../schema/choose.ts";
import { jsonOf, LineWriter } from "./event-json.ts";
import type { FieldCondition } from "./where.ts";

/** Values of one field for successive events; null or undefined where the event lacks the key. */
export type Column = ArrayLike<unknown>;

/** Values of one field as indices of distinct ones; -1 where the event lacks the key. Batches share a dictionary object. */
export interface DictionaryRows {
  dictionary: Column;
  indices: Int32Array;
}

/** Successive events in columns. */
export interface ColumnBatch {
  rows: number;
  /** The fields that are there. */
  names: ReadonlySet<string>;
  /** The values of a field. It is called only for columns that are needed, so it may decode them. */
  column(name: string): Column;
  /** The same as indices, where the file has them so. */
  indices?(name: string): DictionaryRows | undefined;
}

const isThere = (value: unknown): boolean => value !== null && value !== undefined;

/** Returns the rows in which all conditions hold, or undefined for all rows. It requests only columns that have a condition. */
export function selectRows(batch: ColumnBatch, conditions: readonly FieldCondition[]): number[] | undefined {
  let rows: number[] | undefined;
  for (const { name, type, texts } of conditions) {
    if (!batch.names.has(name) || rows?.length === 0) return [];
    const field = { name, type, values: batch.column(name) };
    const holds = (row: number): boolean =>
      isThere(field.values[row]) && texts.includes(jsonOf(field.values[row], field));
    rows = (rows ?? Array.from({ length: batch.rows }, (_, row) => row)).filter(holds);
  }
  return rows;
}

/**
 * The events in the selected rows of a batch as lines, in pieces of about a megabyte; keys in the order of the schema, without those of no
 * value. Columns are requested only if a row is selected. Throws Error at a value that is not of its field's type.
 * @param rows of selectRows
 */
export function* batchLines(batch: ColumnBatch, rows: readonly number[] | undefined): Generator<Buffer> {
  if (rows?.length === 0) return;
  const fields = fieldsOf().flatMap(({ name, type }) =>
    batch.names.has(name) ? [{ name, type, values: batch.column(name) }] : [],
  );
  const count = rows?.length ?? batch.rows;
  const lines = new LineWriter();
  for (let index = 0; index < count; index++) {
    const row = rows === undefined ? index : rows[index]!;
    for (const field of fields) {
      const value = field.values[row];
      if (isThere(value)) lines.add(field, value);
    }
    if (lines.end()) yield* lines.take();
  }
  yield* lines.take();
}
