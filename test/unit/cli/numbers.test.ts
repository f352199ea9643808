import fc from "fast-check";
import { expect, it } from "vitest";
import { parseCount } from "../../../src/system/values.ts";

it.each([
  ["0", 0],
  ["+7", 7],
  ["-7", -7],
  ["1k", 1000],
  ["1K", 1000],
  ["2M", 2_000_000],
  ["3G", 3_000_000_000],
  ["1e6", 1_000_000],
  ["1E+6", 1_000_000],
  ["1e3k", 1_000_000],
  ["1.1M", 1_100_000],
  ["4.35k", 4350],
  ["0.5k", 500],
  ["1.5e1", 15],
  ["9007199254740991", 9_007_199_254_740_991],
])("%s is %d", (text, value) => {
  expect(parseCount(text)).toBe(value);
});

it.each(
  [
    "",
    " ",
    "k",
    "1 k",
    "1kk",
    "1KB",
    "1.5",
    "1.0",
    "1.",
    ".5k",
    "1.5555k",
    "1e-3",
    "1e",
    "0x10",
    "1,000",
    "1_000",
  ].concat(["Infinity", "NaN", "1e999", "9007199254740992", "10000000G", "１"]),
)("%j is no count", (text) => {
  expect(parseCount(text)).toBeUndefined();
});

it("is the number that its digits say", () => {
  // By whole numbers of any size, without a double in between.
  const digits = fc.tuple(fc.integer({ min: 0, max: 999_999 }), fc.integer({ min: 0, max: 999 }));
  fc.assert(
    fc.property(
      digits,
      fc.constantFrom(["k", 3n], ["M", 6n], ["G", 9n], ["e4", 4n]),
      ([whole, thousandths], suffix) => {
        const [letter, exponent] = suffix as [string, bigint];
        const exact = BigInt(whole) * 10n ** exponent + BigInt(thousandths) * 10n ** (exponent - 3n);
        expect(parseCount(`${whole}.${String(thousandths).padStart(3, "0")}${letter}`)).toBe(Number(exact));
      },
    ),
  );
});
