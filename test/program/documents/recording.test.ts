import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { type Cast, readCast } from "../../../docs/build/recording/cast.ts";
import { record } from "../../../docs/build/recording/record.ts";
import { linesOf } from "../../../docs/build/recording/screens.ts";
import { readPage } from "../../support/documents/blocks.ts";
import { readXml } from "../../support/read/xml.ts";
import { ROOT } from "../../support/root.ts";

const MOST_BYTES = 64 * 1024;
const hasScript = spawnSync("script", ["--version"]).status === 0;

/** Returns the last screen, without times and rates. */
async function lastScreen(cast: Cast): Promise<string[]> {
  const lines = await linesOf(cast);
  const end = cast.prints.at(-1)![0];
  const last = lines.filter(({ until }) => until === end).sort((one, other) => one.row - other.row);
  return last.map(({ text }) => text.replace(/ in [\d.]+ s \(.*\)$/, ""));
}

test.skipIf(!hasScript)("the README's picture shows the output of its commands", async () => {
  const shown = await lastScreen(readCast(readPage("docs/build/recording/recording.cast")));
  expect(shown.length).toBeGreaterThan(10);
  expect(shown, "run npm run docs:record, and commit what it writes").toEqual(await lastScreen(await record(ROOT)));
});

test("the README's picture is small, has no script and loads nothing", () => {
  const picture = readPage("docs/recording.svg");
  expect(readXml(picture)[0]!.name).toBe("svg");
  expect(picture.length).toBeLessThan(MOST_BYTES);
  expect(picture).not.toMatch(/<script|<image|href|@import|url\(|\son\w+=/i);
  expect(readPage("README.md")).toContain("](docs/recording.svg)");
});
