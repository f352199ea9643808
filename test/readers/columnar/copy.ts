import { readFileSync } from "node:fs";
import { afterAll } from "vitest";
import { run } from "../../support/program/program.ts";
import type { Row } from "../ask.ts";
import { Postgres } from "../postgres.ts";
import { withoutNulls } from "./events.ts";

let starting: Promise<Postgres> | undefined;
afterAll(async () => (await starting)?.stop());

/** The rows that PostgreSQL's COPY takes from a CSV file into the table of `eventsim schema`, in any order. */
export async function rowsByPostgres(path: string): Promise<Row[]> {
  starting ??= Postgres.start();
  const postgres = await starting;
  const header = readFileSync(path, "utf8").split("\n", 1)[0]!;
  const { stdout: table } = await run([
    "schema",
    "--as",
    "postgres",
    ...(header.includes("tag") ? ["--tag", "any"] : []),
  ]);
  const names = header
    .replaceAll('"', "")
    .split(",")
    .map((name) => `"${name}"`);
  postgres.run('drop table if exists "events"', table);
  postgres.run(`\\copy "events" (${names}) from '${path}' with (format csv, header true)`);
  const lines = postgres.run(`select row_to_json(each) from (select ${names} from "events") each`).split("\n");
  return lines.filter((line) => line !== "").map((line) => withoutNulls(JSON.parse(line) as Row));
}
