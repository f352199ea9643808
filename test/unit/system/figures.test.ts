import fc from "fast-check";
import { expect, it } from "vitest";
import { count, megabytes } from "../../../src/system/figures.ts";

const numbers = fc.oneof(fc.nat(100_000), fc.maxSafeInteger().map(Math.abs));

it("counts are written as the en-US locale has them", () => {
  fc.assert(
    fc.property(numbers, (value) => {
      expect(count(value)).toBe(value.toLocaleString("en-US"));
    }),
  );
  expect(count(1234.5)).toBe("1,235");
});

it("bytes are written in megabytes as the en-US locale has them, with two digits below ten", () => {
  fc.assert(
    fc.property(fc.oneof(fc.nat(20_000_000), numbers), (byteLength) => {
      const maximumFractionDigits = byteLength < 1e7 ? 2 : 0;
      const shown = (byteLength / 1e6).toLocaleString("en-US", { maximumFractionDigits });
      expect(megabytes(byteLength)).toBe(`${shown} MB`);
    }),
  );
  expect(megabytes(1_005_000)).toBe("1.01 MB");
});
