import fc from "fast-check";
import { expect, test } from "vitest";
import { nearest } from "../../../src/system/nearest.ts";

const KEYS = ["alpha", "beta", "damping", "growth-rate", "n-users", "tag"];

test.each([
  ["bta", "beta"],
  ["apha", "alpha"],
  ["aplha", "alpha"],
  ["BETA", "beta"],
  ["growthRate", "growth-rate"],
  ["growth_rate", "growth-rate"],
  ["nusers", "n-users"],
])("%s was meant to be %s", (word, meant) => {
  expect(nearest(word, KEYS)).toBe(meant);
});

// "gat" is two replacements away from "tag", which is too far for three letters.
test.each(["jvm", "gat", "", "charlie", "users-per-day"])("%j is near to nothing", (word) => {
  expect(nearest(word, KEYS)).toBeUndefined();
});

test("the nearest wins, and of equally near ones the first", () => {
  expect(nearest("paged", ["pages", "page", "paged-x"])).toBe("pages");
  expect(nearest("levels", ["level", "levels"])).toBe("levels");
});

test("one edit is always found in words of three letters and more", () => {
  const word = fc.stringMatching(/^[a-z]{3,12}$/);
  fc.assert(
    fc.property(word, fc.nat(), fc.constantFrom("-", ""), (text, seed, insert) => {
      const at = seed % text.length;
      expect(nearest(text.slice(0, at) + insert + text.slice(at + 1), [text])).toBe(text);
    }),
    { seed: 3 },
  );
});
