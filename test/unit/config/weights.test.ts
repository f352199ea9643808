import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wholeWeights } from "../../../src/config/weights.ts";
import { wholeNumbers } from "../../support/reference/mathematics.ts";
import { configText, HOME, list, read, SONG, start, state, transition } from "./broken.ts";

describe("weights with decimals", () => {
  test.each([
    [
      [1, 2, 0],
      [1, 2, 0],
    ],
    [
      [0.5, 1.5],
      [5, 15],
    ],
    [
      [0.25, 7, 0],
      [25, 700, 0],
    ],
    [
      [0.1, 0.2, 0.7],
      [1, 2, 7],
    ],
    [
      [1e-9, 1],
      [1, 1_000_000_000],
    ],
    // Ten digits behind the point, or a sum that would pass 31 bits: shares of 2^30.
    [
      [0.0000000001, 0.0000000003],
      [2 ** 28, 3 * 2 ** 28],
    ],
    [
      [1_000_000_000.5, 1_000_000_000.5],
      [2 ** 29, 2 ** 29],
    ],
    [
      [1 / 3, 2 / 3],
      [357913941, 715827883],
    ],
    [[1e-300], [2 ** 30]],
    [
      [1e-300, 1],
      [0, 2 ** 30],
    ],
  ])("%j become %j", (weights, whole) => {
    expect(wholeWeights(weights)).toEqual(whole);
  });

  test("have their decimal points shifted", () => {
    const decimal = fc.tuple(fc.nat(99_999), fc.nat(11)).map(([digits, decimals]) => Number(`${digits}e-${decimals}`));
    const weights = fc.array(fc.oneof(decimal, fc.double({ min: 0, max: 1000, noNaN: true })), { minLength: 1 });
    fc.assert(
      fc.property(weights, (given) => {
        fc.pre(given.some((weight) => weight > 0));
        expect(wholeWeights(given)).toEqual(wholeNumbers(given));
      }),
      { seed: 5 },
    );
  });

  test("are made whole list by list, and those of session starts for each auth and level", () => {
    const about = state("About", "Member");
    const { config, warnings } = read(
      configText({
        levels: list('{"level": "free", "weight": 0.125}'),
        auths: list('{"auth": "Guest", "weight": 0.2}', '{"auth": "Member", "weight": 0.8}'),
        "new-session": list(start(SONG, 0.75), start(HOME, 3), start(about, 0.25)),
        transitions: list(transition(HOME, SONG, 0.5), transition(SONG, about, 0.5), transition(about, HOME, 0.5)),
      }),
    );
    expect(warnings).toEqual([]);
    expect(config.levels.map(({ weight }) => weight)).toEqual([125]);
    expect(config.auths.map(({ weight }) => weight)).toEqual([2, 8]);
    expect(config.newSession.map(({ weight }) => weight)).toEqual([75, 3, 25]);
  });
});
