import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LIST_ENDS, LIST_GUIDE, LIST_SHIFT, LIST_TOTAL } from "../../../assembly/layout/model.ts";
import { Image } from "../../../src/model/image.ts";
import { putList, reserveLists } from "../../../src/model/lists.ts";

const BASE = 65536;

/** What the kernel does with a 32-bit draw, on the compiled list. */
function lookUp(image: Image, list: number, draw: number): number {
  const view = new DataView(image.bytes().buffer, image.bytes().byteOffset);
  const word = (address: number) => view.getUint32(address - BASE, true);
  const key = Number((BigInt(draw) * BigInt(word(list + LIST_TOTAL))) >> 32n);
  let index = word(word(list + LIST_GUIDE) + (draw >>> word(list + LIST_SHIFT)) * 4);
  while (key >= word(word(list + LIST_ENDS) + index * 4)) index++;
  return index;
}

function scan(weights: number[], draw: number): number {
  const total = weights.reduce((a, b) => a + b, 0);
  const key = Number((BigInt(draw) * BigInt(total)) >> 32n);
  let end = 0;
  const ends = weights.map((weight) => {
    end += weight;
    return end;
  });
  return ends.findIndex((bound) => key < bound);
}

const weights = fc
  .array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 10_000_000 })), {
    minLength: 1,
    maxLength: 300,
  })
  .filter((list) => list.some((weight) => weight > 0));
const draw = fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.constantFrom(0, 1, 2 ** 32 - 1, 2 ** 31));

describe("a weighted list", () => {
  it("returns the same as a scan of the running sums", () => {
    fc.assert(
      fc.property(weights, fc.array(draw, { minLength: 1, maxLength: 60 }), (list, draws) => {
        const image = new Image(BASE);
        const descriptor = reserveLists(image, 1);
        putList(image, descriptor, list);
        const found = draws.map((value) => lookUp(image, descriptor, value));
        expect(found).toEqual(draws.map((value) => scan(list, value)));
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it("refuses sums that the draws cannot distinguish", () => {
    const image = new Image(BASE);
    expect(() => putList(image, reserveLists(image, 1), [2 ** 31, 2 ** 31])).toThrow(/sum/);
    expect(() => putList(image, reserveLists(image, 1), [0, 0])).toThrow(/sum/);
  });
});
