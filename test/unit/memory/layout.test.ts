import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { layoutConstants } from "../../../src/kernel/layout-hash.ts";

const FORMATS = "assembly/encode/formats";
const FILES = [
  ...readdirSync("assembly/layout").map((name) => `assembly/layout/${name}`),
  ...readdirSync(FORMATS).map((name) => `${FORMATS}/${name}/keys.ts`),
];

/** The constants in the files' text, as number literals without separators. */
function writtenConstants(): string[] {
  const texts = FILES.map((name) => readFileSync(name, "utf8"));
  const constants = texts.flatMap((text) => [...text.matchAll(/^export const (\w+): \w+ = ([^;]+);/gm)]);
  return constants.map(([, name, value]) => `${name}=${Number(value)}`).sort();
}

describe("the memory map", () => {
  it("is hashed whole: every constant of every file of assembly/layout/, and of the keys of each format", () => {
    const written = writtenConstants();
    expect(written.length).toBeGreaterThan(300);
    expect(layoutConstants()).toEqual(written);
  });

  it("has each name once, and nothing but constants", () => {
    const names = writtenConstants().map((constant) => constant.slice(0, constant.indexOf("=")));
    expect(names.filter((name, index) => name === names[index + 1])).toEqual([]);
    for (const name of FILES) {
      const code = readFileSync(name, "utf8").replace(/\/\/.*$/gm, "");
      expect(code.replace(/export const \w+: (usize|u32|i32) = -?\w+;/g, "").trim(), name).toBe("");
    }
  });
});
