import { describe, expect, it } from "vitest";
import { commandHere } from "../../support/program/command-here.ts";

const schema = (...values: string[]) => commandHere(["schema", ...values]);

describe("eventsim schema", () => {
  it("prints the fields for a person", async () => {
    const { code, stdout, stderr } = await schema();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const rows = stdout.split("\n").map((line) => line.split(/ {2,}/).slice(0, 3));
    expect(rows[0]).toEqual(["key", "type", "on events"]);
    // The keys of README.md, in their order.
    expect(rows.slice(2, -1)).toEqual([
      ["ts", "int64", "all"],
      ["userId", "string", "all"],
      ["sessionId", "int64", "all"],
      ...["page", "auth", "method"].map((key) => [key, "string", "all"]),
      ["status", "int32", "all"],
      ["level", "string", "all"],
      ["itemInSession", "int32", "all"],
      ...["location", "userAgent", "lastName", "firstName"].map((key) => [key, "string", "user shown"]),
      ["registration", "int64", "user shown"],
      ["gender", "string", "user shown"],
      ["tag", "string", "with a tag"],
      ...["artist", "song"].map((key) => [key, "string", "song played"]),
      ["length", "double", "song played"],
    ]);
  });

  it("prints a run's tag, and the fields of the original's engine", async () => {
    expect((await schema("--tag", "a")).stdout).toMatch(/^tag +string +all /m);
    expect((await schema("--compat", "interana")).stdout).toMatch(/^tag +string or null +with a tag /m);
    expect((await schema("--compat", "interana", "--tag", "a")).stdout).toMatch(/^tag +string +all /m);
  });

  it.each([
    ["duckdb", "week", /^CREATE TABLE "week" \($/m],
    ["postgres", "analytics.order", /^CREATE TABLE "analytics"\."order" \($/m],
    ["clickhouse", "analytics.events", /^CREATE TABLE `analytics`\.`events` \($/m],
    ["typescript", "Visit", /^export interface Visit \{$/m],
    ["avro", "org.example.Visit", /"name": "Visit",\n {2}"namespace": "org\.example"/],
    ["avro", "Visit", /"name": "Visit",\n {2}"fields"/],
    ["json-schema", "Visit", /"title": "Visit"/],
  ])("takes a name: --as %s --name %s", async (form, name, expected) => {
    const { code, stdout } = await schema("--as", form, "--name", name);
    expect(code).toBe(0);
    expect(stdout).toMatch(expected);
  });

  it("lists all forms in its help", async () => {
    const { stdout } = await schema("--help");
    for (const form of ["json-schema", "typescript", "avro", "spark", "duckdb", "postgres", "clickhouse", "bigquery"])
      expect(stdout).toMatch(new RegExp(`^ {2}${form} +\\S`, "m"));
  });
});

const CHOICES = "Allowed choices are json-schema, typescript, avro, spark, duckdb, postgres, clickhouse, bigquery.";

describe("eventsim schema refuses", () => {
  it.each([
    ["--as postgresql", `option '--as <form>' argument 'postgresql' is invalid. Did you mean postgres? ${CHOICES}`],
    ["--as TS", `option '--as <form>' argument 'TS' is invalid. Did you mean typescript? ${CHOICES}`],
    ["--as parquet", `option '--as <form>' argument 'parquet' is invalid. ${CHOICES}`],
    ["--as", "option '--as <form>' argument missing"],
    ["postgres", "postgres: write --as postgres"],
    ["events.json", "too many arguments. Expected 0 arguments but got 1; leave out 'events.json'"],
    ["--name events", "--name needs --as: the table for a person has no name"],
    ["--as spark --name events", "--name: this form has no name in it; leave it out"],
    [
      "--as duckdb --name a-b",
      "--name a-b: it must be of letters, digits and underscores, such as events or analytics.events, each part at most 63 long",
    ],
    [`--as duckdb --name ${"a".repeat(64)}`, "each part at most 63 long"],
    ["--as typescript --name order", "--name order: it must begin with a capital letter and have no dot"],
    ["--as avro --name org.string", "--name org.string: it must not be the name of one of Avro's types"],
    ["--compat intrana", "argument 'intrana' is invalid. Did you mean interana? Allowed choices are interana."],
    ["--tga x", "unknown option '--tga' (Did you mean --tag?)"],
  ])("%s", async (values, message) => {
    const { code, stdout, stderr } = await schema(...values.split(" "));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/\(eventsim schema --help lists the options\)\n$/);
  });
});
