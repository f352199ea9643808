// Each test is run by some command, and the unit tier needs neither a build nor another process.
import { dirname, join, normalize } from "node:path";
import { preProcessFile } from "typescript";
import { describe, expect, it } from "vitest";
import config from "../../../vitest.config.ts";
import { filesBelow, textOf } from "../../support/read/tree.ts";

const projects = (config.test?.projects ?? []) as { test: { name: string } }[];
const tiers = projects.map(({ test }) => test.name);
const tests = filesBelow("test", ".test.ts");

/** A file of tests, and what it loads of test/ and bench/, directly or not. */
function loadedBy(file: string): string[] {
  const files = new Set([file]);
  for (const each of files)
    for (const { fileName } of preProcessFile(textOf(each)).importedFiles) {
      if (!fileName.startsWith(".")) continue;
      const loaded = normalize(join(dirname(each), fileName));
      if (/^(test|bench)\//.test(loaded)) files.add(loaded);
    }
  return [...files];
}

describe("each file of tests", () => {
  it("is in the folder of a tier", () => {
    expect(tiers).toContain("unit");
    expect(tests.filter((file) => !tiers.includes(file.split("/")[1] as string))).toEqual([]);
  });

  it("is in a tier that a command runs", () => {
    const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
    const commands = [...Object.values(scripts), ...filesBelow(".ci", "").map(textOf)].join("\n");
    expect(tiers.filter((tier) => !commands.includes(`--project ${tier}`))).toEqual([]);
  });
});

describe("the unit tier", () => {
  const loaded = tests.filter((file) => file.startsWith("test/unit/")).flatMap(loadedBy);

  it("starts no process", () => {
    expect(loaded.length).toBeGreaterThan(60);
    expect(loaded.filter((file) => /from "(node:)?child_process"/.test(textOf(file)))).toEqual([]);
  });

  it("loads nothing that needs a build", () => {
    const needsBuild = /(^bench\/launch|^test\/support\/(kernel|program|setup)\/)/;
    expect(loaded.filter((file) => needsBuild.test(file))).toEqual([]);
  });
});
