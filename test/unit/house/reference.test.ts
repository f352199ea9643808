// Generated pages are up to date, and the handwritten text beside them uses the code's names.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { PAGES } from "../../../docs/build/pages.ts";
import { ROOT_KEYS } from "../../../src/config/keys/keys.ts";
import { readConfig } from "../../../src/config/read.ts";
import { documented, readPage } from "../../support/documents/blocks.ts";
import { temporaryFolder } from "../../support/files/folders.ts";

/** The cells of a key's row. */
function cellsOf(text: string, key: string): string[] {
  const row = text.split("\n").find((line) => line.startsWith(`| \`${key}\` `));
  return row!
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** Their figures take long to solve: test/statistics/prediction compares them where it has solved them for a run. */
const PREDICTED = ["configs/README.md"];

test.each(Object.keys(PAGES).filter((path) => !PREDICTED.includes(path)))(
  "%s is the output of npm run docs",
  async (path) => {
    expect(readPage(path), "run npm run docs, and commit what it writes").toBe(await PAGES[path]!());
  },
);

describe("docs/reference/config.md", () => {
  const text = readPage("docs/reference/config.md");
  /** In both engines they are accepted and never read; the page has them in a sentence. */
  const IGNORED = ["$schema", "_comment", "upgrades", "downgrades"];

  it("has every key in its tables, once", () => {
    expect([...documented(text), ...IGNORED].sort()).toEqual([...ROOT_KEYS].sort());
  });

  it("has the defaults of a configuration that has only the tables", () => {
    const { levels, auths, transitions, ...others } = JSON.parse(readPage("configs/Accordion-config.json"));
    const path = join(temporaryFolder(), "tables.json");
    const tables = {
      levels,
      auths,
      transitions,
      "show-user-details": others["show-user-details"],
      "new-session": others["new-session"],
    };
    writeFileSync(path, JSON.stringify(tables));
    const { config } = readConfig(path);
    const values: Record<string, unknown> = {
      alpha: config.alphaSeconds,
      beta: config.betaSeconds,
      "session-gap": config.sessionGapSeconds,
      damping: config.damping,
      "weekend-damping": config.weekendDamping,
      "weekend-damping-offset": config.weekendDampingOffsetMinutes,
      "weekend-damping-scale": config.weekendDampingScaleMinutes,
      seed: Number(config.seed),
    };
    const stated = Object.keys(values).map((key) => [key, Number(cellsOf(text, key)[3])]);
    expect(Object.fromEntries(stated)).toEqual(values);
  });
});
