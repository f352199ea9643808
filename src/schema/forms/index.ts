import { avro } from "./avro.ts";
import { bigquery } from "./bigquery.ts";
import { clickhouse } from "./clickhouse.ts";
import type { Form } from "./form.ts";
import { jsonSchema } from "./json-schema.ts";
import { spark } from "./spark.ts";
import { duckdb, postgres } from "./sql.ts";
import { typescript } from "./typescript.ts";

/** The forms of `eventsim schema --as`. A new form is a file in this folder and a line here. */
export const FORMS = {
  "json-schema": jsonSchema,
  typescript,
  avro,
  spark,
  duckdb,
  postgres,
  clickhouse,
  bigquery,
} as const satisfies Record<string, Form>;

export type FormName = keyof typeof FORMS;
