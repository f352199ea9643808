import { createHash, type Hash } from "node:crypto";
import type { Catalog } from "./types.ts";

type Column = readonly string[] | Uint32Array | Float64Array;

/** In a fixed order; a column that is absent has no entry. */
function columnsOf({ firstNames, lastNames, locations, userAgents, songs, similar }: Catalog): [string, Column][] {
  return [
    ["firstNames.text", firstNames.text],
    ["firstNames.gender", firstNames.gender],
    ["firstNames.weight", firstNames.weight],
    ["lastNames.text", lastNames.text],
    ["lastNames.weight", lastNames.weight],
    ["locations.text", locations.text],
    ["locations.weight", locations.weight],
    ["userAgents.text", userAgents.text],
    ["userAgents.weight", userAgents.weight],
    ["songs.artist", songs.artist],
    ["songs.title", songs.title],
    ["songs.duration", songs.duration],
    ["songs.weight", songs.weight],
    ...(songs.lastOfTrack === undefined ? [] : ([["songs.lastOfTrack", songs.lastOfTrack]] as [string, Column][])),
    ...(similar === undefined
      ? []
      : ([
          ["similar.first", similar.first],
          ["similar.song", similar.song],
        ] as [string, Column][])),
  ];
}

/** Texts are hashed as their lengths and then as one: thousands of small updates would cost more than the hashing. */
function addTexts(hash: Hash, texts: readonly string[]): void {
  const lengths = new Uint32Array(texts.length);
  for (let index = 0; index < texts.length; index++) lengths[index] = texts[index]!.length;
  hash.update(lengths).update(texts.join(""));
}

/**
 * The sha256 of everything that a catalog's users and songs are made of, in hexadecimal; the same wherever the catalog was
 * read from. Each column is preceded by its name and number of rows, and texts by their lengths, so that no other catalog
 * has the same input. Numbers are hashed as little-endian bytes, the only order that the engine's shared memory knows.
 */
export function catalogHash(catalog: Catalog): string {
  if (catalog.hash !== undefined) return catalog.hash;
  const hash = createHash("sha256");
  for (const [name, column] of columnsOf(catalog)) {
    hash.update(`${name}:${column.length}\n`);
    if (Array.isArray(column)) addTexts(hash, column);
    else hash.update(column as Uint32Array | Float64Array);
  }
  return hash.digest("hex");
}
