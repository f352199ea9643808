// Compares paths in ARCHITECTURE.md and docs/internals with the repository. links.test.ts follows links.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../support/root.ts";

const FENCED = /^ *```.*?^ *```$/gms;

function read(page: string): string {
  return readFileSync(join(ROOT, page), "utf8");
}

function codeSpans(text: string): string[] {
  return [...text.replaceAll(FENCED, "").matchAll(/`([^`\n]+)`/g)].map(([, span]) => span!);
}

/** Folders at the top, without those of the build and the tests. */
const FOLDERS = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !["node_modules", "dist", "build", ".git"].includes(entry.name))
  .map(({ name }) => name);

/** Texts in backticks that name a path in one of these folders. */
function namedPaths(text: string): string[] {
  return codeSpans(text).filter((span) => !/\s/.test(span) && FOLDERS.includes(span.split("/")[0]!));
}

function missingPaths(text: string): string[] {
  return namedPaths(text).filter((path) => !existsSync(join(ROOT, path)));
}

function pagesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name !== "README.md")
    .sort();
}

test.each(["ARCHITECTURE.md", ...pagesOf("docs/internals").map((name) => `docs/internals/${name}`)])(
  "the paths that %s names exist",
  (page) => {
    expect(missingPaths(read(page))).toEqual([]);
  },
);

test("a path that does not exist is found", () => {
  expect(missingPaths("`src` and `src/nowhere/`, `npm run build`, `--user`\n```\nsrc/drawn\n```\n")).toEqual([
    "src/nowhere/",
  ]);
});

test("ARCHITECTURE.md names the purpose of each folder of the host and of the kernel", () => {
  const folders = ["src", "assembly"].flatMap((top) =>
    readdirSync(join(ROOT, top), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${top}/${entry.name}/`),
  );
  const rows = read("ARCHITECTURE.md")
    .split("\n")
    .filter((line) => line.startsWith("|"));
  const described = rows.flatMap((row) => codeSpans(row.split("|")[1]!));
  expect(folders.filter((folder) => !described.includes(folder))).toEqual([]);
});

test("ARCHITECTURE.md has at most 15 KB", () => {
  expect(Buffer.byteLength(read("ARCHITECTURE.md"))).toBeLessThanOrEqual(15 * 1024);
});

test.each(["docs/internals", "docs/decisions", "docs/performance"])("the index of %s lists each page", (folder) => {
  const index = read(`${folder}/README.md`);
  expect(pagesOf(folder).filter((page) => !index.includes(`](${page})`))).toEqual([]);
});

test("decisions are numbered without a gap and have the usual sections", () => {
  const pages = pagesOf("docs/decisions");
  const numbers = pages.map((name) => Number(/^(\d{4})-[a-z0-9-]+\.md$/.exec(name)?.[1]));
  expect(numbers).toEqual(pages.map((_, index) => index + 1));
  for (const [index, page] of pages.entries()) {
    const text = read(`docs/decisions/${page}`);
    expect(text, page).toMatch(new RegExp(`^# ${index + 1}\\. .+\n\n- Status: .+\n- Date: .*\\d{4}-\\d\\d-\\d\\d`));
    const sections = [...text.matchAll(/^## (.+)$/gm)].map(([, name]) => name);
    expect(sections, page).toEqual(["Context", "Decision", "Measurements", "Consequences"]);
  }
});
