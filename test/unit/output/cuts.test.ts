import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { batchRange, type EventCuts, type Range, toGroupEndAfter, wholeBatches } from "../../../src/output/cuts.ts";

/** The batches of a run's first `events`, cut one event after the other. */
function cutOneByOne({ batchEvents, groupEvents }: EventCuts, events: number): Range[] {
  const batches: Range[] = [];
  let first = 0;
  for (let event = 1; event <= events; event++) {
    const isFull = ((event - 1) % groupEvents) + 1 - (first % groupEvents) === batchEvents;
    if (!isFull && event % groupEvents !== 0) continue;
    batches.push({ first, count: event - first });
    first = event;
  }
  return batches;
}

const cuts = fc.record({
  batchEvents: fc.integer({ min: 1, max: 12 }),
  groupEvents: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(Number.POSITIVE_INFINITY)),
});

describe("batches", () => {
  test("are the same wherever slices end", () => {
    const slices = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(cuts, slices, (cut, made) => {
        const events = made.reduce((sum, count) => sum + count, 0);
        const batches: Range[] = [];
        let begin = 0;
        let carry = 0;
        let toGroupEnd = cut.groupEvents;
        for (const count of made) {
          const records = carry + count;
          const whole = wholeBatches(records, toGroupEnd, cut);
          for (let index = 0; index < whole; index++) {
            const { first, count } = batchRange(index, toGroupEnd, cut);
            batches.push({ first: begin + first, count });
          }
          const planned = batchRange(whole, toGroupEnd, cut).first;
          toGroupEnd = toGroupEndAfter(planned, toGroupEnd, cut);
          begin += planned;
          carry = records - planned;
          expect(carry).toBeLessThan(cut.batchEvents);
        }
        expect(batches).toEqual(cutOneByOne(cut, events));
      }),
    );
  });

  test("end with a file that is not a multiple of them", () => {
    const cut = { batchEvents: 4, groupEvents: 10 };
    const ranges = [0, 1, 2, 3, 4].map((index) => batchRange(index, 10, cut));
    expect(ranges.map(({ first, count }) => [first, count])).toEqual([
      [0, 4],
      [4, 4],
      [8, 2],
      [10, 4],
      [14, 4],
    ]);
  });
});
