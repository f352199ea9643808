import { FIELD_NAMES } from "../../schema/choose.ts";
import { printable } from "../../system/printable.ts";
import type { Table } from "./flatbuffers.ts";

// https://github.com/apache/arrow/blob/main/format/Schema.fbs
const TYPE_NULL = 1;
const TYPE_INT = 2;
const TYPE_FLOAT = 3;
const TYPE_UTF8 = 5;
const TYPE_TIMESTAMP = 10;
const TYPE_LARGE_UTF8 = 20;
const TYPE_UTF8_VIEW = 24;
/** Types of a validity bitmap and values of one width that events do not have: booleans, decimals, dates, times, intervals, durations. */
const OTHER_FIXED: ReadonlySet<number> = new Set([6, 7, 8, 9, 11, 15, 18]);
/** Binary values have the buffers of texts. */
const OTHER_BUFFERS: ReadonlyMap<number, Buffers> = new Map<number, Buffers>([
  [4, "offsets"],
  [19, "offsets"],
  [23, "views"],
]);
/** Nanoseconds in a second, a millisecond, a microsecond and a nanosecond. */
const TIME_UNITS = [1e9, 1e6, 1e3, 1];
const SINGLE = 1;
const DOUBLE = 2;

type Buffers = "none" | "fixed" | "offsets" | "views";

/** How the values of a column are stored. */
export type Layout =
  | { kind: "null" }
  | { kind: "int"; byteLength: number; isSigned: boolean }
  | { kind: "time"; nanosPerUnit: number }
  | { kind: "float"; byteLength: number }
  | { kind: "text"; offsetBytes: 4 | 8 }
  | { kind: "view" }
  /** Of a type that no event has. */
  | { kind: "other"; buffers: Buffers };

export interface ArrowField {
  name: string;
  /** Of the values, or of the dictionary's indices. */
  layout: Layout;
  dictionary?: { id: number; layout: Layout };
}

function intOf(type: Table | undefined): Layout {
  // Signed numbers of 32 bits if the type of indices is absent.
  if (type === undefined) return { kind: "int", byteLength: 4, isSigned: true };
  const bits = type.int32(0);
  if (![8, 16, 32, 64].includes(bits)) throw new Error(`it has whole numbers of ${bits} bits`);
  return { kind: "int", byteLength: bits / 8, isSigned: type.byte(1) !== 0 };
}

function floatOf(type: Table): Layout {
  const precision = type.int16(0);
  if (precision === SINGLE || precision === DOUBLE) return { kind: "float", byteLength: precision * 4 };
  return { kind: "other", buffers: "fixed" };
}

function layoutOf(number: number, type: Table): Layout {
  if (number === TYPE_NULL) return { kind: "null" };
  if (number === TYPE_INT) return intOf(type);
  if (number === TYPE_FLOAT) return floatOf(type);
  if (number === TYPE_UTF8) return { kind: "text", offsetBytes: 4 };
  if (number === TYPE_LARGE_UTF8) return { kind: "text", offsetBytes: 8 };
  if (number === TYPE_UTF8_VIEW) return { kind: "view" };
  if (number === TYPE_TIMESTAMP) return { kind: "time", nanosPerUnit: TIME_UNITS[type.int16(0)] ?? 1 };
  if (OTHER_FIXED.has(number)) return { kind: "other", buffers: "fixed" };
  const buffers = OTHER_BUFFERS.get(number);
  if (buffers === undefined) throw new Error(`it has the type ${number}, and events have no nested values`);
  return { kind: "other", buffers };
}

function fieldOf(field: Table): ArrowField {
  const name = field.string(0);
  const type = field.table(3);
  if (type === undefined || field.tables(5).length > 0)
    throw new Error(`its column ${printable(name)} is nested or has no type; events have no such`);
  const layout = layoutOf(field.byte(2), type);
  const encoding = field.table(4);
  if (encoding === undefined) return { name, layout };
  return { name, layout: intOf(encoding.table(1)), dictionary: { id: encoding.int64(0), layout } };
}

/** Reads the schema of a file or stream. Throws Error that says what is wrong, also if it has no events. */
export function readSchema(schema: Table): ArrowField[] {
  if (schema.int16(0) !== 0) throw new Error("its numbers are big-endian, which this program does not read");
  const fields = schema.tables(1).map(fieldOf);
  const names = fields.map(({ name }) => name);
  const own = FIELD_NAMES.filter((name) => names.includes(name));
  if (own.length === 0) throw new Error("no column is a field of events, such as ts or page");
  const twice = own.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined) throw new Error(`it has the column ${twice} twice`);
  return fields;
}
