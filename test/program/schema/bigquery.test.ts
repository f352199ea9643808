// BigQuery cannot run locally. The tests apply its documented rules for schema files and for loading lines of JSON:
// https://cloud.google.com/bigquery/docs/schemas and
// https://cloud.google.com/bigquery/docs/loading-data-cloud-storage-json
import { describe, expect, it } from "vitest";
import { linesWritten, OUTPUTS, schemaAs } from "../../support/schema/outputs.ts";

interface Column {
  name: string;
  type: string;
  mode: string;
  description: string;
}

/** Whether a load job accepts a JSON value for a column of this type. */
const TAKES: Record<string, (value: unknown) => boolean> = {
  INT64: (value) => Number.isSafeInteger(value),
  FLOAT64: (value) => typeof value === "number" || /^(NaN|-?Infinity)$/.test(String(value)),
  STRING: (value) => typeof value === "string",
};

describe.each(OUTPUTS)("the schema file for $name", async (output) => {
  const columns = JSON.parse(await schemaAs("bigquery", ...output.options)) as Column[];

  it("keeps to the rules for names, types, modes and descriptions", () => {
    for (const column of columns) {
      expect(Object.keys(column)).toEqual(["name", "type", "mode", "description"]);
      expect(column.name).toMatch(/^[A-Za-z_][A-Za-z0-9_]{0,299}$/);
      expect(column.name).not.toMatch(/^(_TABLE_|_FILE_|_PARTITION|_ROW_TIMESTAMP|__ROOT__|_COLIDENTIFIER)/i);
      expect(Object.keys(TAKES)).toContain(column.type);
      expect(["REQUIRED", "NULLABLE"]).toContain(column.mode);
      expect(column.description.length).toBeLessThanOrEqual(1024);
    }
    expect(new Set(columns.map(({ name }) => name.toLowerCase())).size).toBe(columns.length);
  });

  it("takes each line", async () => {
    const byName = new Map(columns.map((column) => [column.name, column]));
    const required = columns.filter(({ mode }) => mode === "REQUIRED");
    for (const line of await linesWritten(output)) {
      const event = JSON.parse(line) as Record<string, unknown>;
      const missing = required.filter(({ name }) => event[name] === undefined || event[name] === null);
      const wrong = Object.entries(event).filter(([name, value]) => {
        const column = byName.get(name);
        return column === undefined || (value !== null && !TAKES[column.type]!(value));
      });
      expect([missing, wrong], line).toEqual([[], []]);
    }
  });
});
