import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadBuiltinCatalog } from "../../../src/catalog/builtin.ts";
import type { Catalog } from "../../../src/catalog/types.ts";
import { type Case, cases, settingsOf } from "../../support/generated/generate.ts";
import { type Inputs, inputsOf, KernelRun, smallInputs } from "../../support/kernel/kernel-run.ts";
import { blocksOf, ENCODERS, expectSame, FORMATS } from "../../support/kernel/lz4-blocks.ts";
import { smallCatalog, smallConfig } from "../../support/reference/sample.ts";

const hidden = smallConfig({ showUserDetails: new Map([["Logged In", false]]) });
const column = (text: string[]) => ({ text, weight: new Uint32Array(text.length).fill(1) });

function songs(artist: string[], title: string[]): Catalog["songs"] {
  const duration = Float64Array.from(artist, (_, index) => 60 + index * 1.37);
  return { artist, title, duration, weight: new Uint32Array(artist.length).fill(1) };
}

/** Texts that begin and end alike, contain each other, repeat themselves and have what JSON escapes. */
const alike = [
  "a",
  "ab",
  "aab aab",
  "aab aab aab",
  'a"',
  'aab \\"',
  "\\",
  "aab \\",
  "aab (b",
  "aab (b (b",
  "ab, ab",
  "-",
  " ",
];

const shapes: Record<string, Inputs> = {
  "a small site": smallInputs(),
  "a tag": smallInputs({ tag: 'a "tag" of\nmany … characters' }),
  "a short tag": smallInputs({ tag: "", config: hidden }),
  "hidden details": smallInputs({ config: hidden }),
  "user 0": smallInputs({ firstUserId: 0, userCount: 2 }),
  "ids of four digits and five": smallInputs({ firstUserId: 9990 }),
  "ids of eight digits and nine": smallInputs({ firstUserId: 99_999_990 }),
  "sessions on both sides of 2^32": smallInputs({ firstUserId: 4285 }),
  "sessions on both sides of 2^40": smallInputs({ firstUserId: 1_099_501 }),
  "the last user ids": smallInputs({ firstUserId: 4294967276 }),
  "time stamps of all widths": smallInputs({ startSeconds: -3 * 86400, startMilliseconds: 7 }),
  "the years before 1970": smallInputs({ startSeconds: -40 * 365 * 86400, startMilliseconds: 999 }),
  "the tenth digit": smallInputs({ startSeconds: 1_000_000_000 - 86400 }),
  "the end of 32 bits": smallInputs({ startSeconds: 2 ** 32 - 86400 }),
  "texts that are alike": smallInputs({
    userCount: 200,
    catalog: smallCatalog({
      firstNames: { ...column(alike), gender: alike.map((_, index) => (index % 2 ? "F" : "M")) },
      lastNames: column(alike),
      locations: column(alike),
      userAgents: column(alike.flatMap((a) => alike.map((b) => `${a}/agents/are/long/${b}`))),
      songs: songs(
        alike.flatMap((a) => alike.map(() => a)),
        alike.flatMap(() => alike),
      ),
    }),
  }),
  "empty strings": smallInputs({
    catalog: smallCatalog({
      firstNames: { ...column([""]), gender: ["F"] },
      lastNames: column([""]),
      locations: column(["", "a"]),
      userAgents: column([""]),
      songs: songs(["", ""], ["", "x"]),
    }),
  }),
  "not ASCII": smallInputs({
    catalog: smallCatalog({
      locations: column(["Köln, NRW", "Kölle, NRW", "東京 都, 日本", "京都 府, 日本"]),
      songs: songs(["Ÿ é", "Ÿ è", "𝄞 𝄞"], ["é ü ï", "é ü", "𝄞𝄞𝄞 ü"]),
    }),
  }),
  "strings beyond the window": smallInputs({
    userCount: 3,
    windowSeconds: 2 * 86400,
    catalog: smallCatalog({
      userAgents: column([`${"long ".repeat(12_000)}a`, `${"long ".repeat(12_000)}b`, "short"]),
      locations: column(["z".repeat(65_000), "z".repeat(300)]),
    }),
  }),
};

describe.each(FORMATS)("emitted LZ4 is the %s, in blocks that follow the rules", (format) => {
  test.each(Object.entries(shapes))("%s", async (_, inputs) => {
    const blocks = await blocksOf(inputs, format);
    expect(blocks.reduce((sum, { events }) => sum + events, 0)).toBeGreaterThan(20);
    const sequences = expectSame(blocks);
    expect(sequences.length).toBeGreaterThan(0);
  });

  test.each([1, 2, 3, 7, 100])("batches of %d events", async (batchEvents) => {
    expectSame(await blocksOf(shapes["a small site"] as Inputs, format, batchEvents));
  });

  test("generated sites", async () => {
    const holds = async (each: Case) => {
      expectSame(await blocksOf(inputsOf(settingsOf(each), each.run.holidays), format, each.run.batchEvents));
    };
    await fc.assert(fc.asyncProperty(cases, holds), { numRuns: 25, seed: 20260103, interruptAfterTimeLimit: 50_000 });
  });
});

describe("with the built-in catalog", () => {
  const inputs = smallInputs({ catalog: loadBuiltinCatalog(), userCount: 3000, windowSeconds: 86400 });

  test.each(FORMATS)("%s: a block depends on its records alone, not on the blocks before it", async (format) => {
    const run = await KernelRun.open(inputs, { format, emitsLz4: true });
    const digest = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
    const encoder = run.kernel[ENCODERS[format][1]];
    run.eachBatch((first, count) => {
      const alone = digest(run.encode(encoder, first, count));
      run.encode(encoder, first, Math.min(5, count));
      expect(digest(run.encode(encoder, first, count))).toBe(alone);
    });
  });

  test.each([
    ["json", 4],
    ["msgpack", 3.4],
  ] as const)("%s is at least %d times smaller", async (format, ratio) => {
    const blocks = await blocksOf(inputs, format);
    expectSame(blocks);
    const size = (key: "text" | "block") => blocks.reduce((sum, each) => sum + each[key].length, 0);
    expect(size("text") / size("block")).toBeGreaterThan(ratio);
  });

  test("200,000 songs", async () => {
    const title = Array.from({ length: 200_000 }, (_, index) => `Song ${index % 1000} of ${Math.floor(index / 1000)}`);
    const many = {
      ...loadBuiltinCatalog(),
      songs: songs(
        title.map((each) => each.slice(0, 7)),
        title,
      ),
    };
    expectSame(await blocksOf(smallInputs({ catalog: many }), "json"));
  });
});
