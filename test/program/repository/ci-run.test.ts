// Runs .ci/run in a folder with tiers of its own, which tell what ran beside and after what.

import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { runCommand } from "../../support/program/program.ts";
import { ROOT } from "../../support/root.ts";

/** What a tier leaves. */
const results = (passed: number, failed: number) =>
  `echo '{"numPassedTests":${passed},"numFailedTests":${failed},"numPendingTests":1,"numTodoTests":0}'`;

/** A tier's script, with a set-up that is told from the tests. */
const tier = (name: string, setUp: string, tests: string) => `
if [ "\${1:-}" = --install ]; then
  echo "sets up ${name}"
  ${setUp}
  exit $?
fi
echo "tests ${name}"
${tests}
`;

function repository(files: Record<string, string>, scripts: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries({ ...files, "package.json": JSON.stringify({ scripts }) })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  copyFileSync(join(ROOT, ".ci/run"), join(folder, ".ci/run"));
  chmodSync(join(folder, ".ci/run"), 0o755);
  return folder;
}

/** Waits until another tier has begun. */
const meets = (own: string, other: string) => `touch build/${own}
i=0
while [ ! -f build/${other} ]; do
  i=$((i + 1)); [ $i -lt 600 ] || { echo "${other} did not begin meanwhile"; exit 1; }
  sleep 0.1
done`;

it("sets up later tiers while the first one tests, and then tests two at a time", async () => {
  const folder = repository(
    {
      // The first tier ends when the last set-up has been through.
      ".ci/verify": `i=0
while [ ! -f build/fourth ]; do
  i=$((i + 1)); [ $i -lt 600 ] || { echo "nothing was set up meanwhile"; exit 1; }
  sleep 0.1
done
echo "tests the program"
${results(5, 0)} >build/test-results.json`,
      ".ci/verify-readers": tier(
        "readers",
        "touch build/first",
        `${meets("left", "right")}; ${results(2, 0)} >build/readers-results.json`,
      ),
      ".ci/verify-servers": tier(
        "servers",
        "touch build/second; echo broken >&2; false",
        `${meets("right", "left")}; ${results(1, 1)} >build/servers-results.json; exit 1`,
      ),
      ".ci/verify-browser": tier("browser", "touch build/third", `${results(3, 0)} >build/browser-results.json`),
      ".ci/verify-office": tier("office", "touch build/fourth", `${results(4, 0)} >build/office-results.json`),
    },
    Object.fromEntries(
      ["verify", "verify:readers", "verify:servers", "verify:browser", "verify:office"].map((name) => [
        name,
        `sh .ci/${name.replace(":", "-")}`,
      ]),
    ),
  );
  const { code, stdout } = await runCommand("bash", [join(folder, ".ci/run")], { cwd: folder });
  const said = stdout.split("\n").filter((line) => /^(sets up|tests|== set-up|broken|\d+ passed)/.test(line));
  const tests = said.filter((line) => /^tests (?!the)/.test(line));
  expect(tests.toSorted()).toEqual(["tests browser", "tests office", "tests readers", "tests servers"]);
  expect(tests.filter((line) => line !== "tests readers")).toEqual(["tests servers", "tests browser", "tests office"]);
  expect(said.filter((line) => !tests.includes(line))).toEqual([
    "tests the program",
    ...["== set-up of verify-readers", "sets up readers", "== set-up of verify-servers", "sets up servers", "broken"],
    ...["== set-up of verify-browser", "sets up browser"],
    ...["== set-up of verify-office", "sets up office"],
    "15 passed, 1 failed, 5 skipped",
  ]);
  expect(code).toBe(1);
});

it("each script that it sets up with ends before its tests", () => {
  const [, names = ""] = /^set_ups=\((.*)\)$/m.exec(readFileSync(join(ROOT, ".ci/run"), "utf8")) ?? [];
  expect(names.split(" ").length).toBeGreaterThan(1);
  for (const name of names.split(" ")) {
    const lines = readFileSync(join(ROOT, ".ci", name), "utf8").split("\n");
    const end = lines.findIndex((line) => line.includes("!= --install ] || exit 0"));
    expect(end, name).toBeGreaterThan(0);
    expect(
      lines.findIndex((line) => line.includes("vitest run")),
      name,
    ).toBeGreaterThan(end);
  }
});
