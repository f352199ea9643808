import { describe, expect, it, test } from "vitest";
import * as layout from "../../assembly/layout.ts";
import { builtinTexts } from "../../src/catalog/builtin.ts";
import { chooseClasses, fixedLengths, prefixLengths, suffixLengths } from "../../src/model/classes.ts";
import { FORMATS, type FormatName } from "../../src/model/formats.ts";
import { cutIntoPieces } from "../../src/model/pieces.ts";

const KEY_NAMES = {
  page: "PAGE",
  location: "LOCATION",
  userAgent: "AGENT",
  lastName: "LAST_NAME",
  firstName: "FIRST_NAME",
  registration: "REGISTRATION",
  artist: "ARTIST",
  song: "SONG",
  length: "LENGTH",
  sessionId: "SESSION",
} as const;

describe.each(Object.keys(FORMATS) as FormatName[])("the keys of %s", (format) => {
  const keys = Object.entries(FORMATS[format].anatomy.keys);
  const constants = layout as unknown as Record<string, number>;

  it("have the lengths that the kernel takes for granted, in the order of their nodes", () => {
    keys.forEach(([key, text], index) => {
      const name = KEY_NAMES[key as keyof typeof KEY_NAMES];
      expect(constants[`${format.toUpperCase()}_KEY_${name}`]).toBe(text.length);
      expect(constants[`NODE_KEY_${name}`]).toBe(layout.NODE_KEY_PAGE + index * 4);
    });
    expect(keys.length).toBe(Object.keys(KEY_NAMES).length);
  });
});

describe("chooseClasses", () => {
  const texts = ["Paris, TX", "Austin, TX", "Paris, FR", "Pau, FR", "Rome"];
  const weighted = { texts, weights: [5, 5, 5, 5, 5] };

  it("chooses for each text what it shares with another one and saves most", () => {
    expect(chooseClasses(weighted, "suffix", suffixLengths(3))).toEqual([", TX", ", TX", ", FR", ", FR", undefined]);
    expect(chooseClasses(weighted, "prefix", fixedLengths(2, 5))).toEqual([
      "Paris",
      undefined,
      "Paris",
      "Pa",
      undefined,
    ]);
  });

  it("passes over what only texts without weight share", () => {
    const rare = { texts: ["New York", "New Rome"], weights: [1, 0] };
    expect(chooseClasses(rare, "prefix", prefixLengths(3))).toEqual([undefined, "New "]);
  });
});

test("pieces of user agents are parts of others, and end where those end if they end the text", () => {
  const { text: agents, weight } = builtinTexts("user-agents.tsv");
  const texts = agents.map((agent) => `${agent}"`);
  const cut = cutIntoPieces({ texts, weights: weight });
  let shared = 0;
  cut.forEach((pieces, index) => {
    let at = 0;
    for (const { length, other } of pieces) {
      const text = texts[index] as string;
      if (other !== undefined) {
        const source = texts[other.index] as string;
        expect(source.slice(other.from, other.from + length)).toBe(text.slice(at, at + length));
        expect(other.index).not.toBe(index);
        if (at + length === text.length) expect(other.from + length).toBe(source.length);
        shared += length;
      }
      at += length;
    }
    expect(at).toBe((texts[index] as string).length);
  });
  expect(shared).toBeGreaterThan(0.8 * texts.join("").length);
});
