// What a base and overlays say together. The site has two pages, so that every expected value is seen in it.
import { describe, expect, test } from "vitest";
import { contentText, contentValue } from "../../../../src/config/content/write.ts";
import { Merger } from "../../../../src/config/merge/merge.ts";
import { readPart } from "../../../../src/config/merge/part.ts";
import { MergedSource } from "../../../../src/config/merge/source.ts";
import { checkValue } from "../../../../src/config/read.ts";

const state = (page: string, level = "free") => ({ page, auth: "Member", method: "GET", status: 200, level });
const way = (from: string, to: string, p: number | null, level = "free") => ({
  source: state(from, level),
  dest: state(to, level),
  p,
});

const BASE = {
  beta: 1000,
  tag: "base",
  "new-user-auth": "Member",
  "show-user-details": [{ auth: "Member", show: true }],
  levels: [{ level: "free", weight: 1 }],
  auths: [{ auth: "Member", weight: 1 }],
  "new-session": [{ ...state("A"), weight: 1 }],
  transitions: [way("A", "A", 0.5), way("A", "B", 0.25), way("B", "A", 0.5)],
};

const textOf = (value: object | string) => (typeof value === "string" ? value : JSON.stringify(value));

function merged(...overlays: (object | string)[]): Merger {
  const merger = new Merger();
  for (const [index, value] of [BASE, ...overlays].entries())
    merger.add(readPart(index === 0 ? "base.json" : `overlay-${index}.json`, index > 0, textOf(value)));
  return merger;
}

const saidBy = (merger: Merger) => contentValue(merger.content) as typeof BASE;
const ways = (merger: Merger) =>
  saidBy(merger).transitions.map(({ source, dest, p }) => `${source.page}${dest.page} ${p}`);

test("a base alone is what it says", () => {
  expect(saidBy(merged())).toEqual(BASE);
});

test("of a key and of a transition the last file counts, and each change is told with its file", () => {
  const merger = merged({ beta: 2000, transitions: [way("A", "B", 0.125)] }, { beta: 3000 });
  expect(saidBy(merger).beta).toBe(3000);
  expect(ways(merger)).toEqual(["AA 0.5", "AB 0.125", "BA 0.5"]);
  expect(merger.changes.map(({ part, before, after }) => [part.document.file, before, after])).toEqual([
    ["overlay-1.json", "1000", "2000"],
    ["overlay-1.json", "0.25", "0.125"],
    ["overlay-2.json", "2000", "3000"],
  ]);
});

test("what an overlay repeats is no change", () => {
  expect(merged('{"beta": 1000.0}', { transitions: [way("A", "B", 0.25)] }).changes).toEqual([]);
});

test("new transitions follow the last one of their source, those of a new source all others", () => {
  const merger = merged({ transitions: [way("C", "A", 0.5), way("A", "C", 0.1), way("A", "D", 0.1)] });
  expect(ways(merger)).toEqual(["AA 0.5", "AB 0.25", "AC 0.1", "AD 0.1", "BA 0.5", "CA 0.5"]);
});

test("new starts follow those of their auth and level", () => {
  const merger = merged(
    { "new-session": [{ ...state("A", "paid"), weight: 1 }] },
    { "new-session": [{ ...state("B"), weight: 2 }] },
  );
  const starts = saidBy(merger)["new-session"].map(({ page, level }) => `${page} ${level}`);
  expect(starts).toEqual(["A free", "B free", "A paid"]);
});

test("null removes a key, a transition, and an entry of each small table", () => {
  const merger = merged(
    {
      tag: null,
      levels: [{ level: "paid", weight: 2 }],
      auths: [{ auth: "Guest", weight: 2 }],
      "show-user-details": [{ auth: "Guest", show: false }],
      "new-session": [{ ...state("B"), weight: 2 }],
    },
    {
      levels: [{ level: "paid", weight: null }],
      auths: [{ auth: "Guest", weight: null }],
      "show-user-details": [{ auth: "Guest", show: null }],
      "new-session": [{ ...state("B"), weight: null }],
      transitions: [way("A", "B", null)],
    },
  );
  const { tag: _, ...others } = BASE;
  expect(saidBy(merger)).toEqual({ ...others, transitions: [way("A", "A", 0.5), way("B", "A", 0.5)] });
  expect(merger.misses).toEqual([]);
});

test("a removal of what is not there is told", () => {
  const merger = merged({ "end-date": null, transitions: [way("B", "B", null)] });
  expect(merger.misses.map(({ what }) => what)).toEqual([
    "end-date",
    '"B" ("Member", "GET", 200, "free") to "B" ("Member", "GET", 200, "free")',
  ]);
});

describe("two overlays that contradict each other", () => {
  const conflictsOf = (...overlays: (object | string)[]) =>
    merged(...overlays).conflicts.map(({ what, first, last }) => [what, first.value, last.value]);

  test.each([
    ["keys", { beta: 1 }, { beta: 2 }, [["beta", "1", "2"]]],
    ["a key and its removal", { tag: "x" }, { tag: null }, [["tag", '"x"', undefined]]],
    [
      "weights",
      { levels: [{ level: "free", weight: 2 }] },
      { levels: [{ level: "free", weight: 3 }] },
      [['levels "free"', "2", "3"]],
    ],
    [
      "seeds that are one as doubles",
      '{"seed": 9007199254740993}',
      '{"seed": 9007199254740992}',
      [["seed", "9007199254740993", "9007199254740992"]],
    ],
    ["the same value", { beta: 2.5 }, { beta: 2.5 }, []],
    ["comments", { _comment: "one" }, { _comment: "other" }, []],
  ])("%s", (_, one, other, expected) => {
    expect(conflictsOf(one, other)).toEqual(expected);
  });

  test("but the base may say what it likes", () => expect(conflictsOf({ beta: 1 })).toEqual([]));
});

test("other keys of an entry stay, and come from the last file that has them", () => {
  const merger = merged(
    { transitions: [{ ...way("A", "B", 0.1), note: "kept" }] },
    { transitions: [{ ...way("A", "B", 0.2), why: "new" }] },
  );
  expect(saidBy(merger).transitions[1]).toEqual({ ...way("A", "B", 0.2), note: "kept", why: "new" });
});

test("the schema's address stays that of the base, and comes from an overlay where the base has none", () => {
  const merger = merged({ $schema: "one" }, { $schema: "other" });
  expect(saidBy(merger)).toMatchObject({ $schema: "one" });
});

test("methods and levels that are left out are the empty ones", () => {
  const { method: _, ...short } = state("A");
  const merger = merged({ transitions: [{ source: short, dest: { ...short, method: "" }, p: 0.1 }] });
  expect(saidBy(merger).transitions).toHaveLength(4);
  expect(contentText(merger.content)).toContain('"method": ""');
});

describe("an overlay that cannot be read is refused with its place", () => {
  const refusalOf = (text: string) => {
    try {
      readPart("overlay.json", true, text);
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  };
  test.each([
    ["no JSON", '{"beta": }', /^overlay\.json:1:10: .*expected a value/],
    ["a list", "[]", /^overlay\.json:1:1: .*an object/],
    ["a key that is misspelt", '{"betta": 5}', /^overlay\.json:1:2: .*did you mean "beta"/],
    ["a text for a number", '{"beta": "a day"}', /^overlay\.json:1:10: beta: found the string "a day"; give a number/],
    ["a table that is removed", '{"levels": null}', /^overlay\.json:1:12: levels: found null; give an array/],
    ["a transition without source", '{"transitions": [{"p": null}]}', /transitions\[0\]\.source: missing/],
    [
      "a probability above 1",
      JSON.stringify({ transitions: [way("A", "A", 2)] }),
      /p: found 2; give a number from 0 to 1 .*null to remove/,
    ],
    [
      "an entry twice",
      JSON.stringify({ transitions: [way("A", "A", 0.1), way("A", "A", null)] }),
      /transitions\[1\]: is on line 1 already/,
    ],
    ["a key twice", '{"beta": 5, "beta": 6}', /beta: given twice/],
  ])("%s", (_, text, expected) => expect(refusalOf(text)).toMatch(expected));
});

test("null is no value of a base's entry", () => {
  expect(() => readPart("base.json", false, JSON.stringify({ levels: [{ level: "free", weight: null }] }))).toThrow(
    "found null; give a number",
  );
});

test("checks of the whole name the file and line that say what is wrong", () => {
  const merger = merged({ transitions: [] }, { "new-session": [{ ...state("Z"), weight: 1 }] });
  expect(() => checkValue(new MergedSource(merger), contentValue(merger.content))).toThrow(
    /^the merged configuration, overlay-2\.json:1:17: new-session\[1\]: no transition leaves or enters state "Z"/,
  );
});
