// What the original's weighted lists and transitions become for its engine.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Config, State } from "../../../src/config/types.ts";
import { reciprocalOf, searchedEntries } from "../../../src/model/interana/lists.ts";
import { collectDrawnRanges } from "../../../src/model/interana/transitions.ts";
import { collectStates } from "../../../src/model/transitions.ts";
import { weightedList } from "../../support/original/random.ts";

/** Java's `Arrays.binarySearch` by its contract, and the original's use of it: the entry, or the one before the insertion point. */
function searched({ starts }: { starts: number[] }, key: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! < key) low = middle + 1;
    else if (starts[middle]! > key) high = middle - 1;
    else return middle;
  }
  return low - 1;
}

const weights = fc
  .array(fc.constantFrom(0, 0, 1, 2, 3, 9, -1, -4), { minLength: 1, maxLength: 40 })
  .filter((list) => list.reduce((sum: number, weight) => sum + weight, 0) > 0);

describe("weighted lists", () => {
  it("fall on the entry that the original's search finds, for every key", () => {
    fc.assert(
      fc.property(weights, (list) => {
        const found = searchedEntries(list);
        const expanded = found.entries.flatMap((entry, index) => Array(found.weights[index]!).fill(entry));
        const { total, ...starts } = weightedList(list);
        expect(expanded).toEqual(Array.from({ length: total }, (_, key) => searched(starts, key)));
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it("stay as they are where every entry has weight", () => {
    expect(searchedEntries([3, 1, 7])).toEqual({ weights: [3, 1, 7], entries: [0, 1, 2] });
  });

  it("an entry without weight can be chosen: a search that meets it first stops there", () => {
    // Starts 0, 2, 2, 5: key 2 is met at index 1 first, which has no weight.
    expect(searchedEntries([2, 0, 3, 1])).toEqual({ weights: [2, 1, 2, 1], entries: [0, 1, 2, 3] });
  });
});

describe("the reciprocal of a total", () => {
  it("divides every 31-bit draw exactly", () => {
    const totals = fc.integer({ min: 3, max: 2 ** 31 - 1 }).filter((total) => (total & (total - 1)) !== 0);
    const draw = fc.oneof(fc.integer({ min: 0, max: 2 ** 31 - 1 }), fc.constantFrom(0, 2 ** 31 - 1));
    fc.assert(
      fc.property(totals, draw, fc.integer({ min: 1, max: 5 }), (total, bits, rounds) => {
        const { reciprocal, shift } = reciprocalOf(total);
        expect(reciprocal).toBeLessThan(2 ** 32);
        const edge = Math.min(2 ** 31 - 1, rounds * total - 1);
        for (const each of [bits, edge, Math.min(2 ** 31 - 1, edge + 1)])
          expect(Number((BigInt(each) * BigInt(reciprocal)) >> BigInt(shift))).toBe(Math.floor(each / total));
      }),
      { seed: 4, numRuns: 2000 },
    );
  });
});

describe("transitions", () => {
  const state = (page: string): State => ({ page, auth: "a", method: "GET", status: 200, level: "free" });
  const rangesOf = (exits: [page: string, probability: number][]) => {
    const transitions = exits.map(([page, probability]) => ({ source: state("A"), dest: state(page), probability }));
    const config = { newSession: [], transitions } as unknown as Config;
    const table = collectStates(config);
    return { ranges: collectDrawnRanges(config, table)[0]!, to: (page: string) => table.indexOf(state(page)) };
  };
  /** Where a draw x = units / 2^52 goes. */
  const destination = (ranges: { end: number; dest: number }[], units: number) =>
    ranges.find(({ end }) => units < end)!.dest;

  it("take the draws with lo <= x < hi", () => {
    const { ranges, to } = rangesOf([
      ["B", 0.1],
      ["C", 0.2],
    ]);
    const units = 2 ** 52;
    const [b, c] = [0.1 * units, (0.1 + 0.2) * units];
    expect(destination(ranges, Math.ceil(b) - 1)).toBe(to("B"));
    expect(destination(ranges, Math.ceil(b))).toBe(to("C"));
    expect(destination(ranges, Math.ceil(c) - 1)).toBe(to("C"));
    expect([to("A"), to("B"), to("C")]).not.toContain(destination(ranges, Math.ceil(c)));
  });

  it("leave a hole where a later one to the same state takes the place", () => {
    const { ranges, to } = rangesOf([
      ["B", 0.25],
      ["C", 0.25],
      ["B", 0.125],
    ]);
    const at = (x: number) => destination(ranges, x * 2 ** 52);
    expect(to("B")).not.toBe(at(0.1));
    expect([at(0.3), at(0.5), at(0.62)]).toEqual([to("C"), to("B"), to("B")]);
    expect(at(0.1)).toBe(at(0.99));
  });
});
