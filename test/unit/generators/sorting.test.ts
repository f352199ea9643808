// Sorting and adding up in little memory, against arrays and maps.
import fc from "fast-check";
import { expect, test } from "vitest";
import { foldedSums, Sums } from "../../../src/generators/counts/sums.ts";
import { ByteLines } from "../../../src/generators/lines/byte-lines.ts";
import { Sorter } from "../../../src/generators/sorting/sorter.ts";
import { temporaryFolder } from "../../support/files/folders.ts";
import { linesOf } from "../../support/generators/original.ts";

const bytes = fc.uint8Array({ maxLength: 6 });

test("records come out by key, equal keys in their order, whether a file is needed or not", () => {
  const folder = temporaryFolder();
  fc.assert(
    fc.property(
      fc.array(fc.tuple(bytes, bytes), { maxLength: 200 }),
      fc.constantFrom(32, 100, 100_000),
      (all, size) => {
        const sorter = new Sorter(folder, size);
        for (const [key, value] of all) sorter.add(key, value);
        const sorted = [...sorter.sorted()].map(({ key, value }) => [key.toString("hex"), value.toString("hex")]);
        const hex = all.map(([key, value]) => [Buffer.from(key).toString("hex"), Buffer.from(value).toString("hex")]);
        // Array.prototype.sort keeps the order of equal ones, too, and digits of sixteen sort as bytes do.
        expect(sorted).toEqual(hex.sort(([one], [other]) => (one! < other! ? -1 : one! > other! ? 1 : 0)));
      },
    ),
    { seed: 3, numRuns: 150 },
  );
});

test("more stretches than are merged at once are merged in rounds", () => {
  const sorter = new Sorter(temporaryFolder(), 24);
  const values = Array.from({ length: 3000 }, (_, index) => (index * 7919) % 3001);
  for (const value of values) sorter.add(Buffer.from(value.toString().padStart(5, "0")), Buffer.from("x"));
  const sorted = [...sorter.sorted()].map(({ key }) => Number(key));
  expect(sorted).toEqual([...values].sort((one, other) => one - other));
});

test("sums are those of a map, whether they fit or not, in 32 bits if asked for", () => {
  const folder = temporaryFolder();
  const numbers = fc.oneof(fc.integer({ min: -10, max: 10 }), fc.constant(2 ** 31 - 1));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 3 }), numbers), { maxLength: 60 }),
      fc.boolean(),
      (all, wraps) => {
        const sorter = new Sorter(folder, 100);
        const sums = new Sums(sorter, wraps, 3);
        const expected = new Map<string, number>();
        for (const [key, value] of all) {
          sums.add(Buffer.from(key), 0, key.length, value);
          expected.set(key, (expected.get(key) ?? 0) + value);
        }
        sums.flush();
        const found = [...foldedSums(sorter, wraps)].map(({ key, sum }) => [key.toString(), sum]);
        const wanted = [...expected].map(([key, sum]) => [key, wraps ? Number(BigInt.asIntN(32, BigInt(sum))) : sum]);
        expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
        expect(found).toHaveLength(wanted.length);
      },
    ),
    { seed: 8, numRuns: 100 },
  );
});

test("lines are the same however a file is cut into pieces", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "\n", "\r"), maxLength: 30 });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 5 }), (all, size) => {
      const lines: string[] = [];
      const numbers: number[] = [];
      const cutter = new ByteLines({
        line(piece, start, end, line) {
          lines.push(piece.toString("latin1", start, end));
          numbers.push(line);
        },
        tooLong: () => expect.unreachable(),
      });
      const whole = Buffer.from(all);
      for (let at = 0; at < whole.length; at += size) cutter.add(whole.subarray(at, at + size));
      cutter.finish();
      expect(lines).toEqual(linesOf(all));
      expect(numbers).toEqual(lines.map((_, index) => index + 1));
    }),
    { seed: 6, numRuns: 400 },
  );
});
