import { createHash } from "node:crypto";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readConfig } from "../../../src/config/read.ts";
import { resolveSettings } from "../../../src/config/resolve.ts";
import {
  canonicalJson,
  dataSetId,
  firstDifference,
  hashOf,
  type Identity,
  identityOf,
} from "../../../src/output/manifest/identity.ts";
import { ROOT } from "../../support/root.ts";

const { config } = readConfig(join(ROOT, "configs", "Tambourine-config.json"));
const OPTIONS = { progress: false, startTime: "2026-01-01T00:00:00", endTime: "2026-01-02T00:00:00", randomseed: 7n };

function identity(changes: { config?: object; options?: object; output?: object } = {}): Identity {
  const changed = { ...config, ...changes.config };
  const settings = resolveSettings({ ...OPTIONS, ...changes.options }, changed);
  const output = { format: "json", compress: "none", ...changes.output };
  return identityOf({ engine: 1, config: changed, settings, catalogHash: "c0ffee", output });
}

describe("canonical JSON", () => {
  it.each([
    [{ b: 1, a: [2, { d: null, c: true }] }, '{"a":[2,{"c":true,"d":null}],"b":1}'],
    [{ seed: -9223372036854775808n }, '{"seed":"-9223372036854775808"}'],
    [
      new Map([
        ["b", 1],
        ["a", 2],
      ]),
      '{"a":2,"b":1}',
    ],
    [{ absent: undefined, there: 0.1 }, '{"there":0.1}'],
    [{ "2": 1, "10": 1, a: 1 }, '{"10":1,"2":1,"a":1}'],
    ['a"b\n', '"a\\"b\\n"'],
  ])("of %o", (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it("is the same for any order of keys, and reads back as the same value", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(Object.fromEntries(Object.entries(value).reverse()))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("is refused for values that JSON does not have", () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, () => 0]) {
      expect(() => canonicalJson({ value })).toThrow(TypeError);
    }
  });
});

describe("a data set id", () => {
  it("is the first 80 bits of the hash, five to a digit", () => {
    const hex = createHash("sha256").update('{"a":1}').digest("hex").slice(0, 20);
    const bits = [...hex].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, "0")).join("");
    const letters = bits.match(/.{5}/g)!.map((five) => "0123456789abcdefghjkmnpqrstvwxyz"[Number.parseInt(five, 2)]);
    const text = letters.join("");
    const wanted = `es1-${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8, 12)}-${text.slice(12)}`;
    expect(dataSetId({ a: 1 })).toBe(wanted);
  });

  it("survives a file", () => {
    const here = identity();
    expect(dataSetId(JSON.parse(JSON.stringify(here)))).toBe(dataSetId(here));
  });

  it("depends on everything that determines the bytes", () => {
    const ids = [
      identity(),
      identity({ options: { randomseed: 8n } }),
      identity({ options: { endTime: "2026-01-02T00:00:01" } }),
      identity({ options: { user: 3 } }),
      identity({ config: { alphaSeconds: config.alphaSeconds + 0.5 } }),
      identity({ config: { showUserDetails: new Map([["Logged In", false]]) } }),
      identity({ config: { transitions: config.transitions.toReversed() } }),
      identity({ output: { compress: "lz4" } }),
    ].map(dataSetId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("does not depend on the configuration's path, nor on whether an option gives a value", () => {
    const options = { nusers: 5, userid: 9, growthRate: 0.5, tag: "a", holidays: "DE" };
    const keys = { file: "elsewhere.json", seed: 99n, startDate: "2020-01-01T00:00:00", userCount: 77, firstUserId: 3 };
    const others = { growthRate: 0.1, tag: "b", holidays: "US", endDate: "2020-02-01T00:00:00" };
    expect(identity({ config: { ...keys, ...others }, options })).toEqual(identity({ options }));
  });
});

describe("the first difference", () => {
  it("is none between equals", () => {
    expect(firstDifference(identity(), identity())).toBeUndefined();
  });

  it.each([
    [{ options: { randomseed: 8n } }, "seed: 7 there, 8 here"],
    [{ options: { startTime: "2025-12-31T00:00:00" } }, /^start: 2026-01-01T00:00:00 there, 2025-12-31T00:00:00 here$/],
    [{ options: { tag: "a b" } }, 'tag: nothing there, "a b" here'],
    [{ config: { alphaSeconds: 1.5 } }, `config.alphaSeconds: ${config.alphaSeconds} there, 1.5 here`],
    [{ config: { showUserDetails: new Map() } }, /^config\.showUserDetails\..*: (true|false) there, nothing here$/],
    [{ config: { levels: [] } }, /^config\.levels\[0\]: \{"level":.*\} there, nothing here$/],
    [{ output: { compress: "lz4" } }, "compress: none there, lz4 here"],
    [{ output: { split: { events: 10 } } }, 'split: nothing there, {"events":10} here'],
  ])("after %o", (changes, wanted) => {
    expect(firstDifference(identity(), identity(changes))).toMatch(wanted);
  });

  it("is cut where it would fill the screen", () => {
    expect(firstDifference({ a: "x".repeat(1000) }, {})!.length).toBeLessThan(120);
  });

  it("is there exactly where ids differ", () => {
    const json = fc.dictionary(fc.constantFrom("a", "b"), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(json, json, (one, other) => {
        const [there, here] = [JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other))];
        expect(firstDifference(there, here) === undefined).toBe(hashOf(there) === hashOf(here));
      }),
    );
  });
});
