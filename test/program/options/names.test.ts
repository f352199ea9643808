import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { commandHere, expectRefusal } from "../../support/program/command-here.ts";
import { FIXED } from "../../support/program/program.ts";
import { ROOT } from "../../support/root.ts";

describe("names that are wrong", () => {
  it.each([
    ["--nuser", "--nusers"],
    ["--worker", "--workers"],
    ["--growthrate", "--growth-rate"],
    ["--kafkatopic", "--kafkaTopic"],
    ["--nocontinous", "--nocontinuous"],
    ["--start", "--start-time"],
    ["--end", "--end-time"],
    ["--growth", "--growth-rate"],
    ["--seed", "--randomseed"],
    ["--split", "--split-events, --split-size or --split-time"],
  ])("%s suggests %s", (wrong, right) =>
    expectRefusal([wrong, "1"], `unknown option '${wrong}'`, new RegExp(`\\(Did you mean ${right}\\?\\)`)),
  );

  it.each(["-o", "--output", "--out"])("%s, which other programs have for the output", (name) =>
    expectRefusal([name, "x.json"], `unknown option '${name}'; the output file's name stands alone`),
  );

  it("a mistyped command, whatever follows it", async () => {
    const { stderr } = await commandHere(["vrify", "data/week"]);
    expect(stderr.split("\n").slice(0, 2)).toEqual([
      "eventsim: vrify is not a command; did you mean verify? (write ./vrify for a file of that name)",
      "(eventsim --help lists the options)",
    ]);
  });

  it("a short option that does not exist", () => expectRefusal(["-x"], "unknown option '-x'", "eventsim --help"));

  it("two output files", () => expectRefusal(["one.json", "two.json"], "too many arguments. Expected 1 argument"));

  it.each(["XX", "Atlantis", ""])("the country %j", (country) =>
    expectRefusal(
      ["--holidays", country],
      `"${country}" is not a country`,
      "two-letter code such as US or DE, or none",
    ),
  );
});

describe("arguments that commander alone would misread", () => {
  it("a long name with one dash", () =>
    expectRefusal(
      ["-start-time", "2026-01-01"],
      /^eventsim: -start-time: long names have two dashes; write --start-time$/m,
    ));

  it("a long name with one dash and its value", () =>
    expectRefusal(["-nocontinuous=1"], "-nocontinuous: long names have two dashes; write --nocontinuous"));

  it("an option whose argument was forgotten", () =>
    expectRefusal(
      ["--tag", "--quiet"],
      "--tag has no argument, but --quiet after it; if that is meant, write --tag=--quiet",
    ));
});

describe("names of outputs", () => {
  it.each(["events.orc", "events.xml", "events.json.bz2", "events.mp", "events-{part}.tsv"])(
    "%s is refused",
    async (name) => {
      await expectRefusal([...FIXED, name], `${name}: the `, "is not supported");
    },
  );

  it("of other formats and compressions are taken where these are given", async () => {
    const folder = temporaryFolder();
    const plain = (await commandHere([...FIXED, "--quiet"])).stdout;
    for (const values of [
      ["--format", "json", "events.csv"],
      ["--compress", "none", "events.json.bz2"],
    ]) {
      expect((await commandHere([...FIXED, "--quiet", ...values], { cwd: folder })).code).toBe(0);
      expect(readFileSync(join(folder, values[2]!), "utf8")).toBe(plain);
    }
  });
});

describe("a configuration that is not there", () => {
  it("with a name like the shipped ones: says which there are", async () => {
    const { stderr, code } = await commandHere(["-c", "configs/Gong-config.json"], { cwd: ROOT });
    const names = readdirSync(join(ROOT, "configs")).flatMap((name) => /^(.*)-config\.json$/.exec(name)?.[1] ?? []);
    expect(names).toContain("Accordion");
    expect(code).toBe(2);
    expect(stderr).toBe(
      `eventsim: configs/Gong-config.json: there is no such file; check the path of the config; ${join(ROOT, "configs")} has ${names.join(", ")}\n`,
    );
  });

  it("but in the program's folder, or by its name: says where", async () => {
    const cwd = temporaryFolder();
    for (const name of ["configs/Accordion-config.json", "accordion", "Accordion.json"])
      expect((await commandHere(["-c", name], { cwd })).stderr).toBe(
        `eventsim: ${name}: there is no such file; did you mean ${join(ROOT, "configs", "Accordion-config.json")}?\n`,
      );
  });
});
