import { describeColumn, isNullable } from "../choose.ts";
import type { Field } from "../fields.ts";
import type { Form } from "./form.ts";

const TYPES = { string: "String", int32: "Int32", int64: "Int64", double: "Float64" } as const;

function typeOf(field: Field): string {
  const type = isNullable(field) ? `Nullable(${TYPES[field.type]})` : TYPES[field.type];
  return field.fewValues === true ? `LowCardinality(${type})` : type;
}

function columnOf(field: Field): string {
  const text = describeColumn(field, (column) => `fromUnixTimestamp64Milli(${column}, 'UTC')`);
  return `  \`${field.name}\` ${typeOf(field)} COMMENT '${text.replaceAll("'", "\\'")}'`;
}

export const clickhouse: Form = {
  what: "a CREATE TABLE statement for ClickHouse, ordered by time",
  defaultName: "events",
  print: (fields, name) =>
    `CREATE TABLE ${name.replace(/[^.]+/g, "`$&`")} (\n${fields.map(columnOf).join(",\n")}\n) ENGINE = MergeTree ORDER BY \`ts\`;\n`,
};
