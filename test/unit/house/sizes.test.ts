// Limits on folders and files. Larger ones are listed with their size: they may shrink, and then leave the list.
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { filesBelow, lineCount } from "../../support/read/tree.ts";

const MOST_FILES = 12;
const MOST_LINES = 250;
const FEW_LINES = 40;
/** Of the files of src/, those of fewer than 40 lines. They are the exception: what starts a thread, a list of what there is. */
const MOST_SMALL_SHARE = 0.22;

const LARGE_FOLDERS: Record<string, number> = {};

const LONG_FILES: Record<string, number> = {
  "test/program/bench/command.test.ts": 296,
  "test/program/output/existing.test.ts": 331,
  "test/program/read/codecs.test.ts": 305,
  "test/program/read/verify.test.ts": 265,
  "test/program/resume/journal.test.ts": 321,
  "test/unit/config/schema.test.ts": 260,
};

function counted(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** What is larger than it may be, and what is listed without need. */
function wrong(sizes: Record<string, number>, limit: number, listed: Record<string, number>) {
  const larger = Object.entries(sizes).filter(([name, size]) => size > Math.max(limit, listed[name] ?? 0));
  const needless = Object.keys(listed).filter((name) => (sizes[name] ?? 0) <= limit);
  return { larger: Object.fromEntries(larger), needless };
}

const sources = ["src", "assembly", "bench", "test"].flatMap((folder) => filesBelow(folder));

describe("the house", () => {
  it("src/ has no loose file but index.ts", () => {
    expect(filesBelow("src").filter((file) => dirname(file) === "src" && file !== "src/index.ts")).toEqual([]);
  });

  it(`a folder has at most ${MOST_FILES} files`, () => {
    const sizes = counted(sources.map((file) => dirname(file)));
    expect(wrong(sizes, MOST_FILES, LARGE_FOLDERS)).toEqual({ larger: {}, needless: [] });
  });

  it(`a file has at most ${MOST_LINES} lines`, () => {
    const sizes = Object.fromEntries(sources.map((file) => [file, lineCount(file)]));
    expect(wrong(sizes, MOST_LINES, LONG_FILES)).toEqual({ larger: {}, needless: [] });
  });

  it(`at most ${Math.round(100 * MOST_SMALL_SHARE)} % of the files of src/ have fewer than ${FEW_LINES} lines`, () => {
    const files = filesBelow("src");
    const small = files.filter((file) => lineCount(file) < FEW_LINES);
    expect(small.length / files.length).toBeLessThanOrEqual(MOST_SMALL_SHARE);
  });
});
