import { describeColumn, isNullable } from "../choose.ts";
import type { Field } from "../fields.ts";
import type { Form } from "./form.ts";

/** Differences between databases that have the standard's CREATE TABLE and COMMENT ON. */
interface Standard {
  types: Record<Field["type"], string>;
  /** Converts milliseconds since 1970 to an instant. */
  instantOf(column: string): string;
}

/** Names are quoted: PostgreSQL would make unquoted ones lower case, and a table may be called `order`. */
function quoteName(name: string): string {
  return name.replace(/[^.]+/g, '"$&"');
}

function printTable({ types, instantOf }: Standard, fields: readonly Field[], name: string): string {
  const table = quoteName(name);
  const columns = fields.map(
    (field) => `  ${quoteName(field.name)} ${types[field.type]}${isNullable(field) ? "" : " NOT NULL"}`,
  );
  const comments = fields.map((field) => {
    const text = describeColumn(field, (column) => instantOf(quoteName(column)));
    return `COMMENT ON COLUMN ${table}.${quoteName(field.name)} IS '${text.replaceAll("'", "''")}';\n`;
  });
  return `CREATE TABLE ${table} (\n${columns.join(",\n")}\n);\n${comments.join("")}`;
}

function standardForm(what: string, standard: Standard): Form {
  return {
    what,
    defaultName: "events",
    print: (fields, name) => printTable(standard, fields, name),
  };
}

export const duckdb = standardForm("a CREATE TABLE statement for DuckDB", {
  types: { string: "VARCHAR", int32: "INTEGER", int64: "BIGINT", double: "DOUBLE" },
  instantOf: (column) => `epoch_ms(${column})`,
});

export const postgres = standardForm("a CREATE TABLE statement for PostgreSQL", {
  types: { string: "text", int32: "integer", int64: "bigint", double: "double precision" },
  instantOf: (column) => `to_timestamp(${column} / 1000.0)`,
});
