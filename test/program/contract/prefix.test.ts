import { describe, expect, test } from "vitest";
import { configFile, firstDifference, linesOf, userOf } from "../../support/program/command.ts";
import { bytesHere } from "../../support/program/command-here.ts";

const window = (start: string, end: string) => ["--start-time", start, "--end-time", end];

/** Throws if a longer output does not begin with the bytes of a shorter one. */
function expectPrefix(longer: Buffer, shorter: Buffer): void {
  if (longer.subarray(0, shorter.length).equals(shorter)) return;
  const lines = linesOf(shorter);
  throw new Error(firstDifference(lines, linesOf(longer).slice(0, lines.length)));
}

describe("more users", () => {
  const halfDay = window("2026-03-06T12:00:00", "2026-03-07T00:00:00");

  test.each([
    { name: "Accordion", flags: [] },
    { name: "Accordion", flags: ["--attrition-rate", "0.9", "--tag", "t", "--userid", "9000"] },
    // Guests and people who cancel: lines without a name.
    { name: "Kazoo", flags: ["--growth-rate", "0"] },
  ])("leave the lines of the first as they are: $name $flags", async ({ name, flags }) => {
    const outputOf = async (users: number) =>
      linesOf(await bytesHere("-c", configFile(name), "-n", String(users), ...halfDay, ...flags));
    const [fewer, more] = [await outputOf(500), await outputOf(1000)];
    const last = 499 + (flags.includes("--userid") ? 9000 : 1);
    const ofFirst = more.filter((line) => userOf(line) <= last);
    expect(firstDifference(fewer, ofFirst)).toBe(undefined);
    expect(fewer.length).toBeGreaterThan(10_000);
    expect(more.length).toBeGreaterThan(1.7 * fewer.length);
    const isHidden = (line: string) => line.includes('"userId":"",');
    expect(more.filter((line) => !isHidden(line) && !line.includes(`"userId":"${userOf(line)}",`))).toEqual([]);
    expect(more.some(isHidden)).toBe(true);
  });
});

describe("a later end only adds lines", () => {
  test.each([
    { what: "of a day", name: "Accordion", start: "2026-03-06", ends: ["2026-03-07", "2026-03-10"], flags: [] },
    {
      what: "with growth and attrition",
      name: "Tambourine",
      start: "2026-03-06",
      ends: ["2026-03-07", "2026-03-10"],
      flags: ["--growth-rate", "30", "--attrition-rate", "0.99"],
    },
    // Activity drops on the evening before a holiday, whether or not the holiday is in the window.
    { what: "across New Year", name: "Oud", start: "2025-12-30", ends: ["2026-01-01", "2026-01-02"], flags: [] },
    {
      what: "across New Year in another country",
      name: "Oud",
      start: "2025-12-30",
      ends: ["2026-01-01", "2026-01-02"],
      flags: ["--holidays", "DE"],
    },
  ])("$what", async ({ name, start, ends, flags }) => {
    const outputUntil = (end: string) =>
      bytesHere("-c", configFile(name), "-n", "200", ...window(`${start}T00:00:00`, `${end}T00:00:00`), ...flags);
    const [early, late] = [await outputUntil(ends[0]!), await outputUntil(ends[1]!)];
    expectPrefix(late, early);
    expect(early.length).toBeGreaterThan(1_000_000);
    expect(late.length).toBeGreaterThan(1.05 * early.length);
  });
});

describe("--events", async () => {
  const command = [
    ...["-c", configFile("Kazoo"), "-n", "300", "--growth-rate", "20"],
    ...window("2026-03-06T00:00:00", "2026-03-08T00:00:00"),
  ];
  const whole = await bytesHere(...command);
  const total = linesOf(whole).length;

  test.each([1, 2, 1999, 2048, 2049, total - 1, total])("stops after exactly %i", async (count) => {
    const some = await bytesHere(...command, "--events", String(count));
    expect(linesOf(some).length).toBe(count);
    expectPrefix(whole, some);
  });

  test("does so for any cut of the work", async () => {
    const some = await bytesHere(
      ...command,
      "--events",
      "5001",
      "--workers",
      "3",
      "--slice-events",
      "50",
      "--part-events",
      "7",
    );
    expect(linesOf(some).length).toBe(5001);
    expectPrefix(whole, some);
  });

  test("prints everything where there is not so much", async () => {
    expect((await bytesHere(...command, "--events", String(total + 1))).equals(whole)).toBe(true);
    expect((await bytesHere(...command, "--events", "9007199254740991")).equals(whole)).toBe(true);
  });
});
