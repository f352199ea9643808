// Links between the documents lead somewhere: each to a file of the repository and, after a #, to a heading of it.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../support/root.ts";

/** Folders of generated or installed files. */
const MADE = /^(node_modules|dist|build|\.git)(\/|$)|^data\/(?!build|README|LICENSES)/;

function pagesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (MADE.test(path)) return [];
    if (entry.isDirectory()) return pagesIn(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

const PAGES = pagesIn("");

/** Reads a page, or a folder's or a file's existence, by its path in the repository. */
interface Files {
  text(path: string): string;
  exists(path: string): boolean;
}

const repository: Files = {
  text: (path) => readFileSync(join(ROOT, path), "utf8"),
  exists: (path) => existsSync(join(ROOT, path)),
};

function withoutBlocks(text: string): string {
  return text.replaceAll(/^( *)```.*?^\1```$/gms, "");
}

/** The anchors that GitHub makes of a page's headings: the second one of the same words ends in -1. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading] of withoutBlocks(text).matchAll(/^#+ (.*)$/gm)) {
    const words = heading!.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const anchor = words.replaceAll(/[^\p{L}\p{N}_ -]/gu, "").replaceAll(" ", "-");
    const again = [anchor, ...Array.from({ length: anchors.size }, (_, index) => `${anchor}-${index + 1}`)];
    anchors.add(again.find((name) => !anchors.has(name)) ?? anchor);
  }
  return anchors;
}

function brokenLinks(page: string, files: Files): string[] {
  // Brackets in code are not links.
  const prose = withoutBlocks(files.text(page)).replaceAll(/`[^`\n]*`/g, "");
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path, anchor] = link.split("#") as [string, string?];
    const target = path === "" ? page : normalize(join(dirname(page), path));
    return !files.exists(target) || (anchor !== undefined && !anchorsOf(files.text(target)).has(anchor));
  });
}

test.each(PAGES)("%s", (page) => {
  expect(brokenLinks(page, repository)).toEqual([]);
});

test("a link to a missing file or heading is found", () => {
  const pages: Record<string, string> = {
    "a/one.md":
      "[x](two.md) [x](../three.md#the-end) [x](#here) `[x](code.md)` [x](https://example.org/no)\n# Here\n# Here\n[x](#here-1)",
    "a/two.md": "[x](gone.md) [x](one.md#gone) [x](#here)\n```sh\n# Here\n```",
    "three.md": "## The `end`!",
  };
  const files: Files = { text: (path) => pages[path]!, exists: (path) => path in pages };
  expect(brokenLinks("a/one.md", files)).toEqual([]);
  expect(brokenLinks("a/two.md", files)).toEqual(["gone.md", "one.md#gone", "#here"]);
});
