import { describe, expect, it, test } from "vitest";
import * as jsonKeys from "../../../assembly/encode/formats/json/keys.ts";
import * as msgpackKeys from "../../../assembly/encode/formats/msgpack/keys.ts";
import * as layout from "../../../assembly/layout/emission.ts";
import { SONG_ARTIST, SONG_BYTES } from "../../../assembly/layout/emission.ts";
import { builtinTexts } from "../../../src/catalog/builtin.ts";
import { chooseClasses, type Side } from "../../../src/model/emission/classes.ts";
import { type Cutter, fixedLengths, prefixLengths, suffixLengths } from "../../../src/model/emission/cutters.ts";
import { cutIntoPieces } from "../../../src/model/emission/pieces.ts";
import type { WeightedTexts } from "../../../src/model/emission/substrings.ts";
import { compileCatalog } from "../../../src/model/model.ts";
import { DEFAULT_STYLE } from "../../../src/model/texts/text.ts";
import { FORMATS, type FormatName } from "../../../src/output/formats/formats.ts";
import { smallCatalog } from "../../support/reference/sample.ts";

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

const EMITTED = (Object.keys(FORMATS) as FormatName[]).filter((name) => "lz4" in (FORMATS[name].rows ?? {}));

describe.each(EMITTED)("the keys of %s", (format) => {
  const keys = Object.entries(FORMATS[format].texts(DEFAULT_STYLE).anatomy.keys);
  const constants = { ...layout, ...jsonKeys, ...msgpackKeys } as unknown as Record<string, number>;

  it("have the lengths that the kernel takes for granted, in the order of their nodes", () => {
    keys.forEach(([key, text], index) => {
      const name = KEY_NAMES[key as keyof typeof KEY_NAMES];
      expect(constants[`${format.toUpperCase()}_KEY_${name}`]).toBe(text.length);
      expect(constants[`NODE_KEY_${name}`]).toBe(layout.NODE_KEY_PAGE + index * 4);
    });
    expect(keys.length).toBe(Object.keys(KEY_NAMES).length);
  });
});

/** Texts one behind the other, as they are in an image. */
function inBytes(texts: string[], weights: ArrayLike<number>): WeightedTexts {
  const lengths = Uint16Array.from(texts, (text) => Buffer.byteLength(text));
  let end = 0;
  const starts = Uint32Array.from(lengths, (length) => {
    end += length;
    return end - length;
  });
  return { bytes: Buffer.from(texts.join("")), starts, lengths, weights: Uint32Array.from(weights) };
}

function textAt({ bytes, starts }: WeightedTexts, index: number, from: number, length: number): string {
  const start = (starts[index] as number) + from;
  return Buffer.from(bytes.subarray(start, start + length)).toString();
}

/** The parts that are chosen, as texts, and that texts have the same number if and only if they have the same part. */
function chosenParts(texts: string[], weights: number[], side: Side, cutter: Cutter): (string | undefined)[] {
  const weighted = inBytes(texts, weights);
  const { lengths, parts, partCount } = chooseClasses(weighted, side, cutter);
  const numbers = new Map<string, number>();
  return texts.map((text, index) => {
    const length = lengths[index] as number;
    if (length === 0) return undefined;
    const part = textAt(weighted, index, side === "prefix" ? 0 : Buffer.byteLength(text) - length, length);
    const number = parts[index] as number;
    expect(number).toBeLessThan(partCount);
    expect(numbers.get(part) ?? number).toBe(number);
    numbers.set(part, number);
    expect(new Set(numbers.values()).size).toBe(numbers.size);
    return part;
  });
}

describe("chooseClasses", () => {
  const texts = ["Paris, TX", "Austin, TX", "Paris, FR", "Pau, FR", "Rome"];
  const weights = [5, 5, 5, 5, 5];

  it("chooses for each text the shared part that saves most", () => {
    expect(chosenParts(texts, weights, "suffix", suffixLengths(3))).toEqual([
      ", TX",
      ", TX",
      ", FR",
      ", FR",
      undefined,
    ]);
    expect(chosenParts(texts, weights, "prefix", fixedLengths(2, 5))).toEqual([
      "Paris",
      undefined,
      "Paris",
      "Pa",
      undefined,
    ]);
  });

  it("ignores parts that only texts without weight share", () => {
    expect(chosenParts(["New York", "New Rome"], [1, 0], "prefix", prefixLengths(3))).toEqual([undefined, "New "]);
  });

  it("chooses among thousands of parts as a calculation with strings does", () => {
    // Words of two letters, so that many beginnings are shared by few texts; a stride makes the order and the weights uneven.
    const word = (number: number) => String.fromCharCode(97 + (number % 26), 97 + ((number * 7) % 23));
    const many = Array.from({ length: 4000 }, (_, i) => [i * 31, i * 17, i * 5].map((n) => word(n % 601)).join(" "));
    const unequal = many.map((_, index) => 1 + ((index * index) % 97));
    expect(chosenParts(many, unequal, "prefix", prefixLengths(3))).toEqual(slowlyChosen(many, unequal));
  });
});

/** What `chooseClasses` promises, for beginnings up to a space: the greatest length times chance, if it is above 0.05. */
function slowlyChosen(texts: string[], weights: number[]): (string | undefined)[] {
  const beginnings = (text: string) => [...text.matchAll(/ /g)].map(({ index }) => text.slice(0, index + 1));
  const sums = new Map<string, number>();
  texts.forEach((text, index) => {
    for (const part of beginnings(text)) sums.set(part, (sums.get(part) ?? 0) + (weights[index] as number));
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return texts.map((text, index) => {
    const gains = beginnings(text).map((part) => {
      const others = ((sums.get(part) as number) - (weights[index] as number)) / total;
      return { part, gain: part.length * (1 - (1 - others) ** 120) };
    });
    return gains.filter(({ gain }) => gain > 0.05).sort((a, b) => b.gain - a.gain)[0]?.part;
  });
}

test("pieces of user agents are parts of others, and end where those end if they end the text", () => {
  const { text: agents, weight } = builtinTexts("user-agents.tsv");
  const texts = agents.map((agent) => `${agent}"`);
  expect(texts.filter((text) => Buffer.byteLength(text) !== text.length)).toEqual([]);
  const cut = cutIntoPieces(inBytes(texts, weight));
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

test("the entry after the last song's points to valid memory, since lines without a song touch it", () => {
  const { image, tables } = compileCatalog(smallCatalog(), FORMATS.json, true);
  const songs = tables.emission?.songs as number;
  const entry = songs + tables.songCount * SONG_BYTES;
  expect(entry + SONG_BYTES).toBeLessThanOrEqual(image.end);
  expect(image.word(entry + SONG_ARTIST)).toBe(0);
});
