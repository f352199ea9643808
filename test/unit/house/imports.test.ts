// The rules of .dependency-cruiser.js find what they forbid, and the picture matches the code (reference.test.ts
// compares them).
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cruise, type ICruiseResult, type IFlattenedRuleSet } from "dependency-cruiser";
import { describe, expect, it } from "vitest";
import { drawImports, type Imports } from "../../../docs/build/imports.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { ROOT } from "../../support/root.ts";

const rules = (await import(join(ROOT, ".dependency-cruiser.js"))).default;

/** The names of the rules that a project with these files breaks. */
async function broken(files: Record<string, string>): Promise<string[]> {
  const folder = temporaryFolder();
  const all = { "package.json": JSON.stringify({ dependencies: {}, devDependencies: { yaml: "2" } }), ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const ruleSet = { forbidden: rules.forbidden } as IFlattenedRuleSet;
  const tops = ["src", "assembly"].filter((top) => Object.keys(files).some((path) => path.startsWith(`${top}/`)));
  const { output } = await cruise(tops, { ...rules.options, baseDir: folder, validate: true, ruleSet });
  const { summary } = output as ICruiseResult;
  return [...new Set(summary.violations.map(({ rule }) => rule.name))].sort();
}

const type = "export type A = 1;";

describe("the rules for imports", () => {
  it("allow what goes down", async () => {
    expect(
      await broken({
        "src/index.ts": "export * from './simulation/a.ts';",
        "src/simulation/a.ts":
          "export type { A } from '../system/a.ts'; import 'node:fs'; import '../../assembly/layout/a.ts';",
        "src/system/a.ts": type,
        "assembly/layout/a.ts": "",
      }),
    ).toEqual([]);
  });

  it.each([
    [
      "a circle of types",
      ["circle"],
      "import type { B } from './b.ts'; export type A = B;",
      "src/config/b.ts",
      "export type B = import('./a.ts').A | 1;",
    ],
    ["what is above", ["order: src/config"], "import type { A } from '../output/b.ts';", "src/output/b.ts", type],
    [
      "a folder of the same layer",
      ["order: src/config"],
      "import type { A } from '../catalog/b.ts';",
      "src/catalog/b.ts",
      type,
    ],
    ["a folder without a place", ["place: src"], "", "src/utilities/b.ts", 'import "node:fs";'],
    ["a test", ["program"], 'import "../../test/b.ts";', "test/b.ts", ""],
    ["a bench", ["program"], 'import "../../bench/b.ts";', "bench/b.ts", ""],
    ["what builds data", ["program"], 'import "../../data/build/b.ts";', "data/build/b.ts", ""],
    ["the kernel's code", ["program"], 'import "../../assembly/encode/b.ts";', "assembly/encode/b.ts", ""],
    ["the host, from the kernel", ["kernel"], "", "assembly/encode/b.ts", 'import "../../src/config/a";'],
    ["what is above, in the kernel", ["order: assembly/layout"], "", "assembly/layout/b.ts", 'import "../index.ts";'],
    ["what is not there", ["not found", "program"], 'import "./nowhere.ts";', "src/config/b.ts", ""],
    [
      "a package for development",
      ["installed"],
      'import "yaml";',
      "node_modules/yaml/package.json",
      '{ "main": "a.js" }',
    ],
    [
      "a package of another folder",
      ["installed", "package: commander"],
      'import "commander";',
      "node_modules/commander/package.json",
      '{ "main": "a.js" }',
    ],
  ])("forbid %s", async (_, names, text, otherPath, otherText) => {
    const made = {
      "src/config/a.ts": text,
      "assembly/index.ts": "",
      "node_modules/yaml/a.js": "",
      "node_modules/commander/a.js": "",
      [otherPath]: otherText,
    };
    expect(await broken(made)).toEqual(names);
  });
});

describe("the picture of the imports", () => {
  const imports: Imports = new Map([
    ["src/cli", new Set(["src/read", "src/system"])],
    ["src/read", new Set(["src/system", "assembly/layout"])],
    ["src/system", new Set()],
    ["assembly/layout", new Set()],
    ["assembly/alone.ts", new Set()],
  ]);

  it("has the folders that import or are imported, and no arrow that follows from others", () => {
    const lines = drawImports(imports).split("\n");
    expect(lines.filter((line) => line.includes("-->"))).toEqual([
      "  src_cli --> src_read",
      "  src_read --> assembly_layout & src_system",
    ]);
    expect(lines.filter((line) => line.includes("["))).toEqual([
      '    src_cli["cli"]',
      '    src_read["read"]',
      '    src_system["system"]',
      '    assembly_layout["layout"]',
    ]);
  });
});
