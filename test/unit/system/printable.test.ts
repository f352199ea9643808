import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MOST_CHARACTERS, printable, printableLines, quoted } from "../../../src/system/printable.ts";

/** Terminals act on these: ECMA-48's C0, DEL and C1; Unicode's UAX #9 for the direction of writing. */
const OBEYED = [
  ...Array.from({ length: 0x20 }, (_, code) => code),
  ...Array.from({ length: 0x21 }, (_, code) => 0x7f + code),
  0x061c,
  0x200e,
  0x200f,
  ...[0x202a, 0x202b, 0x202c, 0x202d, 0x202e],
  ...[0x2066, 0x2067, 0x2068, 0x2069],
  0x2028,
  0x2029,
  0xfeff,
  0xe0041,
];

describe("a text from a stranger", () => {
  it.each([
    ["x\nall as the manifest says", "x\\nall as the manifest says"],
    ["\r\t\u0000", "\\r\\t\\u0000"],
    ["\u001b[31mred\u009b0m", "\\u001B[31mred\\u009B0m"],
    ["gepj\u202e.json", "gepj\\u202E.json"],
    ["\u{E0041}", "\\u{E0041}"],
    ["half \ud83d of a pair", "half \\uD83D of a pair"],
    ["José, 雪, 🎵, العربية", "José, 雪, 🎵, العربية"],
  ])("is shown on one line, with what a terminal obeys as an escape: %j", (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it("shows nothing as it is that a terminal obeys", () => {
    for (const code of OBEYED) {
      const shown = printable(`a${String.fromCodePoint(code)}b`);
      expect(shown).toMatch(/^a\\(n|r|t|u[0-9A-F]{4}|u\{[0-9A-F]{5}\})b$/);
    }
  });

  it("is cut where it is long, and never in the middle of a character", () => {
    expect(printable("a".repeat(30_000))).toBe(`${"a".repeat(MOST_CHARACTERS)}... (30000 characters)`);
    expect(printable("🎵".repeat(3), 3)).toBe("🎵... (6 characters)");
    expect(quoted("🎵".repeat(3), 3)).toBe('"🎵..." (6 characters)');
  });

  it("in quotes can be told from the text around it", () => {
    expect(quoted('a"; rm \\')).toBe('"a\\"; rm \\\\"');
    expect(quoted("\u009b\u202e\n")).toBe('"\\u009B\\u202E\\n"');
  });

  it("in quotes reads back as JSON, unless it holds an invisible character above U+FFFF", () => {
    const text = fc
      .string({ unit: "binary", maxLength: 40 })
      .filter((given) => !/(?=\p{Cf})[\u{10000}-\u{10FFFF}]/u.test(given));
    fc.assert(
      fc.property(text, (given) => {
        expect(JSON.parse(quoted(given))).toBe(given);
      }),
    );
  });

  it("of several lines keeps its line ends only", () => {
    expect(printableLines("a\nb\r\u009b\n")).toBe("a\nb\\r\\u009B\n");
  });
});
