import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GUIDE_END, GUIDE_SPLIT, SPLIT_BYTES, SPLIT_DEST, SPLIT_LAST } from "../../../assembly/layout/model.ts";
import type { Config, State } from "../../../src/config/types.ts";
import { Image } from "../../../src/model/image.ts";
import { collectRanges, collectStates, putTransitions } from "../../../src/model/transitions.ts";

const BASE = 65536;

function page(name: string): State {
  return { page: name, auth: "a", method: "GET", status: 200, level: "l" };
}

/** A table with one source state and these probabilities to as many destinations. */
function tableOf(probabilities: number[]): Config {
  const source = page("source");
  return {
    file: "test",
    newSession: [{ ...source, weight: 1 }],
    transitions: probabilities.map((probability, index) => ({ source, dest: page(`dest ${index}`), probability })),
  } as unknown as Config;
}

/** What the kernel does with the upper 40 bits of a draw, on the compiled tables. */
function lookUp(image: Image, guide: number, splits: number, draw: number): number {
  const view = new DataView(image.bytes().buffer, image.bytes().byteOffset);
  const entry = view.getUint16(guide - BASE + Math.floor(draw / 2 ** 32) * 2, true);
  if (entry < GUIDE_SPLIT) return entry;
  let split = splits - BASE + (entry - GUIDE_SPLIT) * SPLIT_BYTES;
  while (draw % 2 ** 32 > view.getUint32(split + SPLIT_LAST, true)) split += SPLIT_BYTES;
  return view.getUint32(split + SPLIT_DEST, true);
}

/** docs/reference/engine.md, "Events", step 1: a scan of the cumulative ranges. */
function scan(probabilities: number[], draw: number): number {
  let sum = 0;
  const sums = probabilities.map((probability) => (sum += probability));
  const index = sums.findIndex((end) => draw < Math.floor((sum > 1 ? end / sum : end) * 2 ** 40 + 0.5));
  return index < 0 ? GUIDE_END : index + 1;
}

/** Weights made into probabilities whose sum is `total` but for rounding. */
const probabilities = fc
  .tuple(
    fc.array(fc.oneof(fc.constant(0), fc.double({ min: 1e-12, max: 1, noNaN: true })), { minLength: 1, maxLength: 40 }),
    fc.constantFrom(0, 1e-9, 0.3, 0.999, 1, 1 + 5e-7),
  )
  .map(([weights, total]) => {
    const sum = weights.reduce((a, b) => a + b, 0);
    return sum === 0 ? weights : weights.map((weight) => (weight / sum) * total);
  });

describe("the guide table", () => {
  it("returns the same as a scan of the cumulative ranges, at every range's end and anywhere else", () => {
    fc.assert(
      fc.property(
        probabilities,
        fc.array(fc.integer({ min: 0, max: 2 ** 40 - 1 }), { maxLength: 50 }),
        (given, draws) => {
          const config = tableOf(given);
          const ranges = collectRanges(config, collectStates(config));
          const image = new Image(BASE);
          const { guide, splits } = putTransitions(image, ranges, config, collectStates(config));
          const ends = (ranges[0] ?? [])
            .flatMap(({ end }) => [end - 1, end])
            .filter((end) => end >= 0 && end < 2 ** 40);
          const all = [...draws, ...ends, 0, 2 ** 40 - 1];
          const found = all.map((draw) => lookUp(image, guide, splits[0] as number, draw));
          expect(found).toEqual(all.map((draw) => scan(given, draw)));
        },
      ),
      { seed: 3, numRuns: 300 },
    );
  });
});

it("names the state and the file where a state has more transitions than the guide has places for", () => {
  const many = 32_750;
  const config = tableOf(new Array(many).fill(1 / many));
  const table = collectStates(config);
  expect(() => putTransitions(new Image(BASE), collectRanges(config, table), config, table)).toThrow(
    'test: state "source" ("a", "GET", 200, "l") has too many transitions: ',
  );
});
