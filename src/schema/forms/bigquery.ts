import { describeColumn, isNullable } from "../choose.ts";
import { type Form, printJson } from "./form.ts";

const TYPES = { string: "STRING", int32: "INT64", int64: "INT64", double: "FLOAT64" } as const;

/** The form of https://cloud.google.com/bigquery/docs/schemas#creating_a_json_schema_file */
export const bigquery: Form = {
  what: "a JSON schema file for bq mk and bq load",
  print: (fields) =>
    printJson(
      fields.map((field) => ({
        name: field.name,
        type: TYPES[field.type],
        mode: isNullable(field) ? "NULLABLE" : "REQUIRED",
        description: describeColumn(field, (column) => `TIMESTAMP_MILLIS(${column})`),
      })),
    ),
};
