// `--answers` of a run: test/readers/answers.test.ts has DuckDB run its statements.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Answers } from "../../../src/report/answers/answers.ts";
import { lastingFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { FIXED_WEEK } from "../../support/program/program.ts";
import { type PlainEvent, percentile, sessionsIn, songsIn, usersIn } from "../../support/report/counting.ts";

const folder = lastingFolder();
const make = (...values: string[]) => commandHere([...FIXED_WEEK, "--quiet", ...values], { cwd: folder });
const textOf = (name: string) => readFileSync(join(folder, name), "utf8");

describe("--answers", () => {
  it("has the answers for the events, and the id of the data set", async () => {
    expect(await make("events.json", "--answers", "answers.json")).toMatchObject({ code: 0, stderr: "" });
    const { questions, dataSetId } = JSON.parse(textOf("answers.json")) as Answers;
    const events = textOf("events.json")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as PlainEvent);
    const sessions = sessionsIn(events);
    const rowsOf = (words: string) => questions.find(({ question }) => question.includes(words))!.rows;
    expect(rowsOf("How many events are there?")).toEqual([[events.length]]);
    expect(rowsOf("by their userId?")).toEqual([[usersIn(events).size]]);
    expect(rowsOf("How many sessions and songs")).toEqual([[sessions.length, songsIn(events).length]]);
    expect(rowsOf("longer than an hour")).toEqual([[sessions.filter(({ seconds }) => seconds > 3600).length]]);
    const lengths = sessions.map(({ seconds }) => seconds);
    expect(rowsOf("median session")).toEqual([[percentile(lengths, 50), percentile(lengths, 95)]]);
    expect(dataSetId).toBe((await commandHere(["id", ...FIXED_WEEK, "events.json"], { cwd: folder })).stdout.trim());
  });

  it("has the same answers whatever the files are, and the same bytes again", async () => {
    const rowsIn = (name: string) => (JSON.parse(textOf(name)) as Answers).questions.map(({ rows }) => rows);
    await make("--split-events", "3000", "many/events.msgpack.lz4", "--answers", "many.json");
    expect(rowsIn("many.json")).toEqual(rowsIn("answers.json"));
    await make("events.json", "--answers", "again.json", "--workers", "2");
    expect(textOf("again.json")).toBe(textOf("answers.json"));
  });

  it("is a sheet with the statements if the file ends in .md", async () => {
    await make("events.json", "--answers", "answers.md");
    const { questions } = JSON.parse(textOf("answers.json")) as Answers;
    const sheet = textOf("answers.md");
    expect(sheet.match(/^## /gm)).toHaveLength(questions.length);
    expect(sheet).toContain("create view events as\nselect epoch_ms(ts) as ts, nullif(userId, '') as userId");
    expect(sheet).toContain(`| events |\n| ---: |\n| ${questions[0]!.rows[0]![0]} |`);
  });

  it.each([
    ["standard output", ["--answers", "none.json"], "and the events go to standard output"],
    ["a device", ["/dev/null", "--answers", "none.json"], "and /dev/null is no file"],
    ["a pattern", ["odd[1].json", "--answers", "none.json"], "and DuckDB reads odd[1].json as a pattern"],
    ["itself", ["new.json", "--answers", "new.json"], "--answers: new.json is an output of the run"],
  ])("is refused before the run with %s", async (_, values, message) => {
    const { code, stdout, stderr } = await make(...values);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(existsSync(join(folder, "none.json"))).toBe(false);
  });
});
