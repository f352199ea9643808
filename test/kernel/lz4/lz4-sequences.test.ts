// Texts that give the sequences of a block lengths at encoding boundaries: a token holds 15 of a length and each
// further byte 255, and from 32 literals or 260 bytes of match on, sequences are no longer planned in groups of four
// (assembly/compress/sequences.ts).
import { describe, expect, test } from "vitest";
import type { Catalog } from "../../../src/catalog/types.ts";
import { type Inputs, smallInputs } from "../../support/kernel/kernel-run.ts";
import { blocksOf, expectSame, FORMATS } from "../../support/kernel/lz4-blocks.ts";
import type { Sequence } from "../../support/read/lz4-block.ts";
import { smallCatalog, smallConfig } from "../../support/reference/sample.ts";

const LITERAL_LENGTHS = [0, 1, 2, 14, 15, 16, 31, 32, 33, 269, 270, 271, 524, 525];
const MATCH_LENGTHS = [4, 18, 19, 20, 258, 259, 260, 261, 273, 274, 275, 528, 529];

const column = (text: string[]) => ({ text, weight: new Uint32Array(text.length).fill(1) });
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Returns texts of a given length with hardly any repetition. */
function strange(byteLength: number): string {
  let state = byteLength;
  const letters = Array.from({ length: byteLength }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return String.fromCharCode(97 + ((state >>> 16) % 26));
  });
  return letters.join("");
}

/** Sessions are short and close to each other, so that users come again within the window. */
const busy = smallConfig({ alphaSeconds: 10, betaSeconds: 100, sessionGapSeconds: 30 });

function crowd(catalog: Partial<Catalog>, changes: Parameters<typeof smallInputs>[0] = {}): Inputs {
  const settings = { config: busy, catalog: smallCatalog(catalog), userCount: 2000, windowSeconds: 300 };
  return smallInputs({ ...settings, ...changes });
}

/** Returns those of the given lengths that no sequence has. */
function missing(lengths: number[], sequences: Sequence[], field: "literals" | "match"): number[] {
  const known = new Set(sequences.map((sequence) => sequence[field]));
  return lengths.filter((length) => !known.has(length));
}

describe.each(FORMATS)("%s", (format) => {
  test("literals of every length at which a sequence is written in another way", async () => {
    // Two of each length: the header of the second one is not new where a text has a header.
    const places = [...numbers(1, 40), ...numbers(255, 275), ...numbers(510, 530)].map(strange);
    const locations = column(places.flatMap((place) => [place, place.toUpperCase()]));
    const sequences = expectSame(await blocksOf(crowd({ locations }), format));
    expect(missing(LITERAL_LENGTHS, sequences, "literals")).toEqual([]);
  });

  test("matches of every length at which a sequence is written in another way", async () => {
    // A key and an agent are one match if the agent was in the window. Another match begins with the name after it.
    const userAgents = column([...numbers(1, 12), ...numbers(240, 265), ...numbers(512, 520)].map(strange));
    // Some places end with a match of four bytes, with or without the closing quote.
    const locations = column(numbers(1, 30).flatMap((length) => [" ab", " abc"].map((end) => strange(length) + end)));
    const sequences = expectSame(await blocksOf(crowd({ locations, userAgents }), format));
    expect(missing(MATCH_LENGTHS, sequences, "match")).toEqual([]);
  });
});
