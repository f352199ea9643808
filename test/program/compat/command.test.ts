// The command line with --compat: refused and accepted options, and errors of the original's engine.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { FIXED, FIXED_WEEK } from "../../support/program/program.ts";
import { ROOT } from "../../support/root.ts";
import { originalSite, state } from "../../support/sites/original.ts";
import { writeSmallCatalog } from "../../support/sites/small.ts";

const COMPAT = ["--compat", "interana", ...FIXED_WEEK];

/** A site of two pages whose sessions end with probability one half. */
const SITE = originalSite([
  ["Home", "Home", 0.25],
  ["Home", "Out", 0.25],
]);

async function runSite(changes: object, ...args: string[]) {
  const folder = temporaryFolder();
  const config = join(folder, "config.json");
  writeFileSync(config, JSON.stringify({ ...SITE, ...changes }));
  // Reading the built-in catalog would take most of the time.
  const data = ["--data", writeSmallCatalog(folder)];
  const { stderr, ...result } = await commandHere([...COMPAT, "-c", config, ...data, "--quiet", ...args]);
  return { ...result, stderr: stderr.replaceAll(folder, "FOLDER"), lines: result.stdout.split("\n").slice(0, -1) };
}

describe("options that --compat interana refuses", () => {
  it.each([
    [["--user", "3"], "--user is an option of the default engine; leave it or --compat interana out"],
    [["--holidays", "DE"], "--holidays is an option of the default engine; leave it or --compat interana out"],
    [["--randomseed=2147483648"], "With --compat interana it must be a whole number from -2147483648 to 2147483647."],
    [["--userid=2147483648"], "With --compat interana it must be a whole number from -2147483648 to 2147483647."],
  ])("%j", async (args, message) => {
    const { code, stderr, stdout } = await commandHere([...COMPAT, ...args]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
  });

  it("another program's name", async () => {
    const { code, stderr } = await commandHere(["--compat", "other"]);
    expect(code).toBe(2);
    expect(stderr).toContain("argument 'other' is invalid. Allowed choices are interana.");
  });

  it("a sum that passes 1 by rounding, as the original does", async () => {
    const shares = [0.01, 0.2, 0.68, 0.11];
    const transitions = shares.map((p, index) => ({
      source: state("Home"),
      dest: state(index ? `P${index}` : "Home"),
      p,
    }));
    const { code, stderr } = await runSite({ transitions });
    expect(shares.reduce((sum, p) => sum + p)).toBe(1.0000000000000002);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /transitions\[3\]\.p: the probabilities from state "Home" .* add up to 1\.0000000000000002, with/,
    );
  });
});

describe("configurations that only the original accepts", () => {
  it("unknown keys, fractions of whole numbers, repeated transitions, an end before the start", async () => {
    const again = [...SITE.transitions, { ...SITE.transitions[0]!, p: 0.1 }];
    const odd = { holidays: 7, note: [], "n-users": 3.9, "start-date": "never", transitions: again };
    const { code, stderr, lines } = await runSite(odd);
    expect([code, stderr]).toEqual([0, ""]);
    expect(new Set(lines.map((line) => JSON.parse(line).userId))).toEqual(new Set(["2", "3", "4"]));
    expect(await runSite(odd, "--end-time", "2026-03-01T00:00:00")).toMatchObject({ code: 0, stderr: "", stdout: "" });
  });

  it("keys beat flags for users, first id and growth; a flag beats the key for seed and tag", async () => {
    const keys = { "n-users": 2, "first-user-id": 40, tag: "key", seed: 5 };
    const flags = ["-n", "9", "--userid", "7", "--tag", "flag"];
    const { lines } = await runSite(keys, ...flags);
    expect(new Set(lines.map((line) => JSON.parse(line).userId))).toEqual(new Set(["41", "42"]));
    expect(new Set(lines.map((line) => JSON.parse(line).tag))).toEqual(new Set(["flag"]));
    expect((await runSite(keys, ...flags, "--randomseed", "6")).stdout).not.toBe(lines.join("\n"));
    expect((await runSite({ ...keys, seed: 6 }, ...flags)).lines).toEqual(
      (await runSite(keys, ...flags, "--randomseed", "6")).lines,
    );
  });
});

describe("errors at which the original stops, after the events before", () => {
  it("no users are left: a churned state that every session reaches", async () => {
    const whole = await runSite({});
    const { code, stderr, lines } = await runSite({ "churned-state": "In" });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^eventsim: no users are left .* The original stops here as well; the events before are written\n$/,
    );
    expect(lines.length).toBeLessThan(whole.lines.length);
  });

  it("an auth that show-user-details lacks, at its first event; a session start that is missing, at the session's end", async () => {
    const rare = [...SITE.transitions, { source: state("Out"), dest: state("Gone", "Out"), p: 0.02 }];
    // A seed with which this happens only within the window.
    const unknown = await runSite({ transitions: rare, seed: 3 });
    expect(unknown.code).toBe(1);
    expect(unknown.lines.length).toBeGreaterThan(0);
    expect(unknown.stderr).toContain('an event has auth "Out", but show-user-details in FOLDER/config.json lacks it');
    const details = [...SITE["show-user-details"], { auth: "Out", show: false }];
    const noStart = await runSite({ transitions: rare, seed: 3, "show-user-details": details });
    expect(noStart.code).toBe(1);
    expect(noStart.lines.slice(0, unknown.lines.length)).toEqual(unknown.lines);
    expect(noStart.lines.length).toBeGreaterThan(unknown.lines.length);
    expect(noStart.stderr).toContain(
      'a session should start with auth "Out" and level "free", but FOLDER/config.json has no',
    );
  });

  it("not where it was asked for fewer events", async () => {
    const gone = { "churned-state": "In" };
    const { lines } = await runSite(gone);
    const fewer = await runSite(gone, "--events", String(lines.length - 1));
    expect(fewer).toMatchObject({ code: 0, stderr: "", lines: lines.slice(0, -1) });
  });

  it("a named file has the events before the stop", async () => {
    const output = join(temporaryFolder(), "events.json");
    const { code, stdout } = await runSite({ "churned-state": "In" });
    expect((await runSite({ "churned-state": "In" }, output)).code).toBe(code);
    expect(readFileSync(output, "utf8")).toBe(stdout);
  });
});

describe("--no-similar-songs", () => {
  it("is for the default engine too, and takes no value", async () => {
    const { code, stdout } = await commandHere([...FIXED, "--no-similar-songs", "--quiet"]);
    expect([code, stdout]).toEqual([0, (await commandHere([...FIXED, "--quiet"])).stdout]);
  });
});

describe("the window", () => {
  it("--now makes days reproducible, to the nanosecond; the run prints the window", async () => {
    const config = join(ROOT, "configs", "Accordion-config.json");
    const now = ["--now", "2026-03-10T01:02:03.4567", "--from", "3", "--to", "1"];
    const { code, stdout, stderr } = await commandHere(["--compat", "interana", "-c", config, "-n", "30", ...now]);
    const instants = ["--start-time", "2026-03-07T01:02:03.4567", "--end-time", "2026-03-09T01:02:03.4567"];
    expect(code).toBe(0);
    expect(stderr).toContain(`window: ${instants.join(" ")}\n`);
    expect(stdout.slice(0, 20)).toMatch(/^\{"ts":\d{10}456,/);
    expect((await commandHere(["--compat", "interana", "-c", config, "-n", "30", ...instants])).stdout).toBe(stdout);
  });
});
