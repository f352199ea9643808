import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { fastFolder } from "../../support/files/folders.ts";
import { linesOf } from "../../support/program/command.ts";
import { bytesHere, commandHere } from "../../support/program/command-here.ts";

const WINDOW = ["--start-time", "2026-01-05T00:00:00.250", "--end-time", "2026-01-08"];
const RUN = ["--nusers", "200", ...WINDOW, "--quiet"];

const OTHERS: [string, string[]][] = [
  ["all users", []],
  ["a share of a growing site", ["--part", "2/3", "--growth-rate", "30", "--attrition-rate", "0.9"]],
  ["one user", ["--user", "31"]],
  ["small slices and batches", ["--slice-events", "500", "--part-events", "16", "--workers", "2"]],
];

const msOf = (line: string) => (JSON.parse(line) as { ts: number }).ts;

describe.each(OTHERS)("--write-from for %s", (_, options) => {
  let whole: string[];
  beforeAll(async () => {
    whole = linesOf(await bytesHere(...RUN, ...options));
  });

  it.each([
    "2026-01-04",
    "2026-01-05T00:00:00.251Z",
    "2026-01-06T07:30:00",
    "2026-01-06T09:30:00.250+02:00",
    "2026-01-07T23:50",
  ])("%s writes the lines of the whole run from then on", async (instant) => {
    expect(whole.length).toBeGreaterThan(10);
    const fromMs = Date.parse(/[Z+]|^[\d-]+$/.test(instant) ? instant : `${instant}Z`);
    const wanted = whole.filter((line) => msOf(line) >= fromMs);
    expect(linesOf(await bytesHere(...RUN, ...options, "--write-from", instant))).toEqual(wanted);
  });
});

describe("--write-from", () => {
  it("may be relative to now", async () => {
    const now = ["--now", "2026-01-07"];
    const absolute = await bytesHere(...RUN, "--write-from", "2026-01-06T12:00:00");
    expect((await bytesHere(...RUN, ...now, "--write-from", "-12h")).equals(absolute)).toBe(true);
  });

  it("makes another data set", async () => {
    const id = async (...options: string[]) => String(await bytesHere("id", ...RUN, ...options)).trim();
    const [whole, one, other] = [
      await id(),
      await id("--write-from", "2026-01-06"),
      await id("--write-from", "2026-01-07"),
    ];
    expect(new Set([whole, one, other]).size).toBe(3);
    expect(await id("--write-from", "2026-01-04")).toBe(whole);
  });

  it.each([
    [["--write-from", "2026-01-08"], "nothing would be written"],
    [["--write-from", "2026-01-06", "--late", "2%:30s"], "in the order of their arrival"],
    [["--write-from", "2026-01-06", "--events", "10"], "--events counts the events of the whole run"],
    [["--write-from", "2026-01-06", "--continuous"], "--continuous sends each event when its time comes"],
    [["--write-from", "2026-01-06", "--compat", "interana"], "is an option of the default engine"],
    [["--write-from", "2026-01-06", "--kafkaBrokerList", "127.0.0.1:1", "-k", "t"], "a topic"],
    [["--write-from", "2026-01-06", "--split-time", "1d", "events.json"], "a run with many files"],
    [["--write-from", "2026-01-06", "--manifest", "manifest"], "one with --manifest"],
    [["--write-from", "tomorrow"], "--write-from"],
  ])("%j is refused before anything is written", async (options, message) => {
    const last = options.at(-1)!;
    const args = last === "events.json" ? [...options.slice(0, -1), join(fastFolder(), last)] : options;
    const { code, stdout, stderr } = await commandHere([...RUN, ...args]);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
    expect(code).toBe(2);
  });
});
