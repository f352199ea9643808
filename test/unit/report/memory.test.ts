import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BitSet, MemoryMeter } from "../../../src/report/collect/memory.ts";
import { NumberTable } from "../../../src/report/collect/number-table.ts";
import { HASH_START, hashStep, Texts } from "../../../src/report/collect/texts.ts";

const roomy = () => new MemoryMeter(1 << 28);
const idOf = (texts: Texts, text: string): number => {
  const bytes = Buffer.from(`x${text}`);
  return texts.ofBytes(bytes, 1, bytes.length, bytes.subarray(1).reduce(hashStep, HASH_START));
};

describe("a table of numbers", () => {
  it("numbers each as it first arrives", () => {
    const key = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -50, max: 50 }));
    fc.assert(
      fc.property(fc.array(key, { maxLength: 3000 }), (keys) => {
        const table = new NumberTable(roomy());
        const known = new Map<number, number>();
        for (const each of keys) {
          if (!known.has(each)) known.set(each, known.size);
          expect(table.indexOf(each)).toBe(known.get(each));
        }
        expect(Array.from({ length: table.size }, (_, index) => table.keyAt(index))).toEqual([...known.keys()]);
      }),
    );
  });

  it("refuses more than the memory that it may use, and says what to do", () => {
    const table = new NumberTable(new MemoryMeter(1 << 20));
    const fill = () => {
      for (let key = 0; key < 200_000; key++) table.indexOf(key);
    };
    expect(fill).toThrow(/need more than the 1 MiB that a report may use; set a larger -Xmx/);
  });
});

describe("a set of bits", () => {
  it("has what was added", () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 500 }));
    fc.assert(
      fc.property(numbers, numbers, (ones, others) => {
        const [one, other] = [new BitSet(roomy()), new BitSet(roomy())];
        for (const value of ones) one.add(value);
        for (const value of others) other.add(value);
        expect(one.size).toBe(ones.length);
        expect(one.sizeWith(other)).toBe(ones.filter((value) => others.includes(value)).length);
        one.addAll(other);
        expect(one.size).toBe(new Set([...ones, ...others]).size);
        for (const value of [...ones, ...others]) expect(one.has(value)).toBe(true);
      }),
    );
  });

  it("gives its memory back", () => {
    // Sets of 10,000 bits: while the second one grows (steps of 1.5), it needs 2,100 bytes beside the first one's 1,260.
    const meter = new MemoryMeter(3000);
    const fill = (set: BitSet) => {
      for (let value = 0; value < 10_000; value += 7) set.add(value);
      return set;
    };
    fill(new BitSet(meter)).clear();
    fill(new BitSet(meter));
    expect(() => fill(new BitSet(meter))).toThrow("need more than");
  });
});

describe("texts", () => {
  it("have one number each, as bytes and as strings", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 8 }), { maxLength: 600 }), (list) => {
        const texts = new Texts(roomy());
        const ids = list.map((text, index) => (index % 2 === 0 ? idOf(texts, text) : texts.ofText(text)));
        expect(ids.map((id) => texts.list[id])).toEqual(list);
        expect(list.map((text) => idOf(texts, text))).toEqual(ids);
        expect(texts.list).toEqual([...new Set(list)]);
      }),
    );
  });

  it("refuse bytes that are not UTF-8", () => {
    const texts = new Texts(roomy());
    expect(texts.ofBytes(Uint8Array.of(0xff), 0, 1, hashStep(HASH_START, 0xff))).toBe(-1);
    expect(texts.list).toEqual([]);
  });
});
