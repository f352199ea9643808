// The model is useful only if it behaves as the original: it must print the original's outputs.

import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { commandOf } from "../../support/original/command.ts";
import { type Expected, expectedCases, isThere } from "../../support/original/conformance.ts";
import { simulate } from "../../support/original/simulate.ts";

/** The long outputs take the model too long. */
const CASES = ["one-user", "similar", "growth", "edge-emoji", "edge-1895"];

describe.skipIf(!isThere)("the reference's output equals the original's", () => {
  it.each(expectedCases.filter(({ name }) => CASES.includes(name)))("$name", async (expected: Expected) => {
    const { lines, crash } = simulate(await commandOf(expected));
    expect(crash).toBeUndefined();
    expect(lines.slice(0, expected.head.length)).toEqual(expected.head);
    expect(lines.length).toBe(expected.events);
    expect(createHash("sha256").update(lines.join("")).digest("hex")).toBe(expected.sha256);
  });
});
