// Compares the program with the model of the original, on generated sites, catalogs and commands.

import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { LAUNCH } from "../../../bench/launch.ts";
import { type Case, cases, outcomeOf, writeCase } from "../../support/original/cases.ts";
import { firstDifference, inFolder, linesOf } from "../../support/program/command.ts";

const MOST_BYTES = 2 ** 30;

function runProgram(each: Case): { exitCode: number | null; bytes: Buffer; stderr: string } {
  return inFolder((folder) => {
    const args = [...LAUNCH, ...writeCase(each, folder), "--quiet"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { maxBuffer: MOST_BYTES });
    return { exitCode: status, bytes: stdout, stderr: stderr.toString() };
  });
}

/** Expects the same lines and, if the original stops with a stack trace, an error of one line after them. */
function printsTheSame(each: Case): void {
  const { lines, crash } = outcomeOf(each.command);
  const { exitCode, bytes, stderr } = runProgram(each);
  const expected = Buffer.from(lines.join(""));
  if (!bytes.equals(expected))
    throw new Error(`${firstDifference(linesOf(bytes), linesOf(expected))}\n${crash ?? ""}\n${stderr}`);
  if (crash === undefined) expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  else
    expect({ exitCode, crash, stderr }).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^eventsim: [^\n]+\n$/),
    });
}

// fast-check shrinks a failing case until the time limit.
const limits = { interruptAfterTimeLimit: 50_000 };

test("the program's output equals that of the model of the original", () => {
  fc.assert(fc.property(cases, printsTheSame), { numRuns: 40, seed: 20160301, ...limits });
});

test("the same for other commands each time", () => {
  const seed = Math.trunc(Math.random() * 2 ** 31);
  console.info(`cases drawn with the seed ${seed}`);
  fc.assert(fc.property(cases, printsTheSame), { numRuns: 8, seed, ...limits });
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
