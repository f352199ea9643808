// What two configurations differ in: sites of one page, whose figures are known without solving.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { builtinSongs } from "../../../src/catalog/builtin.ts";
import { readContent } from "../../../src/config/content/content.ts";
import { type Differences, differ, sideOf } from "../../../src/predict/differ/differ.ts";
import { durationsOf } from "../../../src/predict/times/length.ts";
import { temporaryFolder } from "../../support/files/folders.ts";

const durations = durationsOf(builtinSongs());
const state = (page: string) => ({ page, auth: "Member", method: "GET", status: 200, level: "free" });

/** A site whose sessions stay on a page with a probability: 1 / (1 - p) events. */
function site(p: number, others: object = {}): object {
  return {
    "new-user-auth": "Member",
    "show-user-details": [{ auth: "Member", show: true }],
    levels: [{ level: "free", weight: 1 }],
    auths: [{ auth: "Member", weight: 1 }],
    "new-session": [{ ...state("Visit"), weight: 1 }],
    transitions: [{ source: state("Visit"), dest: state("Visit"), p }],
    ...others,
  };
}

function between(before: object, after: object): Differences {
  const [left, right] = [before, after].map((value) => {
    const file = join(temporaryFolder(), "site.json");
    writeFileSync(file, JSON.stringify(value));
    const { content, config } = readContent(file);
    return sideOf(content, config, durations, 28);
  });
  return differ(left!, right!);
}

test("a configuration and itself, with its keys in another order, differ in nothing", () => {
  const turned = Object.fromEntries(Object.entries(site(0.5)).reverse());
  expect(between(site(0.5), turned)).toMatchObject({ keys: [], transitions: [], isReordered: false });
});

describe("a probability", () => {
  const changed = () => between(site(0.5), site(0.75));

  test("that changed is named, with the events that it sends another way", () => {
    // 1 / (1 - 0.75) visits on the side with more of them.
    expect(changed().transitions).toEqual([
      { source: state("Visit"), dest: state("Visit"), before: 0.5, after: 0.75, effect: expect.closeTo(4 * 0.25, 9) },
    ]);
  });

  test("has its consequences beside it", () => {
    const events = changed().figures.find(({ what }) => what === "events a session");
    expect(events?.before).toBeCloseTo(2, 9);
    expect(events?.after).toBeCloseTo(4, 9);
  });
});

test("transitions that only one side has come in the order of their effects", () => {
  const ways = (first: number, second: number) => ({
    transitions: [
      { source: state("Visit"), dest: state("Visit"), p: 0.5 },
      { source: state("Visit"), dest: state("Rare"), p: first },
      { source: state("Visit"), dest: state("Often"), p: second },
    ],
  });
  const { transitions } = between(site(0.5), site(0.5, ways(0.01, 0.2)));
  expect(transitions.map(({ dest, before, after }) => [dest.page, before, after])).toEqual([
    ["Often", undefined, 0.2],
    ["Rare", undefined, 0.01],
  ]);
});

test("keys and weights are named with both values", () => {
  const after = site(0.5, { alpha: 90, levels: [{ level: "free", weight: 2 }] });
  expect(between(site(0.5), after).keys).toEqual([
    { what: 'levels "free"', before: "1", after: "2" },
    { what: "alpha", before: undefined, after: "90" },
  ]);
});

test("another order of the same transitions is a difference of its own", () => {
  const transitions = [
    { source: state("Visit"), dest: state("Visit"), p: 0.5 },
    { source: state("Visit"), dest: state("Next"), p: 0.1 },
  ];
  const turned = { transitions: transitions.toReversed() };
  expect(between(site(0, { transitions }), site(0, turned))).toMatchObject({ transitions: [], isReordered: true });
});
