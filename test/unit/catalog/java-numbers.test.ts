import { describe, expect, it } from "vitest";
import { parseJavaDouble, parseJavaInt } from "../../../src/catalog/original/java-numbers.ts";

// The expected values are those of the documentation of Integer.parseInt, Double.valueOf and Double.toHexString.
describe("a double as Java reads it", () => {
  it.each([
    ["-0.5", -0.5],
    ["1.", 1],
    [".5e3", 500],
    ["+1d", 1],
    ["2.5F", 2.5],
    [" \t7 \u0001", 7],
    ["1e400", Number.POSITIVE_INFINITY],
    ["NaN", Number.NaN],
    ["-NaN", Number.NaN],
    ["-Infinity", Number.NEGATIVE_INFINITY],
    ["0x1p-2", 0.25],
    ["0X1.8P1d", 3],
    ["-0x.8p1", -1],
    ["0x1.fffffffffffffp1023", Number.MAX_VALUE],
    ["0x1.fffffffffffff8p1023", Number.POSITIVE_INFINITY],
    ["0x1.0p-1022", 2.2250738585072014e-308],
    ["0x0.0000000000001p-1022", Number.MIN_VALUE],
    ["0x1p-1075", 0],
    ["0x1.8p-1075", Number.MIN_VALUE],
    ["0x1.00000000000008p0", 1],
    ["0x1.000000000000080000001p0", 1 + Number.EPSILON],
    ["0x1.00000000000018p0", 1 + 2 * Number.EPSILON],
    ["0x0p9999999999", 0],
  ])("%j is %d", (text, value) => {
    expect(parseJavaDouble(text)).toBe(value);
  });

  it.each([
    "",
    " ",
    "x",
    "1x",
    "0x10",
    "0x1",
    "1e",
    "--1",
    "1,5",
    "infinity",
    "nan",
    "1 2",
    "0xp1",
    "1_000",
    ".",
    "1ff",
  ])("%j is none", (text) => {
    expect(parseJavaDouble(text)).toBeUndefined();
  });
});

describe("an int as Java reads it", () => {
  it("has digits and a sign, and 32 bits", () => {
    expect(["+5", "-7", "007", "2147483647", "-2147483648"].map(parseJavaInt)).toEqual([
      5, -7, 7, 2147483647, -2147483648,
    ]);
    expect(Object.is(parseJavaInt("-0"), 0)).toBe(true);
    for (const text of ["", "1.0", "1e3", "2147483648", "-2147483649", " 1", "0x1", "1k"])
      expect(parseJavaInt(text), text).toBeUndefined();
  });
});
