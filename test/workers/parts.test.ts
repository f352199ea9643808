import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cut, partRange, type Range, toFileEndAfter, wholeParts } from "../../src/workers/parts.ts";

/** The parts of a run's first `events`, cut one event after the other. */
function cutOneByOne({ partEvents, fileEvents }: Cut, events: number): Range[] {
  const parts: Range[] = [];
  let first = 0;
  for (let event = 1; event <= events; event++) {
    const isFull = ((event - 1) % fileEvents) + 1 - (first % fileEvents) === partEvents;
    if (!isFull && event % fileEvents !== 0) continue;
    parts.push({ first, count: event - first });
    first = event;
  }
  return parts;
}

const cuts = fc.record({
  partEvents: fc.integer({ min: 1, max: 12 }),
  fileEvents: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(Number.POSITIVE_INFINITY)),
});

describe("parts", () => {
  test("are the same wherever slices end", () => {
    const slices = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(cuts, slices, (cut, made) => {
        const events = made.reduce((sum, count) => sum + count, 0);
        const parts: Range[] = [];
        let begin = 0;
        let carry = 0;
        let toFileEnd = cut.fileEvents;
        for (const count of made) {
          const records = carry + count;
          const whole = wholeParts(records, toFileEnd, cut);
          for (let index = 0; index < whole; index++) {
            const { first, count } = partRange(index, toFileEnd, cut);
            parts.push({ first: begin + first, count });
          }
          const planned = partRange(whole, toFileEnd, cut).first;
          toFileEnd = toFileEndAfter(planned, toFileEnd, cut);
          begin += planned;
          carry = records - planned;
          expect(carry).toBeLessThan(cut.partEvents);
        }
        expect(parts).toEqual(cutOneByOne(cut, events));
      }),
    );
  });

  test("end with a file that is no multiple of them", () => {
    const cut = { partEvents: 4, fileEvents: 10 };
    const ranges = [0, 1, 2, 3, 4].map((index) => partRange(index, 10, cut));
    expect(ranges.map(({ first, count }) => [first, count])).toEqual([
      [0, 4],
      [4, 4],
      [8, 2],
      [10, 4],
      [14, 4],
    ]);
  });
});
