import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadBuiltinCatalog } from "../../../src/catalog/builtin.ts";
import { ROOT } from "../../support/root.ts";

const catalog = loadBuiltinCatalog();
const sum = (weights: Uint32Array) => weights.reduce((total, weight) => total + weight, 0);
const { songs } = catalog;

describe("every built-in table", () => {
  const columns = {
    firstNames: catalog.firstNames,
    lastNames: catalog.lastNames,
    locations: catalog.locations,
    userAgents: catalog.userAgents,
    songs: { text: songs.title, weight: songs.weight },
  };
  it.each(Object.entries(columns))("%s: texts without control characters, weights that can be drawn", (_, table) => {
    expect(table.text.length).toBe(table.weight.length);
    expect(table.text.filter((text) => text === "" || text !== text.trim() || /[\0-\x1f\x7f]/.test(text))).toEqual([]);
    expect(table.weight.every((weight) => weight >= 1)).toBe(true);
    expect(sum(table.weight)).toBeLessThan(2 ** 32);
  });

  it("all of data/*.tsv together stays below 6 MB", () => {
    const folder = join(ROOT, "data", "/");
    const tables = readdirSync(folder).filter((file) => file.endsWith(".tsv"));
    expect(tables.length).toBe(8);
    expect(tables.reduce((bytes, file) => bytes + statSync(folder + file).size, 0)).toBeLessThan(6e6);
  });
});

describe("people", () => {
  it("first names are capitalised, about half of them women's, each once a gender", () => {
    const { text, gender, weight } = catalog.firstNames;
    expect(text.filter((name) => !/^[A-Z][a-z]+$/.test(name))).toEqual([]);
    expect(new Set(text.map((name, index) => name + gender[index])).size).toBe(text.length);
    const women = weight.filter((_, index) => gender[index] === "F");
    // In the United States 49 of 100 newborns are girls; names rarer than the table's, left out, are more often theirs.
    expect(sum(women) / sum(weight)).toBeGreaterThan(0.44);
    expect(sum(women) / sum(weight)).toBeLessThan(0.5);
  });

  it("Michael is the first of the first names", () => {
    // The Social Security Administration's most given name of nearly every year from 1961 to 1998.
    const { text, gender, weight } = catalog.firstNames;
    expect([text[0], gender[0]]).toEqual(["Michael", "M"]);
    expect(weight.indexOf(Math.max(...weight))).toBe(0);
  });

  it("last names have the shares of the census of 1990", () => {
    // Census Bureau, dist.all.last: Smith 1.006 %, Johnson 0.810 %, Garcia 0.254 %.
    const { text, weight } = catalog.lastNames;
    const bearers = (name: string) => weight[text.indexOf(name)];
    expect([bearers("Smith"), bearers("Johnson"), bearers("Garcia")]).toEqual([1006, 810, 254]);
    expect(new Set(text).size).toBe(text.length);
    expect(text.filter((name) => !/^[A-Z][a-z]+$/.test(name))).toEqual([]);
  });

  it("places are a town and a state, each once, New York with the census of 2010", () => {
    const { text, weight } = catalog.locations;
    expect(text.filter((place) => !/^[^,()]+, [A-Z]{2}$/.test(place))).toEqual([]);
    expect(new Set(text).size).toBe(text.length);
    expect(text.length).toBeGreaterThan(4000);
    // 8,175,133 people in the census of 2010; its boroughs are not counted a second time.
    expect(weight[text.indexOf("New York, NY")]).toBe(8_175_133);
    expect(text).not.toContain("Brooklyn, NY");
    // The country had 309 million people, and two in three of them live in places of that size.
    expect(sum(weight)).toBeGreaterThan(190e6);
    expect(sum(weight)).toBeLessThan(230e6);
  });

  it("user agents are browsers', on telephones and computers", () => {
    const { text, weight } = catalog.userAgents;
    expect(text.filter((agent) => !agent.startsWith("Mozilla/5.0 ("))).toEqual([]);
    expect(new Set(text).size).toBe(text.length);
    // The table counts users in a million; each of its rows may be rounded by a half.
    expect(Math.abs(sum(weight) - 1e6)).toBeLessThanOrEqual(text.length / 2);
    const phones = weight.filter((_, index) => /iPhone|Mobile/.test(text[index]!));
    expect(sum(phones) / sum(weight)).toBeGreaterThan(0.3);
    expect(sum(phones) / sum(weight)).toBeLessThan(0.8);
  });
});

describe("songs", () => {
  const tracksByArtist = new Map<string, string[]>(songs.artist.map((artist) => [artist, []]));
  songs.artist.forEach((artist, song) => {
    tracksByArtist.get(artist)!.push(songs.title[song]!);
  });

  it("there are at least 50,000, by artists with some albums each", () => {
    expect(songs.title.length).toBeGreaterThanOrEqual(50_000);
    expect(songs.artist.length).toBe(songs.title.length);
    const sizes = [...tracksByArtist.values()].map((titles) => titles.length).sort((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeGreaterThanOrEqual(24);
    expect(sizes.at(-1)).toBeLessThan(200);
  });

  it("each artist is one run of rows, and no artist has a title twice", () => {
    const starts = songs.artist.filter((artist, song) => artist !== songs.artist[song - 1]);
    expect(starts.length).toBe(tracksByArtist.size);
    const repeated = [...tracksByArtist].filter(([, titles]) => new Set(titles).size < titles.length);
    expect(repeated).toEqual([]);
  });

  it("the top 1 % of tracks take a third of the plays", () => {
    const counts = songs.weight.toSorted((a, b) => b - a);
    const share = sum(counts.subarray(0, counts.length / 100)) / sum(counts);
    expect(Math.abs(share - 0.33)).toBeLessThanOrEqual(0.02);
  });

  it("lengths are those of songs: 3:40 in the middle, a tail to the right, interludes", () => {
    const seconds = songs.duration.toSorted();
    const quantile = (share: number) => seconds[Math.floor(share * seconds.length)]!;
    expect(Math.abs(quantile(0.5) - 220)).toBeLessThan(10);
    expect(quantile(0.99) - quantile(0.5)).toBeGreaterThan(quantile(0.5) - quantile(0.01));
    expect(quantile(0)).toBeGreaterThan(5);
    expect(quantile(0.02)).toBeLessThan(90);
    expect(quantile(0.9999)).toBeLessThan(1800);
    expect(songs.duration.every((length) => Number(length.toFixed(5)) === length)).toBe(true);
  });

  it("titles are in several languages, with versions, guests and quotes, and complete", () => {
    const count = (pattern: RegExp) => songs.title.filter((title) => pattern.test(title)).length;
    for (const letter of "éñüãåç") expect(count(new RegExp(letter)), letter).toBeGreaterThan(100);
    expect(count(/\(Live/)).toBeGreaterThan(500);
    expect(count(/\(feat\. /)).toBeGreaterThan(500);
    expect(count(/"/)).toBeGreaterThan(10);
    expect(count(/[{}]|undefined/)).toBe(0);
  });
});
