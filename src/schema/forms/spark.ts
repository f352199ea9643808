import { describeColumn, isNullable } from "../choose.ts";
import type { Field } from "../fields.ts";
import type { Form } from "./form.ts";

const TYPES = { string: "STRING", int32: "INT", int64: "BIGINT", double: "DOUBLE" } as const;

function columnOf(field: Field): string {
  const text = describeColumn(field, (column) => `timestamp_millis(${column})`);
  const rest = `${isNullable(field) ? "" : " NOT NULL"} COMMENT '${text.replaceAll("'", "\\'")}'`;
  return `\`${field.name}\` ${TYPES[field.type]}${rest}`;
}

export const spark: Form = {
  what: "the columns as DDL, for spark.read.schema(...) of Spark",
  print: (fields) => `${fields.map(columnOf).join(",\n")}\n`,
};
