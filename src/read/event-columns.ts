import { javaDouble, quote } from "../model/texts/text.ts";
import { fieldsOf } from "../schema/choose.ts";
import type { FieldType } from "../schema/fields.ts";
import type { FieldCondition } from "./where.ts";

/** An event's texts are bounded as those of a line are (lines.ts). */
const MOST_TEXT_CHARACTERS = 16 << 20;
const FLUSH_CHARACTERS = 1 << 20;

/** Values of one field for successive events; null or undefined where the event lacks the key. */
export type Column = ArrayLike<unknown>;

/** Successive events in columns. */
export interface ColumnBatch {
  rows: number;
  /** The fields that are there. */
  names: ReadonlySet<string>;
  /** The values of a field. It is called only for columns that are needed, so it may decode them. */
  column(name: string): Column;
}

interface FieldColumn {
  name: string;
  type: FieldType;
  values: Column;
}

/** A value as the JSON of a run has it. Throws Error if it is not of the field's type. */
function jsonOf(value: unknown, { type, name }: FieldColumn): string {
  if (type === "string" && typeof value === "string") {
    if (value.length > MOST_TEXT_CHARACTERS)
      throw new Error(`a ${name} has more than ${MOST_TEXT_CHARACTERS} characters`);
    return quote(value);
  }
  if (type === "double" && typeof value === "number")
    return Number.isFinite(value) ? javaDouble(value) : quote(String(value));
  if (type.startsWith("int") && (typeof value === "bigint" || Number.isInteger(value))) return String(value);
  throw new Error(`the column ${name} has values that are not of the type ${type}`);
}

const isThere = (value: unknown): boolean => value !== null && value !== undefined;

/** The rows in which all conditions hold, or undefined for all rows. */
function selectRows(batch: ColumnBatch, conditions: readonly FieldCondition[]): number[] | undefined {
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

function lineOf(fields: readonly FieldColumn[], row: number): string {
  let keys = "";
  for (const field of fields) {
    const value = field.values[row];
    if (isThere(value)) keys += `,"${field.name}":${jsonOf(value, field)}`;
  }
  return `{${keys.slice(1)}}\n`;
}

/**
 * The events of a batch in which the conditions hold as lines, in pieces of about a megabyte; keys in the order of the schema, without
 * those of no value. Columns without a condition are requested only if an event is selected. Throws Error at a value that is not
 * of its field's type.
 */
export function* batchLines(batch: ColumnBatch, conditions: readonly FieldCondition[]): Generator<Buffer> {
  const rows = selectRows(batch, conditions);
  if (rows?.length === 0) return;
  const fields = fieldsOf().flatMap(({ name, type }) =>
    batch.names.has(name) ? [{ name, type, values: batch.column(name) }] : [],
  );
  const count = rows?.length ?? batch.rows;
  let lines = "";
  for (let index = 0; index < count; index++) {
    lines += lineOf(fields, rows === undefined ? index : rows[index]!);
    if (lines.length < FLUSH_CHARACTERS) continue;
    yield Buffer.from(lines);
    lines = "";
  }
  if (lines !== "") yield Buffer.from(lines);
}
