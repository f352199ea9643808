// Every statement of `--answers`, run by DuckDB over the files of its run.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Answers } from "../../src/report/answers/answers.ts";
import { lastingFolder } from "../support/files/folders.ts";
import { configFile } from "../support/program/command.ts";
import { run, shell } from "../support/program/program.ts";
import { areThere, runPython } from "./ask.ts";

const folder = lastingFolder();
/** A population that grows, with guests who register. */
const GROWING = [
  "-c",
  configFile("Tambourine"),
  "-n",
  "150",
  "-g",
  "9",
  "-s",
  "2026-03-01T12:00:00",
  "-e",
  "2026-03-12",
];

/** Prints columns and rows of each statement as JSON. */
const PROGRAM = `
import json, duckdb
answers = json.load(open("NAME"))
results = []
for answer in answers["questions"]:
    result = duckdb.connect().execute(answer["sql"].replace("'/dev/stdin'", "'piped.json'"))
    names = [column[0] for column in result.description]
    results.append({"columns": names, "rows": [list(row) for row in result.fetchall()]})
print(json.dumps(results))
`;

async function resultsOf(name: string): Promise<unknown> {
  return JSON.parse(await runPython(PROGRAM.replace("NAME", name), folder));
}

async function answersOf(name: string, values: string[]): Promise<Answers> {
  const { code, stderr } = await run([...GROWING, ...values, "--answers", name, "--quiet"], { cwd: folder });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(readFileSync(join(folder, name), "utf8")) as Answers;
}

const expectedOf = ({ questions }: Answers) => questions.map(({ columns, rows }) => ({ columns, rows }));

describe.skipIf(!areThere)("the answers of a run are those of DuckDB", () => {
  it.each([
    ["one.json", ["events.json"]],
    ["packed.json", ["events.json.zst"]],
    ["split.json", ["--split-size", "1M", "split/events.json.gz"]],
    ["days.json", ["--split-time", "1d", "days/dt={date}/events-{part}.parquet"]],
    ["parquet.json", ["--compress", "snappy", "events.parquet"]],
    ["csv.json", ["--csv-null", "NULL", "events.csv"]],
    ["csv-packed.json", ["events.csv.gz"]],
    ["disorder.json", ["--late", "5%:10min", "--duplicate", "2%", "--lose", "1%", "disorder.json.gz"]],
    ["original.json", ["--compat", "interana", "original-events.json"]],
  ])("%s", async (name, values) => {
    const answers = await answersOf(name, values);
    expect(answers.questions.length).toBeGreaterThanOrEqual(20);
    expect(await resultsOf(name)).toEqual(expectedOf(answers));
  });

  it("where the files are piped into it", async () => {
    const answers = await answersOf("lz4.json", ["events.json.lz4"]);
    expect(answers.pipe).toBe("eventsim cat events.json.lz4 | duckdb");
    await shell("$eventsim cat events.json.lz4 > piped.json", { cwd: folder });
    expect(await resultsOf("lz4.json")).toEqual(expectedOf(answers));
  });
});
