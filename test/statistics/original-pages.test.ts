// Pages that users visit, in the default engine and in the original's: the same sites, and the same with one
// probability changed by 2 %.

import { describe, expect, test } from "vitest";
import { type ConfigJson, onePage, type StateJson, shipped } from "../support/sites/shipped.ts";
import { sum } from "../support/statistics/measures.ts";
import { compareGroups, unlikeGroups } from "../support/statistics/two-samples.ts";
import { type Engine, runsOf, type Sampling, States } from "./original.ts";
import { pagesOf, transitionsOf } from "./quantities.ts";

function observe(engine: Engine, config: ConfigJson, sampling: Sampling) {
  const states = new States();
  const runs = runsOf(engine, config, sampling, states);
  return { transitions: transitionsOf(runs, states.texts), pages: pagesOf(runs, states.texts) };
}

/** The configuration with 2 % less of the probability from one state to another. */
function changed(config: ConfigJson, source: Partial<StateJson>, dest: Partial<StateJson>): ConfigJson {
  const matches = (state: StateJson, wanted: Partial<StateJson>) =>
    Object.entries(wanted).every(([key, value]) => state[key as keyof StateJson] === value);
  const isMeant = (each: ConfigJson["transitions"][number]) => matches(each.source, source) && matches(each.dest, dest);
  if (config.transitions.filter(isMeant).length !== 1) throw new Error("not one transition is meant");
  const transitions = config.transitions.map((each) => (isMeant(each) ? { ...each, p: each.p * 0.98 } : each));
  return { ...config, transitions };
}

/** Returns the pages whose counts differ from the original's, each once. */
function unlikePages(...[first, second]: Parameters<typeof unlikeGroups>): string[] {
  return [...new Set(unlikeGroups(first, second).map((group) => /"(.*?)"/.exec(group)![1]!))];
}

describe("a site of four pages", () => {
  const page = (name: string, status = 200): StateJson => ({
    page: name,
    auth: "Member",
    method: "GET",
    status,
    level: "free",
  });
  const [home, search, song, save] = [page("Home"), page("Search"), page("NextSong"), page("Save", 307)];
  const config = onePage({
    "new-session": [
      { ...home, weight: 150 },
      { ...search, weight: 850 },
    ],
    transitions: [
      { source: home, dest: song, p: 0.85 },
      { source: home, dest: search, p: 0.1 },
      { source: song, dest: song, p: 0.7 },
      { source: song, dest: save, p: 0.15 },
      { source: song, dest: home, p: 0.05 },
      { source: search, dest: song, p: 0.85 },
      { source: search, dest: search, p: 0.05 },
      { source: save, dest: home, p: 0.9 },
      { source: save, dest: song, p: 0.05 },
    ],
  });
  const sampling: Sampling = { users: 2000, from: "2026-03-02", to: "2026-03-07", seeds: [1, 2] };
  const original = observe("interana", config, sampling);
  const ours = observe("default", config, sampling);

  test("is enough to judge all states and both pages that sessions start on", () => {
    expect(compareGroups(original.transitions, ours.transitions)).toHaveLength(4 + 1);
    expect(compareGroups(original.pages, ours.pages)).toHaveLength(2 * 4);
    for (const counts of original.transitions.values()) expect(sum(counts.values())).toBeGreaterThan(30_000);
  });

  test("has the original's transitions", () => {
    expect(unlikeGroups(original.transitions, ours.transitions)).toEqual([]);
  });

  test("has each page as often in a session as the original", () => {
    expect(unlikeGroups(original.pages, ours.pages)).toEqual([]);
  });

  // Too few sessions start on Home or pass Save for their counts of pages to show a change; their transitions do.
  test.each([
    { source: home, dest: song, counts: [] },
    { source: song, dest: song, counts: ["NextSong", "Home", "Save"] },
    { source: search, dest: song, counts: ["NextSong"] },
    { source: save, dest: home, counts: [] },
  ])("has not with 2 % less from $source.page to $dest.page", ({ source, dest, counts }) => {
    const other = observe("default", changed(config, source, dest), sampling);
    const [unlike, ...rest] = unlikeGroups(original.transitions, other.transitions);
    expect(unlike).toContain(`"page":"${source.page}"`);
    expect(rest).toEqual([]);
    expect(unlikePages(original.pages, other.pages)).toEqual(expect.arrayContaining(counts));
  });

  test("starts sessions otherwise with 2 % less of them on Search", () => {
    const starts = [
      { ...home, weight: 150 + 17 },
      { ...search, weight: 850 - 17 },
    ];
    const other = observe("default", { ...config, "new-session": starts }, sampling);
    expect(unlikeGroups(original.transitions, other.transitions)).toEqual([expect.stringMatching("a session's start")]);
  });
});

describe("the shipped Kazoo", () => {
  const sampling: Sampling = { users: 1000, from: "2026-03-02", to: "2026-03-09", seeds: [1, 2] };
  const config = shipped("Kazoo");
  const original = observe("interana", config, sampling);
  const ours = observe("default", config, sampling);

  test("is enough to judge most states by", () => {
    // Guests come only with growth, which differs between the engines.
    const sources = config.transitions.map(({ source }) => source).filter(({ auth }) => auth !== "Guest");
    const states = new Set(sources.map((source) => JSON.stringify(source))).size;
    expect(compareGroups(original.transitions, ours.transitions).length).toBeGreaterThan(states / 2);
  });

  test("has the original's transitions", () => {
    expect(unlikeGroups(original.transitions, ours.transitions)).toEqual([]);
  });

  test("has each page as often in a session as the original", () => {
    expect(unlikeGroups(original.pages, ours.pages)).toEqual([]);
  });

  test("has not with 2 % less from song to song", () => {
    const song = { page: "NextSong", level: "free" };
    const other = observe("default", changed(config, song, song), sampling);
    const [unlike, ...rest] = unlikeGroups(original.transitions, other.transitions);
    expect(unlike).toMatch(/"page":"NextSong".*"level":"free"/);
    expect(rest).toEqual([]);
    expect(unlikePages(original.pages, other.pages)).toContain("NextSong");
  });
});
