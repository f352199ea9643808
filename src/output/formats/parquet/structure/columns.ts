import { isNullable } from "../../../../schema/choose.ts";
import type { Field } from "../../../../schema/fields.ts";
import type { ThriftWriter } from "./thrift.ts";

/** Numbers of parquet-format: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift */
export const PHYSICAL_TYPES = { INT32: 1, INT64: 2, DOUBLE: 5, BYTE_ARRAY: 6 } as const;
const REPETITIONS = { required: 0, optional: 1 } as const;
const CONVERTED_TYPES = { string: 0, timestamp: 10 } as const;

/** A leaf of the schema. None is nested or repeated. */
export interface Column {
  name: string;
  physicalType: keyof typeof PHYSICAL_TYPES;
  /** `string` is UTF-8; `timestamp` counts microseconds since 1970 UTC. */
  logicalType?: keyof typeof CONVERTED_TYPES;
  /** Whether values may be null, so that its pages have definition levels. */
  isOptional: boolean;
}

const TYPES = { string: "BYTE_ARRAY", int32: "INT32", int64: "INT64", double: "DOUBLE" } as const;

function columnOf(field: Field): Column {
  const column = { name: field.name, physicalType: TYPES[field.type], isOptional: isNullable(field) };
  if (field.type === "string") return { ...column, logicalType: "string" };
  return field.unit === "epoch-milliseconds" ? { ...column, logicalType: "timestamp" } : column;
}

/** Returns the columns of fields, in order. */
export function columnsOf(fields: readonly Field[]): Column[] {
  return fields.map(columnOf);
}

function writeLogicalType(writer: ThriftWriter, type: keyof typeof CONVERTED_TYPES): void {
  const none = (): void => {};
  if (type === "string") writer.struct(1, none);
  // isAdjustedToUTC, and the second unit of three: microseconds.
  else writer.struct(8, (timestamp) => timestamp.bool(1, true).struct(2, (unit) => unit.struct(2, none)));
}

function writeElement(writer: ThriftWriter, { name, physicalType, logicalType, isOptional }: Column): void {
  writer
    .i32(1, PHYSICAL_TYPES[physicalType])
    .i32(3, REPETITIONS[isOptional ? "optional" : "required"])
    .binary(4, name);
  if (logicalType === undefined) return;
  // Readers of before 2018 know only the converted type.
  writer.i32(6, CONVERTED_TYPES[logicalType]).struct(10, (type) => writeLogicalType(type, logicalType));
}

/** Writes the list of SchemaElement: the root, and a leaf for each column. */
export function writeSchema(writer: ThriftWriter, id: number, columns: readonly Column[]): void {
  writer.structs<Column | undefined>(id, [undefined, ...columns], (element, column) => {
    if (column === undefined) element.binary(4, "schema").i32(5, columns.length);
    else writeElement(element, column);
  });
}
