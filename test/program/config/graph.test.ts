// `eventsim config graph` as a person runs it: what it writes, and what it refuses.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { largeSite } from "../../support/graphs/graphs.ts";
import { configFile } from "../../support/program/command.ts";
import { commandHere } from "../../support/program/command-here.ts";

const ACCORDION = configFile("Accordion");

test("one command writes several formats, and says what was left out", async () => {
  const folder = temporaryFolder();
  const file = (ending: string) => join(folder, `pictures/accordion.${ending}`);
  const endings = ["svg", "html", "dot", "mmd"];
  const args = endings.flatMap((ending) => ["-o", file(ending)]);
  const { code, stdout, stderr } = await commandHere(["config", "graph", ACCORDION, ...args]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  expect(stderr).toMatch(
    /accordion\.mmd: 39 states and 234 transitions\. 12 redirects .* Hidden: 107 transitions below 5%/,
  );
  expect(readdirSync(join(folder, "pictures")).sort()).toEqual(endings.map((ending) => `accordion.${ending}`).sort());
  const begins = { svg: "<svg ", html: "<!DOCTYPE html>", dot: "digraph ", mmd: "flowchart " };
  for (const [ending, begin] of Object.entries(begins))
    expect(readFileSync(file(ending), "utf8").startsWith(begin)).toBe(true);
});

test("without -o it prints DOT, unfolded and whole if asked for", async () => {
  const few = await commandHere(["config", "graph", ACCORDION]);
  expect(few).toMatchObject({ code: 0, stderr: "" });
  const all = await commandHere(["config", "graph", ACCORDION, "--unfold", "--min-probability", "0"]);
  const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;
  expect(count(few.stdout, / -> /g)).toBe(127);
  const { transitions } = JSON.parse(readFileSync(ACCORDION, "utf8"));
  expect(count(all.stdout, / -> /g)).toBe(transitions.length);
  expect(all.stdout).toContain("51 states and 255 transitions.");
});

describe("refused with code 2, before anything is written:", () => {
  test.each([
    [
      "another ending",
      ["-o", "x.pdf"],
      "this ending is no format of a graph; it must be .svg, .png, .html, .dot or .mmd",
    ],
    ["a probability above 1", ["--min-probability", "5"], "It must be a number from 0 to 1"],
    ["a store", ["-o", "hdfs://host/x.svg"], "addresses that begin with hdfs:// are not supported; write a path"],
  ])("%s", async (_, args, message) => {
    const { code, stdout, stderr } = await commandHere(["config", "graph", ACCORDION, ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  test("a folder as output, with another output beside it", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "x.svg"));
    const { code, stderr } = await commandHere([
      "config",
      "graph",
      ACCORDION,
      "-o",
      join(folder, "x.dot"),
      "-o",
      join(folder, "x.svg"),
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain("x.svg: is a folder; name a file in it");
    expect(readdirSync(folder)).toEqual(["x.svg"]);
  });

  test("the configuration as output", async () => {
    const file = join(temporaryFolder(), "site.svg");
    const content = readFileSync(ACCORDION);
    writeFileSync(file, content);
    const { code, stderr } = await commandHere(["config", "graph", file, "-o", file]);
    expect(code).toBe(2);
    expect(stderr).toContain("is the configuration itself; name another file");
    expect(readFileSync(file).equals(content)).toBe(true);
  });

  test("more states than can be laid out, in no format of the command", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "large.json");
    writeFileSync(file, JSON.stringify(largeSite(1201, 2)));
    const [dot, svg] = [join(folder, "large.dot"), join(folder, "large.svg")];
    const { code, stderr } = await commandHere(["config", "graph", file, "-o", dot, "-o", svg]);
    expect(code).toBe(2);
    expect(stderr).toContain("1,201 states and 2,402 transitions are more than can be laid out");
    expect([existsSync(dot), existsSync(svg)]).toEqual([false, false]);
  });
});
