// What ARCHITECTURE.md and docs/internals say of the repository, against the repository.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { codeSpans, documents, ROOT, read } from "./markdown.ts";

/** Folders whose files a document may name; `dist` and `build` hold what is made. */
const KEPT = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !["node_modules", "dist", "build", ".git"].includes(entry.name))
  .map(({ name }) => name);

/** Those of the texts in backticks that are paths in the repository. */
function pathsIn(text: string): string[] {
  return codeSpans(text).filter((span) => KEPT.includes(span.split("/")[0] as string) && !/\s/.test(span));
}

const inner = documents().filter((name) => name === "ARCHITECTURE.md" || name.startsWith("docs/internals/"));

test.each(inner)("each path that %s names is there", (name) => {
  expect(pathsIn(read(name)).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test("ARCHITECTURE.md says what each folder of the host and the kernel is for", () => {
  const folders = ["src", "assembly"].flatMap((top) =>
    readdirSync(join(ROOT, top), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${top}/${entry.name}/`),
  );
  expect(folders).toContain("assembly/encode/");
  const table = read("ARCHITECTURE.md")
    .split("\n")
    .filter((line) => line.startsWith("|"));
  const named = table.flatMap((line) => codeSpans(line.split("|")[1] as string));
  expect(folders.filter((folder) => !named.includes(folder))).toEqual([]);
});

describe("the size of", () => {
  test.each([["ARCHITECTURE.md", 15]])("%s is at most %d KB", (name, kilobytes) => {
    expect(Buffer.byteLength(read(name))).toBeLessThanOrEqual(kilobytes * 1000);
  });
});

test("docs/internals and the other indexes list each of their pages", () => {
  for (const folder of ["docs/internals", "docs/decisions", "docs/performance"]) {
    const index = read(`${folder}/README.md`);
    const pages = readdirSync(join(ROOT, folder)).filter((name) => name !== "README.md");
    expect(pages.length).toBeGreaterThan(0);
    expect(pages.filter((page) => !index.includes(`](${page})`))).toEqual([]);
  }
});

test("decisions have numbers without a gap, and the sections of the usual form", () => {
  const pages = readdirSync(join(ROOT, "docs/decisions")).filter((name) => name !== "README.md");
  const numbers = pages.map((name) => Number(/^(\d{4})-[a-z0-9-]+\.md$/.exec(name)?.[1]));
  expect(numbers).toEqual(pages.map((_, index) => index + 1));
  for (const [index, page] of pages.entries()) {
    const text = read(`docs/decisions/${page}`);
    expect(text, page).toMatch(new RegExp(`^# ${index + 1}\\. .+\n\n- Status: .+\n- Date: .*\\d{4}-\\d\\d-\\d\\d`));
    const sections = [...text.matchAll(/^## (.+)$/gm)].map(([, name]) => name);
    expect(sections, page).toEqual(["Context", "Decision", "Measurements", "Consequences"]);
  }
});
