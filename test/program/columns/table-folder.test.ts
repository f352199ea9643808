// The log of a Delta table and what is in its folder: verify, existing logs, refusals.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { contentOf, fastFolder } from "../../support/files/folders.ts";
import { digestsOf, failureOf, QUICK_WEEK, runHere, runInto } from "../../support/program/here.ts";
import { run as runProgram } from "../../support/program/program.ts";

const LOG = "_delta_log/00000000000000000000.json";
const NAMES = "dt={date}/hour={hour}/{part}.parquet";
const SPLIT = [...QUICK_WEEK, "--format", "parquet", "--split-events", "900", "--row-group-events", "200"];
const QUICK = [...SPLIT, "--table", "delta"];

describe("verify", () => {
  it("compares the log with the files", async () => {
    const folder = fastFolder();
    const path = join(folder, LOG);
    const text = (await runInto(folder, QUICK, NAMES)).get(LOG)!.toString();
    expect(await runProgram(["verify", folder])).toMatchObject({ code: 0 });
    for (const damaged of [
      text.replace(/(minValues.*)2026/, "$12025"),
      `${text}{}\n`,
      text.slice(0, -9),
      text.slice(0, 999),
    ]) {
      writeFileSync(path, damaged);
      const { code, stdout } = await runProgram(["verify", folder]);
      expect(stdout).toMatch(/^damaged _delta_log\/0{20}\.json: /m);
      expect(code).toBe(1);
    }
  });

  it("leaves the log of another program alone", async () => {
    const folder = fastFolder();
    await runInto(folder, QUICK, NAMES);
    writeFileSync(join(folder, LOG), '{"commitInfo":{"engineInfo":"Apache-Spark/4.0.0"}}\n');
    expect(await runProgram(["verify", folder])).toMatchObject({ code: 0 });
  });
});

describe("an existing log", () => {
  const OTHER = ["--events", "900"];

  it("of another command is kept, and replaced or removed with --force", async () => {
    const folder = fastFolder();
    const first = (await runInto(folder, QUICK, "e.parquet")).get(LOG)!;
    rmSync(join(folder, ".eventsim"), { recursive: true });
    for (const values of [
      [...QUICK, ...OTHER],
      [...SPLIT, ...OTHER],
    ]) {
      const failure = await failureOf([...values, join(folder, "e.parquet")]);
      expect(failure).toMatchObject({ exitCode: 2 });
      expect(failure.message).toMatch(
        /000\.json: is the log of another table, .*; use another folder, or write --force/,
      );
      expect(readFileSync(join(folder, LOG)).equals(first)).toBe(true);
    }
    const second = (await runInto(folder, [...QUICK, ...OTHER, "--force"], "e.parquet")).get(LOG)!;
    expect(second.toString().match(/"add"/g)).toHaveLength(1);
    await runHere([...SPLIT, "--events", "800", "--force", join(folder, "e.parquet")]);
    expect(contentOf(folder).has(LOG)).toBe(false);
  });

  it("of the same command is replaced, and kept with --no-clobber", async () => {
    const folder = fastFolder();
    const whole = digestsOf(await runInto(folder, QUICK, "e.parquet"));
    expect(digestsOf(await runInto(folder, QUICK, "e.parquet"))).toEqual(whole);
    rmSync(join(folder, ".eventsim"), { recursive: true });
    const failure = await failureOf([...QUICK, "--no-clobber", join(folder, "e.parquet")]);
    expect(failure).toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/000\.json: exists, and --no-clobber/),
    });
  });

  it.each(["00000000000000000001.json", "_last_checkpoint"])("with %s is never begun anew", async (name) => {
    const folder = fastFolder();
    const whole = digestsOf(await runInto(folder, QUICK, "e.parquet"));
    writeFileSync(join(folder, "_delta_log", name), "{}\n");
    for (const more of [[], ["--force"], ["--resume"]]) {
      const failure = await failureOf([...QUICK, ...more, join(folder, "e.parquet")]);
      expect(failure).toMatchObject({
        exitCode: 2,
        message: expect.stringContaining(`has changed the table (${name})`),
      });
    }
    rmSync(join(folder, "_delta_log", name));
    expect(digestsOf(contentOf(folder))).toEqual(whole);
  });

  it("is a file in a folder", async () => {
    const folder = fastFolder();
    mkdirSync(join(folder, LOG), { recursive: true });
    const failure = await failureOf([...QUICK, join(folder, "e.parquet")]);
    expect(failure).toMatchObject({ exitCode: 2, message: expect.stringContaining("is not a regular file") });
    rmSync(join(folder, "_delta_log"), { recursive: true });
    writeFileSync(join(folder, "_delta_log"), "");
    const other = await failureOf([...QUICK, join(folder, "e.parquet")]);
    expect(other).toMatchObject({ exitCode: 2, message: expect.stringContaining("is not a folder") });
  });
});

describe("refuses", () => {
  it.each([
    [["x-{part}.json", "--split-events", "9"], /^--table delta: .* and these are json; add --format parquet$/],
    [["x.parquet"], /^--table delta is for output in many files: add --split-events/],
    [["x.parquet", "--split-events", "9", "--part", "1/2"], /^--table delta: a share cannot .*; leave --part out, or/],
    [
      ["x.parquet", "--split-events", "9", "--only-parts", "1"],
      /^--table delta: .*; leave --table out, or use --resume$/,
    ],
    [["a b={date}/x.parquet"], /^--table delta: the folders a b=\.\.\.: Delta takes no column with such a name/],
    [["Page={date}/x.parquet"], /^--table delta: the folders Page=\.\.\.: there is a column with this name already/],
    [["d={date}/D={hour}/{part}.parquet"], /the folders D=\.\.\.: there is a column with this name/],
    [["x.parquet", "--table", "iceberg"], /--table.*delta/],
  ])("%j", async (values, message) => {
    const failure = await failureOf([...QUICK_WEEK, "--table", "delta", ...values]);
    expect(failure.message).toMatch(message);
    expect(failure.exitCode).toBe(2);
  });
});
