import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { ROOT } from "../../support/root.ts";
import { POPULATIONS } from "../../support/sites/populations.ts";

const folder = join(ROOT, "configs");
const files = POPULATIONS.map((name) => `${name}-config.json`);

it("the generator of configurations makes exactly the committed files", () => {
  const made = temporaryFolder();
  execFileSync(process.execPath, [join(folder, "build", "generate.mjs"), made]);
  expect(readdirSync(made).sort()).toEqual(files);
  expect(
    readdirSync(folder)
      .filter((file) => file.endsWith("-config.json"))
      .sort(),
  ).toEqual(files);
  for (const file of files)
    expect(readFileSync(join(made, file), "utf8")).toBe(readFileSync(join(folder, file), "utf8"));
});
