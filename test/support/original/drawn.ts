// What commands of the original are drawn from (cases.ts).
import fc from "fast-check";
import { argumentText, jsonText } from "../generated/text.ts";
import type { Instant } from "./command.ts";

export const instants: fc.Arbitrary<Instant> = fc.record({
  seconds: fc.oneof(
    fc
      .constantFrom(
        "2024-02-28T21:00:00",
        "2016-02-29T12:34:56",
        "2037-12-31T18:30:00",
        "2038-01-19T03:14:00",
        "2015-11-25T00:00:00",
        "1969-12-28T07:00:00",
        "1775-06-28T00:00:00",
        "1868-05-20T12:00:00",
        "1895-08-29T06:00:00",
        "1937-11-05T00:00:00",
        "1967-05-20T00:00:00",
      )
      .map((text) => Date.parse(`${text}Z`) / 1000),
    fc.integer({ min: 300_000_000, max: 4_000_000_000 }),
    fc.integer({ min: -30_000_000_000, max: 200_000_000_000 }),
  ),
  nanoseconds: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.constantFrom(1, 250_000_000, 999_000_000, 999_999_999, 1_000_001) },
    { weight: 1, arbitrary: fc.nat(999_999_999) },
  ),
});

const seeds = fc.oneof(
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.constantFrom(-1, 0, -(2 ** 31), 2 ** 31 - 1),
);
const keySeeds = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.constantFrom(-(2 ** 52), 2 ** 33 + 5, -(2 ** 31) - 7, 2 ** 53, 1e17, -9e18),
);

/** Keys that a flag may be given for as well, with other values than the flag's. */
export const settings = fc.record({
  flags: fc.record(
    {
      nusers: fc.integer({ min: 1, max: 30 }),
      userid: fc.constantFrom(0, 1, 9, 98, 9998, 99_999_970, 2_147_483_640, 2 ** 31 - 1, -(2 ** 31), -12, -2),
      growthRate: fc.constantFrom(0, 0.5, 30, 1500),
      attritionRate: fc.constantFrom(0, 0, 0, 1e-12, 0.2),
      randomseed: seeds,
      tag: argumentText,
    },
    { requiredKeys: ["nusers"] },
  ),
  keys: fc.record(
    {
      seed: keySeeds,
      "n-users": fc.integer({ min: 1, max: 40 }),
      "first-user-id": fc.constantFrom(0, 4711, 2_147_483_640.9, -100_000_010, -5.5),
      "growth-rate": fc.constantFrom(0, 2.5, 400, -0.1),
      tag: jsonText,
    },
    { requiredKeys: [] },
  ),
});

export function seldom<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
}

/** Ways in which a configuration leaves what the default engine accepts. */
export const twists = fc.record({
  /** Transitions that are given again. */
  repeated: fc.array(fc.tuple(fc.nat(50), fc.constantFrom(0, 0.001, 0.1, 0.3)), { maxLength: 4 }),
  /** States that become redirects to a song page. */
  songRedirect: seldom(fc.nat(20)),
  noStart: seldom(fc.nat(20)),
  noDetails: seldom(fc.nat(5)),
  pace: fc.record(
    {
      "session-gap": fc.constantFrom(0, 1, 60, 600),
      damping: fc.constantFrom(0, 1.5, -0.2),
      "weekend-damping": fc.constantFrom(0, 1, 1.25, -1),
      "weekend-damping-offset": fc.constantFrom(0, 2000, 60),
      "weekend-damping-scale": fc.constantFrom(1, 60, 3000),
    },
    { requiredKeys: [] },
  ),
  isTwisted: fc.boolean(),
});
export type Twists = typeof twists extends fc.Arbitrary<infer T> ? T : never;
