import { describe, expect, it } from "vitest";
import { PALETTES, STYLE } from "../../../../src/report/html/style.ts";

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(colour: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((one) =>
    one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** A colour over the paper. */
function over(paper: string, colour: string, opacity: number): string {
  const mixed = [1, 3, 5].map((at) => {
    const [below, above] = [paper, colour].map((one) => Number.parseInt(one.slice(at, at + 2), 16)) as [number, number];
    return Math.round(below + (above - below) * opacity);
  });
  return `#${mixed.map((one) => one.toString(16).padStart(2, "0")).join("")}`;
}

describe.each(Object.entries(PALETTES))(
  "the colours for %s",
  (_, { paper, card, ink, faint, rule: _rule, land: _land, ...marks }) => {
    it("let text be read on the page and on its cards", () => {
      for (const text of [ink, faint, marks.c0])
        for (const ground of [paper, card]) expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
    });

    it("let marks be seen", () => {
      for (const mark of Object.values(marks)) expect(contrast(mark, paper)).toBeGreaterThanOrEqual(3);
    });

    it("let text be read on the strongest cell that has one", () => {
      expect(contrast(ink, over(paper, marks.c0, 0.55))).toBeGreaterThanOrEqual(4.5);
    });
  },
);

describe("the sheet", () => {
  it("loads nothing, and ends no element", () => {
    expect(STYLE).not.toMatch(/url\(|@import|</);
  });
});
