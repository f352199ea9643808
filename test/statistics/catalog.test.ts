import { describe, expect, test } from "vitest";
import { loadBuiltinCatalog } from "../../src/catalog/builtin.ts";
import { userOf } from "../support/read/line.ts";
import { onePage, type StateJson, simulate, window } from "../support/sites/shipped.ts";
import { SIGMA_LIMIT, sigmas, sum, tally } from "../support/statistics/measures.ts";

const catalog = loadBuiltinCatalog();

/** Weights by text: a text may occur in the catalog more than once. */
function weightsByText(texts: string[], weights: Uint32Array): Map<string, number> {
  const total = new Map<string, number>();
  for (const [i, text] of texts.entries()) total.set(text, (total.get(text) ?? 0) + weights[i]!);
  return total;
}

/**
 * Returns the distance, in standard deviations, of the frequencies of texts from their weights. Throws at a text
 * without weight.
 */
function surprise(texts: string[], weights: Map<string, number>): number {
  const found = tally(texts);
  const stray = [...found.keys()].find((text) => !weights.get(text));
  if (stray !== undefined) throw new Error(`"${stray}" is not in the catalog, or has no weight`);
  const observed = [...weights.keys()].map((text) => found.get(text) ?? 0);
  return sigmas(observed, [...weights.values()]);
}

describe("names, places and user agents", () => {
  const config = onePage({ beta: 60 * 86_400, "show-user-details": [{ auth: "Member", show: true }] });
  const events = simulate(config, "-n", "120000", "--randomseed", "8", ...window("2026-01-01", "2026-01-11"));
  const users = [...new Map(events.map((event) => [userOf(event), event])).values()];
  const { firstNames, lastNames, locations, userAgents } = catalog;
  const parts = [
    {
      part: "first names with their gender",
      texts: users.map(({ firstName, gender }) => `${firstName} ${gender}`),
      weights: weightsByText(
        firstNames.text.map((name, i) => `${name} ${firstNames.gender[i]}`),
        firstNames.weight,
      ),
    },
    {
      part: "last names",
      texts: users.map(({ lastName }) => lastName!),
      weights: weightsByText(lastNames.text, lastNames.weight),
    },
    {
      part: "places",
      texts: users.map(({ location }) => location!),
      weights: weightsByText(locations.text, locations.weight),
    },
    {
      part: "user agents",
      texts: users.map(({ userAgent }) => userAgent!),
      weights: weightsByText(userAgents.text, userAgents.weight),
    },
  ];

  test("are those of many users", () => {
    expect(users.length).toBeGreaterThan(20_000);
  });

  test.each(parts)("$part are as frequent as their weights", ({ texts, weights }) => {
    expect(Math.abs(surprise(texts, weights))).toBeLessThan(SIGMA_LIMIT);
    // The same entries with their weights reversed must fail.
    const turned = [...weights.values()].reverse();
    expect(surprise(texts, new Map([...weights.keys()].map((text, i) => [text, turned[i]!])))).toBeGreaterThan(
      SIGMA_LIMIT,
    );
  });

  test("do not depend on each other", () => {
    const isFemale = users.filter(({ gender }) => gender === "F");
    const [, common] = parts.map(({ texts }) => [...tally(texts)].sort(([, a], [, b]) => b - a).map(([text]) => text));
    const top = new Set(common!.slice(0, 50));
    const hasTop = users.filter(({ lastName }) => top.has(lastName!));
    const both = hasTop.filter(({ gender }) => gender === "F").length;
    const chance = isFemale.length / users.length;
    const deviation = Math.sqrt(hasTop.length * chance * (1 - chance));
    expect(hasTop.length).toBeGreaterThan(1000);
    expect(Math.abs(both - hasTop.length * chance)).toBeLessThan(4 * deviation);
  });
});

describe("songs", () => {
  const song: StateJson = { page: "NextSong", auth: "Member", method: "PUT", status: 200, level: "free" };
  const config = onePage({
    "new-session": [{ ...song, weight: 1 }],
    transitions: [{ source: song, dest: song, p: 0.97 }],
  });
  const plays = simulate(config, "-n", "2500", "--randomseed", "9", ...window("2026-01-01", "2026-01-03"));
  const { artist, title, weight } = catalog.songs;
  const trackOf = (artist: string, title: string) => `${artist} | ${title}`;
  const weights = weightsByText(
    artist.map((each, i) => trackOf(each, title[i]!)),
    weight,
  );
  const played = plays.map((play) => trackOf(play.artist!, play.song!));

  test("are played as often as their listen counts say", () => {
    expect(plays.length).toBeGreaterThan(150_000);
    expect(Math.abs(surprise(played, weights))).toBeLessThan(SIGMA_LIMIT);
  });

  test("have a heavy tail: the top hundredth of the tracks takes about a third of the plays", () => {
    const ranked = [...weights].sort(([, a], [, b]) => b - a);
    const top = new Set(ranked.slice(0, ranked.length / 100).map(([track]) => track));
    const share = played.filter((track) => top.has(track)).length / played.length;
    expect(share).toBeGreaterThan(0.28);
    expect(share).toBeLessThan(0.39);
    const expected = sum(ranked.slice(0, ranked.length / 100).map(([, each]) => each)) / sum(weights.values());
    expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / played.length));
    // Most of the tracks are heard at least once.
    expect(new Set(played).size).toBeGreaterThan(weights.size / 3);
  });
});
