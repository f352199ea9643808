// The pages on options and manifests list everything that the program prints and writes.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { COMMAND_NAMES } from "../../../src/cli/parse-run.ts";
import { documented, readPage } from "../../support/documents/blocks.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";

test("the options' page has all that the help of the program and of its commands lists", async () => {
  const page = readPage("docs/reference/options.md");
  const helps = [["--help"], ...COMMAND_NAMES.filter((name) => name !== "help").map((name) => [name, "--help"])];
  for (const help of helps) {
    const { stdout } = await commandHere(help);
    const flags = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, flag]) => flag!);
    expect(flags).toContain("--help");
    expect(flags.filter((flag) => !new RegExp(`\`${flag}[ \`]`).test(page))).toEqual([]);
  }
});

describe("docs/reference/manifest.md", () => {
  /** Returns the keys of an object, and those of the named nested objects. */
  const keysOf = (object: Record<string, unknown>, ...opened: string[]) =>
    Object.entries(object).flatMap(([key, value]) =>
      opened.includes(key) ? Object.keys(value as object).map((inner) => `${key}.${inner}`) : [key],
    );

  it("has every key of a manifest, of its files and of its totals", async () => {
    const window = ["-n", "20", "-s", "2026-01-05", "-e", "2026-01-06", "--split-events", "500", "--lose", "1%"];
    const folder = temporaryFolder();
    await commandHere([...window, "--quiet", join(folder, "week", "events.json.lz4")]);
    const manifest = JSON.parse(readFileSync(join(folder, "week", ".eventsim", "_manifest"), "utf8"));
    const shares = [1, 2].map((share) => join(folder, `share-${share}`));
    for (const [index, share] of shares.entries())
      await commandHere([...window, "--quiet", "--part", `${index + 1}/2`, join(share, "events-{share}-{part}.json")]);
    await commandHere(["verify", "--merge", ...shares, "--output", join(folder, "merged")]);
    const merged = JSON.parse(readFileSync(join(folder, "merged"), "utf8"));
    const keys = [
      ...Object.keys(merged).filter((key) => !(key in manifest)),
      ...keysOf(manifest, "window", "population"),
      ...keysOf(manifest.files[0], "start"),
      ...keysOf(manifest.totals),
    ];
    expect(documented(readPage("docs/reference/manifest.md")).sort()).toEqual(keys.sort());
  });
});
