import { describe, expect, it } from "vitest";
import { doubleLikeTheOriginal, javaDouble, quote, quoteLikeTheOriginal } from "../../../src/model/texts/text.ts";

describe("javaDouble", () => {
  // From the documentation of java.lang.Double.toString, and from the spec's example lines.
  it.each([
    [180, "180.0"],
    [255.55546, "255.55546"],
    [0.001, "0.001"],
    [0.0005, "5.0E-4"],
    [9999999.5, "9999999.5"],
    [10000000, "1.0E7"],
    [12345678.9, "1.23456789E7"],
    [1e21, "1.0E21"],
  ])("prints %d as %s", (value, text) => {
    expect(javaDouble(value)).toBe(text);
  });

  it("prints something that reads back to the same double", () => {
    for (let exponent = -12; exponent < 20; exponent++) {
      const value = Math.PI * 10 ** exponent;
      expect(Number(javaDouble(value))).toBe(value);
    }
  });
});

describe("doubleLikeTheOriginal", () => {
  // Jackson's documentation of QUOTE_NON_NUMERIC_NUMBERS, which is on by default.
  it.each([
    [Number.NaN, '"NaN"'],
    [Number.POSITIVE_INFINITY, '"Infinity"'],
    [Number.NEGATIVE_INFINITY, '"-Infinity"'],
    [0, "0.0"],
    [-0, "-0.0"],
    [-3.5, "-3.5"],
    [-1e-5, "-1.0E-5"],
    [180, "180.0"],
  ])("prints %d as %s", (value, text) => {
    expect(doubleLikeTheOriginal(value)).toBe(text);
  });
});

describe("quote", () => {
  it("escapes quotes, backslashes and control characters only, with upper-case digits", () => {
    expect(quote('a"b\\c\b\t\n\f\r\u0001\u001f/é☕\u007f')).toBe('"a\\"b\\\\c\\b\\t\\n\\f\\r\\u0001\\u001F/é☕\u007f"');
  });

  it("for the original's engine escapes surrogates, too, in pairs and alone", () => {
    expect(quoteLikeTheOriginal('"😀\u001f\ud800é')).toBe('"\\"\\uD83D\\uDE00\\u001F\\uD800é"');
    expect(quote("😀")).toBe('"😀"');
  });
});
