import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CORPUS } from "../../fuzz/corpus.ts";
import { Runner } from "../../fuzz/runner.ts";
import { ROOT } from "../../support/root.ts";

const FOLDER = join(ROOT, "build", "fuzz");

let runner: Runner;
beforeAll(() => {
  execFileSync("npm", ["run", "build:fuzz"], { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
  runner = new Runner(join(FOLDER, "harness.js"), ROOT);
});
afterAll(() => runner.close());

/** A run of few events; what a configuration says of dates does not matter. */
const ARGS = ["-c", "site.json", "-n", "2", "-s", "2026-01-01T00:00:00", "-e", "2026-01-02T00:00:00", "--events", "20"];

// Whoever needs more than a minute for one, or more than 1.5 GiB, fails.
test.each(CORPUS)(
  "$name",
  async ({ text, code, says }) => {
    const files = { "site.json": Buffer.from(text()) };
    const { finding, stderr } = await runner.run({ files, args: [...ARGS, "out"], codes: [code] });
    expect(finding).toBeUndefined();
    if (says !== undefined) expect(stderr.split("\n")[0]).toMatch(says);
    // Nobody reads more lines.
    expect(stderr.split("\n").length).toBeLessThan(110);
  },
  120_000,
);
