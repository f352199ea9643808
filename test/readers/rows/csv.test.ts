// Reads CSV with Python's csv, DuckDB, pyarrow and PostgreSQL's COPY: the rows are those of the same run as JSON.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fieldsOf } from "../../../src/schema/choose.ts";
import { lastingFolder } from "../../support/files/folders.ts";
import { csvColumnsOf } from "../../support/read/csv-rows.ts";
import { bytesWritten, linesWritten, OUTPUTS, type Output, schemaAs } from "../../support/schema/outputs.ts";
import { areThere, ask, type CsvReader, type Row } from "../ask.ts";
import { hasPostgres, Postgres } from "../postgres.ts";

const folder = lastingFolder();

async function fileOf(output: Output, ...options: string[]): Promise<string> {
  const path = join(folder, `${[output.name, ...options].join("-").replace(/\W/g, "")}.csv`);
  writeFileSync(path, await bytesWritten(output, "--format", "csv", ...options));
  return path;
}

async function eventsOf(output: Output): Promise<Row[]> {
  const rows = (await linesWritten(output)).map((line) => JSON.parse(line) as Row);
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)));
}

/** Values of the events in the order of the columns, as texts. */
function textsOf(rows: readonly Row[], columns: readonly string[]): string[][] {
  return rows.map((row) =>
    columns.map((name) =>
      name === "length" && row.length !== undefined && row.length !== ""
        ? String(Number(row.length))
        : String(row[name] ?? ""),
    ),
  );
}

describe.skipIf(!areThere).each(OUTPUTS)("$name", (output) => {
  it.each<CsvReader>(["DuckDB's read_csv", "pyarrow's read_csv"])("%s reads it", async (reader) => {
    const { columns, rows, error } = await ask(reader, await fileOf(output));
    expect(error).toBeUndefined();
    expect(columns).toEqual(csvColumnsOf(await linesWritten(output)).sort());
    expect(rows).toEqual(await eventsOf(output));
  });

  it("Python's csv reads it", async () => {
    const { rows, error } = await ask("Python's csv", await fileOf(output));
    expect(error).toBeUndefined();
    const columns = csvColumnsOf(await linesWritten(output));
    expect(textsOf(rows!, columns)).toEqual(textsOf(await eventsOf(output), columns));
  });
});

describe.skipIf(!hasPostgres)("PostgreSQL's COPY", () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await Postgres.start();
  });
  afterAll(async () => postgres?.stop());

  /** Makes the table of `eventsim schema`, and copies a file into it. */
  async function copied(output: Output, path: string, options = ""): Promise<Row[]> {
    const columns = readFileSync(path, "utf8").split("\n", 1)[0]!.split(",");
    const copy = `\\copy "events" (${columns.map((name) => `"${name}"`).join(", ")}) FROM '${path}' WITH (FORMAT csv, HEADER true${options})`;
    return postgres.load(await schemaAs("postgres", ...output.options), copy, []).rows;
  }

  const key = (row: Row) => JSON.stringify(Object.entries(row).sort());
  const sorted = (rows: readonly Row[]) => rows.map(key).sort();

  /** The events, with a null for each field that they lack. */
  async function rowsOf(output: Output): Promise<Row[]> {
    const absent = Object.fromEntries(fieldsOf(output.choice).map(({ name }) => [name, null]));
    return (await linesWritten(output)).map((line) => ({ ...absent, ...(JSON.parse(line) as Row) }));
  }

  it.each(OUTPUTS)("takes the events of $name", async (output) => {
    expect(sorted(await copied(output, await fileOf(output)))).toEqual(sorted(await rowsOf(output)));
  });

  it("takes --csv-null, and returns the same counts and sums", async () => {
    const output = OUTPUTS[0]!;
    const rows = await copied(output, await fileOf(output, "--csv-null", "\\N"), ", NULL '\\N'");
    expect(sorted(rows)).toEqual(sorted(await rowsOf(output)));
    const events = await eventsOf(output);
    const sum = (name: string) => events.reduce((all, row) => all + BigInt((row[name] as number) ?? 0), 0n);
    const wanted = [
      events.length,
      sum("ts"),
      sum("registration"),
      events.filter(({ page }) => page === "NextSong").length,
      events.filter(({ userId }) => userId === "").length,
      events.filter(({ artist }) => artist === undefined).length,
    ].join("|");
    const query = `select count(*), sum("ts"), sum("registration"), count(*) filter (where "page" = 'NextSong'),
      count(*) filter (where "userId" = ''), count(*) filter (where "artist" is null) from "events"`;
    expect(postgres.run(query).trim()).toBe(wanted);
  });
});
