import fc from "fast-check";
import { expect, test } from "vitest";
import { simulate } from "../reference/simulate.ts";
import { type Case, cases, settingsOf } from "./generate.ts";
import { runProgram } from "./program.ts";

/** The first line in which two outputs differ, with the line before it, which they share. */
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

type Simulated = Case & { lines: string[] };

async function printsTheSame(each: Case): Promise<Simulated> {
  const lines = simulate(settingsOf(each));
  const reference = lines.join("");
  const program = await runProgram(each, each.run.seed % 2n === 0n);
  if (!program.equals(Buffer.from(reference))) throw new Error(firstDifference(program.toString(), reference));
  return { ...each, lines };
}

// A failing case is made smaller for as long as the time limit lets it.
const limits = { interruptAfterTimeLimit: 50_000 };

test("the program prints what the reference prints, and the cases are as various as they should be", async () => {
  const ran: Simulated[] = [];
  const property = fc.asyncProperty(cases, async (each) => {
    ran.push(await printsTheSame(each));
  });
  await fc.assert(property, { numRuns: 40, seed: 20260101, ...limits });
  const count = (has: (each: Simulated) => boolean) => ran.filter(has).length;
  expect(count(({ lines }) => lines.length > 100)).toBeGreaterThan(12);
  expect(count(({ lines }) => lines.some((line) => line.includes('"length":')))).toBeGreaterThan(20);
  expect(count(({ lines }) => lines.some((line) => line.includes("E7}")))).toBeGreaterThan(3);
  expect(count(({ lines }) => lines.some((line) => line.includes('"userId":""')))).toBeGreaterThan(12);
  expect(count(({ lines, run }) => run.growthRate > 0 && lines.length > 0)).toBeGreaterThan(12);
  expect(count(({ lines, catalog }) => catalog.similar !== undefined && lines.length > 0)).toBeGreaterThan(20);
  expect(count(({ lines, site }) => site.churnedAuth !== undefined && lines.length > 0)).toBeGreaterThan(14);
});

test("the same for other configurations each time", async () => {
  const seed = Math.trunc(Math.random() * 2 ** 31);
  console.info(`cases drawn with the seed ${seed}`);
  const property = fc.asyncProperty(cases, async (each) => void (await printsTheSame(each)));
  await fc.assert(property, { numRuns: 8, seed, ...limits });
});
