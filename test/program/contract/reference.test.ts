import fc from "fast-check";
import { expect, test } from "vitest";
import { type Case, cases, settingsOf } from "../../support/generated/generate.ts";
import { runProgram } from "../../support/generated/program.ts";
import { csvOf } from "../../support/read/csv-rows.ts";
import { userOf } from "../../support/read/line.ts";
import { simulate } from "../../support/reference/simulate.ts";

/** Returns the first line in which two outputs differ, with the line before it, which they share. */
function firstDifference(program: string, reference: string): string {
  const [ours, theirs] = [program.split("\n"), reference.split("\n")];
  const line = ours.findIndex((each, i) => each !== theirs[i]);
  const at = line < 0 ? ours.length : line;
  return [
    `line ${at + 1} of ${ours.length} (program) and ${theirs.length} (reference) differs`,
    `before:    ${ours[at - 1]}`,
    `program:   ${ours[at]}`,
    `reference: ${theirs[at]}`,
  ].join("\n");
}

async function printsTheSame(each: Case): Promise<void> {
  const reference = simulate(settingsOf(each)).join("");
  const program = await runProgram(each, each.run.seed % 2n === 0n);
  if (!program.equals(Buffer.from(reference))) throw new Error(firstDifference(program.toString(), reference));
}

/** The same events as CSV. A run has the column of a tag if its settings have one, even if it has no events. */
async function printsTheSameAsCsv(each: Case): Promise<void> {
  const settings = settingsOf(each);
  const expected = csvOf(simulate(settings), "\\N", "tag" in settings);
  const program = await runProgram(each, false, ["--format", "csv", "--csv-null", "\\N"]);
  if (!program.equals(Buffer.from(expected))) throw new Error(firstDifference(program.toString(), expected));
}

// fast-check shrinks a failing case until the time limit.
const limits = { interruptAfterTimeLimit: 50_000 };

test("the program's output equals the reference's", async () => {
  await fc.assert(fc.asyncProperty(cases, printsTheSame), { numRuns: 40, seed: 20260101, ...limits });
});

test("the same as CSV", async () => {
  await fc.assert(fc.asyncProperty(cases, printsTheSameAsCsv), { numRuns: 20, seed: 20260102, ...limits });
});

test("the same for other configurations each time", async () => {
  const seed = Math.trunc(Math.random() * 2 ** 31);
  console.info(`cases drawn with the seed ${seed}`);
  await fc.assert(fc.asyncProperty(cases, printsTheSame), { numRuns: 8, seed, ...limits });
});

test("the cases are as various as they should be", () => {
  const sample = fc.sample(cases, { numRuns: 100, seed: 20260101 }).map((each) => ({
    ...each,
    lines: simulate(settingsOf(each)),
  }));
  const count = (has: (each: (typeof sample)[number]) => boolean) => sample.filter(has).length;
  expect(count(({ lines }) => lines.length > 100)).toBeGreaterThan(40);
  expect(count(({ lines }) => lines.some((line) => line.includes('"length":')))).toBeGreaterThan(30);
  expect(count(({ lines }) => lines.some((line) => line.includes("E7}")))).toBeGreaterThan(2);
  expect(count(({ lines }) => lines.some((line) => line.includes('"userId":""')))).toBeGreaterThan(10);
  expect(count(({ lines, run }) => run.growthRate > 0 && lines.length > 0)).toBeGreaterThan(10);
  const hasArrivals = ({ lines, run }: (typeof sample)[number]) =>
    lines.some((line) => userOf(JSON.parse(line)) >= run.firstUserId + run.userCount);
  expect(count(hasArrivals)).toBeGreaterThan(10);
  expect(count(({ lines, catalog }) => catalog.similar !== undefined && lines.length > 0)).toBeGreaterThan(20);
  expect(count(({ lines, site }) => site.churnedAuth !== undefined && lines.length > 0)).toBeGreaterThan(20);
});
