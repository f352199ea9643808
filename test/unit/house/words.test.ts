// Texts that no file of the project may have: unfinished work, and paths of a developer's copy.
import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { filesBelow, textOf } from "../../support/read/tree.ts";
import { ROOT } from "../../support/root.ts";

/** Generated, or written by others. */
const PASSED_OVER = /^(node_modules|dist|build|\.git|isolate-.*\.log|gc\.log|package-lock\.json)$/;
const BINARY = /\.(gz|lz4|zst|tsv|image|tgz|pyc)$/;

const files = readdirSync(ROOT, { withFileTypes: true })
  .filter(({ name }) => !PASSED_OVER.test(name))
  .flatMap((entry) => (entry.isDirectory() ? filesBelow(entry.name, "") : [entry.name]))
  .filter((file) => !BINARY.test(file) && !/^data\/[^/]*\.(json|msgpack|svg)/.test(file));

const saying = (what: RegExp) => files.filter((file) => what.test(textOf(file)));

it("work that is left is in no comment", () => {
  expect(files).toContain("src/cli/main.ts");
  // In two pieces each, so that this file does not match.
  expect(saying(new RegExp(`\\b(${["TO" + "DO", "FIX" + "ME", "XX" + "X"].join("|")})\\b`))).toEqual([]);
});

it("no path leads to a developer's own folders", () => {
  expect(
    saying(new RegExp(`(^|[^\\w.}])/(${["wo" + "rk", "ho" + "me", "Us" + "ers", "ro" + "ot"].join("|")})/\\w`, "m")),
  ).toEqual([]);
});
