// Runs the output of `eventsim schema` in the programs that it is for, with real event files loaded into it.

import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LOADING } from "../../docs/build/loading.ts";
import { describeField, fieldsOf, isNullable } from "../../src/schema/choose.ts";
import type { FieldType } from "../../src/schema/fields.ts";
import type { FormName } from "../../src/schema/forms/index.ts";
import { lastingFolder } from "../support/files/folders.ts";
import { linesWritten, OUTPUTS, type Output, schemaAs } from "../support/schema/outputs.ts";
import { areThere, type Loaded, load, type Row, sorted } from "./ask.ts";
import { hasPostgres, Postgres } from "./postgres.ts";

/** The names of the types when a program lists its columns. */
const TYPES: Record<string, Record<FieldType, RegExp>> = {
  duckdb: { string: /^VARCHAR$/, int32: /^INTEGER$/, int64: /^BIGINT$/, double: /^DOUBLE$/ },
  spark: { string: /^string$/, int32: /^int$/, int64: /^bigint$/, double: /^double$/ },
  clickhouse: {
    string: /^(LowCardinality\()?(Nullable\()?String\)*$/,
    int32: /^(Nullable\()?Int32\)?$/,
    int64: /^(Nullable\()?Int64\)?$/,
    double: /^(Nullable\()?Float64\)?$/,
  },
  postgres: { string: /^text$/, int32: /^integer$/, int64: /^bigint$/, double: /^double precision$/ },
  avro: { string: /"string"/, int32: /"int"/, int64: /"long"/, double: /"double"/ },
};

const folder = lastingFolder();

/**
 * A line as the form accepts it. Avro's libraries accept no string for a double, so their users convert it to a number
 * in Python.
 */
function lineFor(form: FormName, line: string): string {
  return form === "avro" ? line.replace(/"length":"(-?)(NaN|Infinity)"/, '"length":$1$2') : line;
}

/** The command that loads the output, as docs/reference/event-fields.md shows it, with files in the test's folder. */
async function loadingOf(form: FormName, output: Output, text: string): Promise<string> {
  const { file, block } = LOADING[form];
  const name = (path: string) => join(folder, `${form}-${OUTPUTS.indexOf(output)}-${basename(path)}`);
  writeFileSync(name(file), text);
  const lines = (await linesWritten(output)).map((line) => `${lineFor(form, line)}\n`);
  writeFileSync(name("week.json"), lines.join(""));
  const paths = [file, "data/week.json", "data/week.avro"];
  return paths.reduce((shown, path) => shown.replaceAll(path, name(path)), block!.text);
}

/** The events, with a null for each field that they lack. */
async function rowsOf({ choice, ...output }: Output): Promise<Row[]> {
  const absent = Object.fromEntries(fieldsOf(choice).map(({ name }) => [name, null]));
  return (await linesWritten({ choice, ...output })).map((line) => ({ ...absent, ...(JSON.parse(line) as Row) }));
}

/** How a printed text converts numbers to instants: by expressions in its comments; in Avro the fields are instants. */
function expressionsIn(form: string, text: string): string[] {
  if (form === "avro") return ["ts", "registration"];
  return [...text.matchAll(/as an instant: (.*)'/g)].map(([, expression]) => expression!.replaceAll("\\'", "'"));
}

/** Converts instants as programs write them, in UTC, to milliseconds. */
function millisecondsOf(texts: readonly (string | null)[]): number[] {
  const isThere = (text: string | null) => text !== null;
  return texts
    .filter(isThere)
    .map((text) => Date.parse(`${text!.slice(0, 10)}T${text!.slice(11).replace(/\+00(:00)?$/, "")}Z`));
}

async function expectLoaded(form: string, output: Output, { columns, rows, instants }: Loaded): Promise<void> {
  const fields = fieldsOf(output.choice);
  expect(columns.map(({ name }) => name)).toEqual(fields.map(({ name }) => name));
  expect(columns.map(({ nullable }) => nullable)).toEqual(fields.map(isNullable));
  for (const [index, { type, comment }] of columns.entries()) {
    expect(type).toMatch(TYPES[form]![fields[index]!.type]);
    expect(comment.replace(/; as an instant: .*$/, "")).toBe(describeField(fields[index]!));
  }
  const wanted = await rowsOf(output);
  expect(rows.length).toBe(wanted.length);
  expect(sorted(rows)).toEqual(sorted(wanted));
  const numbers = ["ts", "registration"].map((name) => wanted.flatMap((row) => (row[name] as number | null) ?? []));
  const ascending = (values: number[]) => values.sort((a, b) => a - b);
  expect(instants.map((texts) => ascending(millisecondsOf(texts)))).toEqual(numbers.map(ascending));
}

describe.skipIf(!areThere).each(["duckdb", "spark", "clickhouse", "avro"] as const)("%s", (form) => {
  it.each(OUTPUTS)("takes its text, and then the events of $name", async (output) => {
    const text = await schemaAs(form, ...output.options);
    await expectLoaded(
      form,
      output,
      await load(form, text, await loadingOf(form, output, text), expressionsIn(form, text)),
    );
  });
});

describe.skipIf(!areThere)("a schema that does not fit the events is refused", () => {
  it.each<[FormName, string, string, RegExp]>([
    ["duckdb", '"page" VARCHAR', '"page" BIGINT', /Conversion|Invalid Input/],
    ["spark", "`page` STRING", "`page` BIGINT", /Encountered error while reading file/],
    ["clickhouse", "`page` LowCardinality(String)", "`page` Int64", /Cannot parse/],
    ["avro", '"name": "page",\n      "type": "string"', '"name": "page",\n      "type": "long"', /page|int/],
  ])("by %s", async (form, right, wrong, message) => {
    const text = await schemaAs(form);
    expect(text).toContain(right);
    const changed = text.replace(right, wrong);
    await expect(load(form, changed, await loadingOf(form, OUTPUTS[0]!, changed), [])).rejects.toThrow(message);
  });
});

describe.skipIf(!areThere)("bigquery", () => {
  const SQL: Record<FieldType, string> = { string: "STRING", int32: "INT64", int64: "INT64", double: "FLOAT64" };

  it.each(OUTPUTS)("its client reads the schema of $name as types of its SQL", async ({ choice, options }) => {
    const { columns } = await load("bigquery", await schemaAs("bigquery", ...options), "", []);
    const wanted = fieldsOf(choice).map((field) => [field.name, SQL[field.type], isNullable(field)]);
    expect(columns.map(({ name, type, nullable }) => [name, type, nullable])).toEqual(wanted);
  });
});

describe.skipIf(!hasPostgres)("postgres", () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await Postgres.start();
  });
  afterAll(async () => postgres?.stop());

  it.each(OUTPUTS)("takes its text, and then the events of $name", async (output) => {
    const text = await schemaAs("postgres", ...output.options);
    const loaded = postgres.load(text, await loadingOf("postgres", output, text), expressionsIn("postgres", text));
    await expectLoaded("postgres", output, loaded);
  });

  it("refuses events without a field that each must have", async () => {
    const text = await schemaAs("postgres", "--tag", "each");
    const loading = await loadingOf("postgres", OUTPUTS[0]!, text);
    expect(() => postgres.load(text, loading, [])).toThrow(/null value in column "tag"/);
  });
});
