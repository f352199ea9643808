import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../support/root.ts";

const PROGRAM = join(ROOT, "dist/program");
const STATIC_IMPORT = /^(?:import|export)\b[^;"']*?(?:\bfrom\s*)?"([^"]+)"/gm;

/**
 * Returns everything that a file of the program loads before its first line runs: own files, Node's modules and
 * packages.
 */
function loadedBy(script: string): { files: string[]; modules: string[] } {
  const files = new Set([script]);
  const modules = new Set<string>();
  for (const file of files) {
    for (const [, name] of readFileSync(join(PROGRAM, file), "utf8").matchAll(STATIC_IMPORT)) {
      if (name!.startsWith("./")) files.add(name!.slice(2));
      else modules.add(name!);
    }
  }
  return { files: [...files], modules: [...modules] };
}

function fileOf(name: string): string {
  return readdirSync(PROGRAM).find((file) => file.startsWith(`${name}-`))!;
}

describe("a start", () => {
  // Node takes about a millisecond for each file.
  it("loads two files, and a run few more", () => {
    const { files } = loadedBy("main.js");
    expect(files).toHaveLength(2);
    const run = loadedBy(fileOf("run"));
    expect(run.files.length).toBeLessThanOrEqual(8);
    expect(run.files).toContain(files[1]);
  });

  it("does not load modules that only some runs need", () => {
    const needed = [...loadedBy("main.js").modules, ...loadedBy(fileOf("run")).modules];
    expect(needed).toContain("node:worker_threads");
    for (const name of [
      "node:child_process",
      "date-holidays",
      "jsonc-parser",
      "lz4-napi",
      "snappy",
      "@toondepauw/node-zstd",
    ])
      expect(needed).not.toContain(name);
  });

  it("does not load the tables of languages", () => {
    const trap = "Object.defineProperty(Intl,'ListFormat',{get(){throw new Error('loaded')}})";
    const start = (args: string[]) =>
      spawnSync(process.execPath, ["--import", `data:text/javascript,${trap}`, join(PROGRAM, "main.js"), ...args], {
        encoding: "utf8",
      });
    expect(start(["--version"])).toMatchObject({ status: 0, stderr: "" });
    // The message for a mistyped option suggests similar ones, with an "or".
    expect(start(["--nuser", "1"]).stderr).toContain("loaded");
  });
});
