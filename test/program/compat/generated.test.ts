// Compares the program with the model of the original, on generated sites, catalogs and commands.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Case, cases, outcomeOf, writeCase } from "../../support/original/cases.ts";
import { firstDifference, linesOf } from "../../support/program/command.ts";
import { commandHere } from "../../support/program/command-here.ts";

/** Expects the same lines and, if the original stops with a stack trace, an error of one line after them. */
async function printsTheSame(each: Case): Promise<void> {
  const { lines, crash } = outcomeOf(each.command);
  const folder = mkdtempSync(join(tmpdir(), "eventsim-contract-"));
  const { code, stdout, stderr } = await commandHere([...writeCase(each, folder), "--quiet"]);
  rmSync(folder, { recursive: true });
  const expected = lines.join("");
  if (stdout !== expected) {
    const [ours, theirs] = [stdout, expected].map((text) => linesOf(Buffer.from(text)));
    throw new Error(`${firstDifference(ours!, theirs!)}\n${crash ?? ""}\n${stderr}`);
  }
  if (crash === undefined) expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  else
    expect({ code, crash, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^eventsim: [^\n]+\n$/),
    });
}

// fast-check shrinks a failing case until the time limit.
const limits = { interruptAfterTimeLimit: 50_000 };

test("the program's output equals that of the model of the original", async () => {
  await fc.assert(fc.asyncProperty(cases, printsTheSame), { numRuns: 40, seed: 20160301, ...limits });
});

test("the same for other commands each time", async () => {
  const seed = Math.trunc(Math.random() * 2 ** 31);
  console.info(`cases drawn with the seed ${seed}`);
  await fc.assert(fc.asyncProperty(cases, printsTheSame), { numRuns: 8, seed, ...limits });
});

test("the cases are as various as they should be", () => {
  const sample = fc
    .sample(cases, { numRuns: 100, seed: 20160301 })
    .map(({ command }) => ({ ...command, ...outcomeOf(command) }));
  const count = (has: (each: (typeof sample)[number]) => boolean) => sample.filter(has).length;
  const crashes = new Set(sample.map(({ crash }) => crash));
  expect(count(({ lines }) => lines.length > 100)).toBeGreaterThan(20);
  expect(count(({ lines }) => lines.some((line) => line.includes('"length":')))).toBeGreaterThan(20);
  expect(count(({ lines, start }) => lines.length > 0 && start.nanoseconds > 0)).toBeGreaterThan(20);
  expect(count(({ site, lines }) => (site["growth-rate"] ?? 0) > 1 && lines.length > 0)).toBeGreaterThan(3);
  expect(count(({ lines }) => lines.some((line) => line.includes("\\uD83D\\uDE00")))).toBeGreaterThan(3);
  const firstOf1968 = Date.parse("1968-01-01T00:00:00Z") / 1000;
  expect(count(({ lines, start }) => lines.length > 0 && start.seconds < firstOf1968)).toBeGreaterThan(3);
  expect([...crashes]).toEqual(expect.arrayContaining(["no start", "everybody is gone", "a gap that is not above 0"]));
});
