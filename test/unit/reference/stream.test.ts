import { describe, expect, test } from "vitest";
import { BEHAVIOUR, hi, lo, mix, PERSON, Stream, stepFor } from "../../support/reference/stream.ts";

const GOLDEN = 0x9e3779b97f4a7c15n;

describe("mix", () => {
  // SplitMix64 with its published step is the sequence mix(seed + G), mix(seed + 2 G), ...: the values are those that
  // xoshiro's authors and Rosetta Code print for the seed 1234567.
  test("produces the published sequence of SplitMix64", () => {
    const published = [
      6457827717110365317n,
      3203168211198807973n,
      9817491932198370423n,
      4593380528125082431n,
      16408922859458223821n,
    ];
    expect(published.map((_, i) => mix(1234567n + BigInt(i + 1) * GOLDEN))).toEqual(published);
  });

  test("counts modulo 2^64, negative numbers too", () => {
    expect(mix(-1n)).toBe(mix(2n ** 64n - 1n));
    expect(mix(2n ** 64n + 5n)).toBe(mix(5n));
    expect(mix(0n)).toBe(0n);
  });
});

test("steps are odd and change often between neighbouring bits", () => {
  for (let key = 0n; key < 20_000n; key++) {
    const step = stepFor(key * GOLDEN);
    const changes = (step ^ (step >> 1n)).toString(2).replaceAll("0", "").length;
    expect(step & 1n).toBe(1n);
    expect(changes).toBeGreaterThanOrEqual(24);
  }
});

describe("Stream", () => {
  const firstDraws = (seed: bigint, purpose: bigint, index: number) => {
    const stream = new Stream(seed, purpose, index);
    return [stream.draw(), stream.draw(), stream.draw()];
  };

  test("differs by seed, purpose and user, and repeats for the same three", () => {
    const first = firstDraws(7n, PERSON, 3);
    expect(firstDraws(7n, PERSON, 3)).toEqual(first);
    const others = [firstDraws(8n, PERSON, 3), firstDraws(7n, BEHAVIOUR, 3), firstDraws(7n, PERSON, 4)];
    expect(new Set([first, ...others].flat()).size).toBe(12);
  });

  test("takes a seed modulo 2^64", () => {
    expect(firstDraws(-1n, PERSON, 0)).toEqual(firstDraws(2n ** 64n - 1n, PERSON, 0));
  });

  test("sets each of the 64 bits about half of the time, across users and along one user", () => {
    const draws = Array.from({ length: 4096 }, (_, index) => new Stream(1n, BEHAVIOUR, index).draw());
    const stream = new Stream(1n, BEHAVIOUR, 0);
    const along = Array.from({ length: 4096 }, () => stream.draw());
    for (const sample of [draws, along])
      for (let bit = 0n; bit < 64n; bit++) {
        const ones = sample.filter((draw) => (draw >> bit) & 1n).length;
        // Five standard deviations of a fair coin thrown 4096 times are 160.
        expect(Math.abs(ones - 2048)).toBeLessThan(160);
      }
  });
});

test("hi and lo are the unsigned halves", () => {
  expect(hi(0xfedcba9876543210n)).toBe(0xfedcba98);
  expect(lo(0x01234567fedcba98n)).toBe(0xfedcba98);
});
