import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { contentOf, fastFolder } from "../../support/files/folders.ts";
import { commandHere } from "../../support/program/command-here.ts";
import { manifestIn, QUICK_WEEK, runInto } from "../../support/program/here.ts";

const VALUES = [...QUICK_WEEK, "--split-events", "2000"].filter((value) => value !== "--quiet");

/** Counts events, bytes and files independently. */
function counted(content: ReadonlyMap<string, Buffer>, isCounted: (name: string) => boolean) {
  const files = [...content]
    .filter(([name]) => /^events-\d+\.json$/.test(name) && isCounted(name))
    .map(([, bytes]) => bytes);
  const lines = (bytes: Buffer) => bytes.toString().split("\n").length - 1;
  return {
    files: files.length,
    events: files.reduce((sum, bytes) => sum + lines(bytes), 0),
    bytes: files.reduce((sum, bytes) => sum + bytes.length, 0),
  };
}

const NUMBER = "([\\d,.]+)";
const AMOUNT = `${NUMBER} events, ${NUMBER} MB, ${NUMBER} files?`;
const SUMMARY = new RegExp(`^${AMOUNT} made in .*; kept: ${AMOUNT}; in all: ${AMOUNT}$`, "m");

function summaryIn(stderr: string) {
  const numbers =
    SUMMARY.exec(stderr)
      ?.slice(1)
      .map((text) => Number(text.replaceAll(",", ""))) ?? [];
  const amount = (at: number) => ({ events: numbers[at], megabytes: numbers[at + 1], files: numbers[at + 2] });
  return { made: amount(0), kept: amount(3), all: amount(6) };
}

const shown = ({ files, events, bytes }: ReturnType<typeof counted>) => ({
  events,
  megabytes: expect.closeTo(bytes / 1e6, bytes < 1e7 ? 2 : 0),
  files,
});

async function expectSummary(content: ReadonlyMap<string, Buffer>, made: (name: string) => boolean, stderr: string) {
  expect(summaryIn(stderr)).toEqual({
    made: shown(counted(content, made)),
    kept: shown(counted(content, (name) => !made(name))),
    all: shown(counted(content, () => true)),
  });
}

describe("the summary has the new files, the kept files, and the total", () => {
  it("of --only-parts, beside a manifest", async () => {
    const folder = fastFolder();
    const content = await runInto(folder, [...VALUES, "--quiet"]);
    expect(manifestIn(content).files.length).toBeGreaterThan(4);
    const { stderr } = await commandHere([...VALUES, "--only-parts", "3", join(folder, "events.json")]);
    await expectSummary(content, (name) => name === "events-000003.json", stderr);
  });

  it("of --only-parts in an empty folder: those alone", async () => {
    const folder = fastFolder();
    for (const rules of [[], ["--split-time", "1d"]]) {
      const { stderr } = await commandHere([...VALUES, ...rules, "--only-parts", "3", join(folder, "events.json")]);
      const { events } = counted(contentOf(folder), () => true);
      expect(stderr).toMatch(new RegExp(`^${events.toLocaleString("en-US")} events, [\\d.]+ MB in `, "m"));
    }
  });

  it.each([
    ["by events", []],
    ["by events and size, which are made from the start", ["--split-size", "600K"]],
  ])("of --resume, where files end %s", async (_, rules) => {
    const folder = fastFolder();
    const values = [...VALUES, ...rules];
    const content = await runInto(folder, [...values, "--quiet"]);
    const lost = ["events-000001.json", "events-000003.json"];
    for (const name of lost) rmSync(join(folder, name));
    const { stderr } = await commandHere([...values, "--resume", join(folder, "events.json")]);
    await expectSummary(content, (name) => lost.includes(name), stderr);
  });

  it("of a whole run in one line as ever", async () => {
    const folder = fastFolder();
    const { stderr } = await commandHere([...VALUES, join(folder, "events.json")]);
    const { events } = counted(contentOf(folder), () => true);
    expect(stderr).toMatch(new RegExp(`^${events.toLocaleString("en-US")} events, [\\d.]+ MB in [^;]*$`, "m"));
  });
});
