import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endOfString, tooDeepAt } from "../../../src/config/text/places.ts";

/** Texts in which quotes and backslashes stand next to each other in every order. */
const texts = fc.oneof(fc.string({ unit: fc.constantFrom('"', "\\", "a", "\n", "\u00e9") }), fc.string());

describe("endOfString", () => {
  it("returns the offset after the closing quote, whatever is escaped in the string or follows it", () => {
    fc.assert(
      fc.property(texts, texts, (text, following) => {
        const written = JSON.stringify(text);
        expect(endOfString(`[${written}${following}`, 1)).toBe(1 + written.length);
      }),
    );
  });

  it.each([['"'], ['"abc'], ['"\\"'], ['"\\\\\\"'], ['"\\']])(
    "returns the text's end where a string has none: %s",
    (text) => {
      expect(endOfString(text, 0)).toBe(text.length);
    },
  );

  it("does not take the backslash of the string's first character for one before it", () => {
    expect(endOfString('\\"" "', 1)).toBe(3);
  });
});

describe("tooDeepAt", () => {
  it("counts no bracket inside of a string", () => {
    expect(tooDeepAt('["[[[\\"[[[", [1]]', 2)).toBe(-1);
    expect(tooDeepAt('["[[[\\"[[[", [[1]]]', 2)).toBe(14);
  });
});
