// Probabilities of a state that overlays change: sums above 1, and making room for them.
import { expect, test } from "vitest";
import { Merger } from "../../../../src/config/merge/merge.ts";
import { readPart } from "../../../../src/config/merge/part.ts";
import { excessLines, rescale } from "../../../../src/config/merge/sums.ts";

const state = (page: string) => ({ page, auth: "Member", method: "GET", status: 200, level: "free" });
const way = ([from, to]: string, p: number | null) => ({ source: state(from!), dest: state(to!), p });

function mergerOf(...tables: ReturnType<typeof way>[][]): Merger {
  const merger = new Merger();
  for (const [index, transitions] of tables.entries())
    merger.add(readPart(`file-${index}.json`, index > 0, JSON.stringify({ transitions })));
  return merger;
}

/** Sums of 0.8 and of 1. */
const BASE = [way("AA", 0.4), way("AB", 0.3), way("AC", 0.1), way("BA", 0.5), way("BB", 0.5)];

const probabilities = (merger: Merger) => merger.tableOf("transitions").map(({ entry }) => entry.p);

test("the other transitions of a changed state make room in proportion, and its sum stays", () => {
  const merger = mergerOf(BASE, [way("AB", 0.6)]);
  expect(rescale(merger).scaled).toMatchObject([{ source: state("A"), transitions: 2 }]);
  // 0.8 - 0.6 = 0.2 is left for 0.4 and 0.1.
  expect(probabilities(merger)).toEqual([0.16, 0.6, 0.04, 0.5, 0.5]);
});

test("a sum of 1 stays within the rounding that counts as 1", () => {
  const merger = mergerOf(BASE, [way("BA", 0.1), way("BC", 0.2)]);
  rescale(merger);
  const sum = 0.1 + 0.2 + (probabilities(merger)[4] as number);
  expect(Math.abs(sum - 1)).toBeLessThan(2 ** -41);
});

test("what is removed goes to the others", () => {
  const merger = mergerOf(BASE, [way("AB", null)]);
  rescale(merger);
  expect(probabilities(merger)).toEqual([0.64, 0.16, 0.5, 0.5]);
});

test("where overlays name all of a state, or a new one, nothing is scaled", () => {
  const merger = mergerOf(BASE, [way("BA", 0.1), way("BB", 0.1)], [way("CA", 0.9)]);
  expect(rescale(merger)).toEqual({ scaled: [], problems: [] });
  expect(probabilities(merger)).toEqual([0.4, 0.3, 0.1, 0.1, 0.1, 0.9]);
});

test("what no transition can make room for is told", () => {
  const { problems } = rescale(mergerOf(BASE, [way("AB", 0.7)], [way("AC", 0.2)]));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/from "A" .* give 0\.9 together, .* had 0\.8 in the base/);
});

test("a sum above 1 is told with its state, and with what each file gives", () => {
  const lines = excessLines(mergerOf(BASE, [way("AC", 0.2)], [way("AD", 0.15)]));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('from state "A" ("Member", "GET", 200, "free") add up to 1.05;');
  expect(lines[0]).toMatch(/file-0\.json:1:17 gives 0\.7 together: 0\.4 to "A" .*, 0\.3 to "B" /);
  expect(lines[0]).toMatch(/file-1\.json:1:17 gives 0\.2 to "C" .*; file-2\.json:1:17 gives 0\.15 to "D" /);
});

test("a sum of 1 is none above 1, and states that no overlay names are left to other checks", () => {
  expect(excessLines(mergerOf(BASE, [way("AC", 0.3)]))).toEqual([]);
  expect(excessLines(mergerOf([...BASE, way("BC", 0.5)], [way("AC", 0.2)]))).toEqual([]);
});
