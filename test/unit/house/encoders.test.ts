import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ENCODERS = "assembly/encode";

/** The code of the encoders' files under a folder, without comments, by path. */
function codeUnder(folder: string): [string, string][] {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
  return paths.map((path) => {
    const text = readFileSync(join(folder, path), "utf8");
    return [path.replaceAll("\\", "/"), text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")];
  });
}

describe("the encoders", () => {
  const all = codeUnder(ENCODERS);
  const shared = all.filter(([path]) => !path.startsWith("formats/"));

  it("know no format: code for one format is in its folder of formats/", () => {
    expect(shared.length).toBeGreaterThan(8);
    expect(all.length).toBeGreaterThan(shared.length);
    for (const [path, code] of shared) {
      for (const format of readdirSync(join(ENCODERS, "formats"))) {
        expect(code.toLowerCase().includes(format), `${path} names ${format}`).toBe(false);
      }
    }
  });

  it("do not know of each other's formats", () => {
    const formats = readdirSync(join(ENCODERS, "formats"));
    for (const [path, code] of all.filter(([path]) => path.startsWith("formats/"))) {
      const others = formats.filter((format) => !path.startsWith(`formats/${format}/`));
      for (const other of others) expect(code.toLowerCase().includes(other), `${path} names ${other}`).toBe(false);
    }
  });

  it("ask in one file which engine runs", () => {
    const asking = all.filter(([, code]) => /\bP_COMPAT\b|\bCOMPAT_/.test(code)).map(([path]) => path);
    expect(asking).toEqual(["ids.ts"]);
  });
});
