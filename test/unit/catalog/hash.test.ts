import { describe, expect, it } from "vitest";
import { loadBuiltinCatalog } from "../../../src/catalog/builtin.ts";
import { catalogHash } from "../../../src/catalog/hash.ts";
import type { Catalog } from "../../../src/catalog/types.ts";

const builtin = loadBuiltinCatalog();

function small(): Catalog {
  return {
    origin: builtin.origin,
    firstNames: { text: ["Ann", "Bob"], gender: ["F", "M"], weight: new Uint32Array([1, 2]) },
    lastNames: { text: ["Ä"], weight: new Uint32Array([1]) },
    locations: { text: ["Here, XX"], weight: new Uint32Array([1]) },
    userAgents: { text: ["Agent"], weight: new Uint32Array([1]) },
    songs: {
      artist: ["One", "Two"],
      title: ["ab", "c"],
      duration: new Float64Array([1.5, 2]),
      weight: new Uint32Array([1, 1]),
    },
    similar: { first: new Uint32Array([0, 1, 1]), song: new Uint32Array([1]) },
  };
}

describe("the hash of a catalog", () => {
  it("follows from the content, not from where it was read", () => {
    const moved = { ...small(), origin: { ...builtin.origin, songs: "/elsewhere/listen_counts.txt.gz" } };
    expect(catalogHash(moved)).toBe(catalogHash(small()));
    expect(catalogHash(small())).toMatch(/^[0-9a-f]{64}$/);
  });

  const changes: [string, (catalog: Catalog) => void][] = [
    ["a first name", ({ firstNames }) => (firstNames.text[1] = "Rob")],
    ["a gender", ({ firstNames }) => (firstNames.gender[1] = "F")],
    ["a weight", ({ firstNames }) => (firstNames.weight[1] = 3)],
    ["a last name", ({ lastNames }) => (lastNames.text[0] = "A\u0308")],
    ["a place", ({ locations }) => (locations.text[0] = "There, XX")],
    ["a user agent", ({ userAgents }) => (userAgents.text[0] = "agent")],
    ["an artist", ({ songs }) => (songs.artist[0] = "one")],
    ["where one title ends and the next begins", ({ songs }) => songs.title.splice(0, 2, "a", "bc")],
    ["artists that swap places", ({ songs }) => songs.artist.reverse()],
    ["a duration", ({ songs }) => (songs.duration[1] = 2.000_000_000_000_000_4)],
    ["a listen count", ({ songs }) => (songs.weight[1] = 2)],
    ["a similar song", ({ similar }) => (similar!.song[0] = 0)],
    ["no similar songs", (catalog) => delete catalog.similar],
    ["a song more", ({ songs }) => songs.title.push("")],
  ];

  it("differs after each change", () => {
    const hashes = changes.map(([, change]) => {
      const catalog = small();
      change(catalog);
      return catalogHash(catalog);
    });
    expect(new Set([catalogHash(small()), ...hashes]).size).toBe(changes.length + 1);
  });
});
