// `eventsim config merge` as a person runs it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { configFile } from "../../support/program/command.ts";
import { run } from "../../support/program/program.ts";

const ACCORDION = configFile("Accordion");
const state = (page: string, level: string) => ({ page, auth: "Logged In", method: "GET", status: 200, level });
const home = state("Home", "free");
const toHelp = (p: number | null) => ({ source: home, dest: state("Help", "free"), p });

function files(...values: object[]): { folder: string; names: string[] } {
  const folder = temporaryFolder();
  const names = values.map((value, index) => {
    const name = join(folder, `overlay-${index + 1}.json`);
    writeFileSync(name, JSON.stringify(value));
    return name;
  });
  return { folder, names };
}

interface Config {
  beta: number;
  holidays?: string;
  transitions: { source: object; dest: object; p: number }[];
}

const fromHome = ({ transitions }: Config) =>
  transitions.filter(({ source }) => JSON.stringify(source) === JSON.stringify(home));
const sum = (ways: Config["transitions"]) => ways.reduce((total, { p }) => total + p, 0);

test("overlays change a configuration, and the other transitions make room; the result runs", async () => {
  const { folder, names } = files({ beta: 50_000, transitions: [toHelp(0.25)] }, { holidays: null });
  const out = join(folder, "merged.json");
  const { code, stdout, stderr } = await run(["config", "merge", ACCORDION, ...names, "--rescale", "-o", out]);
  expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: "" });
  const before: Config = JSON.parse(readFileSync(ACCORDION, "utf8"));
  expect(stderr.split("\n").slice(0, 2)).toEqual([`${names[0]} changes 2 values:`, `  beta: ${before.beta} -> 50000`]);
  expect(stderr).toContain(`${names[1]} changes 1 value:\n  holidays: "US" removed\n`);
  const merged: Config = JSON.parse(readFileSync(out, "utf8"));
  expect(merged.beta).toBe(50_000);
  expect(merged).not.toHaveProperty("holidays");
  expect(fromHome(merged)).toContainEqual(toHelp(0.25));
  expect(sum(fromHome(merged))).toBeCloseTo(sum(fromHome(before)), 12);
  const ran = await run(["-c", out, "-n", "5", "-s", "2026-01-05", "-e", "2026-01-06", "--quiet"]);
  expect({ code: ran.code, lines: ran.stdout.split("\n").length > 20 }).toEqual({ code: 0, lines: true });
});

test("a sum above 1 is refused with state, sum and files, before anything is written", async () => {
  const { folder, names } = files({ transitions: [toHelp(0.25)] });
  const out = join(folder, "merged.json");
  writeFileSync(out, "mine");
  const { code, stdout, stderr } = await run(["config", "merge", ACCORDION, names[0]!, "--force", "-o", out]);
  const total =
    0.25 +
    sum(
      fromHome(JSON.parse(readFileSync(ACCORDION, "utf8"))).filter(
        ({ dest }) => !("page" in dest && dest.page === "Help"),
      ),
    );
  expect({ code, stdout, kept: readFileSync(out, "utf8") }).toEqual({ code: 2, stdout: "", kept: "mine" });
  expect(stderr).toContain(`add up to ${Number(total.toPrecision(9))};`);
  expect(stderr).toContain(`${ACCORDION}:`);
  expect(stderr).toContain(`${names[0]}:1:17 gives 0.25 to "Help"`);
  expect(stderr).toContain("--rescale");
});

test("a contradiction is a warning on the way to standard output, and an error with --strict", async () => {
  const { names } = files({ beta: 1000 }, { beta: 2000 });
  const lenient = await run(["config", "merge", ACCORDION, ...names]);
  expect({ code: lenient.code, beta: JSON.parse(lenient.stdout).beta }).toEqual({ code: 0, beta: 2000 });
  const text = `beta: ${names[0]}:1:9 says 1000, ${names[1]}:1:9 says 2000, and the last one counts`;
  expect(lenient.stderr).toContain(`warning: ${text}`);
  const strict = await run(["config", "merge", ACCORDION, ...names, "--strict"]);
  expect({ code: strict.code, stdout: strict.stdout }).toEqual({ code: 2, stdout: "" });
  expect(strict.stderr).toContain(text);
});
