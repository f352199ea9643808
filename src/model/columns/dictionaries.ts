import { DICTIONARIES } from "../../../assembly/layout/columns.ts";
import { FRAGMENT_PADDING } from "../../../assembly/layout/text.ts";
import type { Catalog } from "../../catalog/types.ts";
import type { Image } from "../image.ts";

/** The dictionaries of a catalog, in the order of DICTIONARY_... (assembly/layout/columns.ts). */
export const DICTIONARY_NAMES = [
  "location",
  "userAgent",
  "lastName",
  "firstName",
  "gender",
  "artist",
  "song",
  "length",
] as const;
export type DictionaryName = (typeof DICTIONARY_NAMES)[number];

/**
 * Distinct values of a catalog's table by rank: their number in the order of their bytes. Tables contain a text more than once (two songs
 * of one title), and values of a dictionary must be unique.
 */
export interface DictionaryTable {
  /** Address of the rank (u32) of each entry of the catalog's table. */
  ranks: number;
  /** The number of values. */
  count: number;
  /** Address of the addresses (u32) of the values, and of the end of the last one. */
  places: number;
  /** Bytes of all values, and of the longest: texts after their length (u32), doubles in 8 bytes. */
  byteLength: number;
  longestBytes: number;
}

export type Dictionaries = Record<DictionaryName, DictionaryTable>;

/** Compares texts as their UTF-8 is compared. It differs from the order of UTF-16 only where there are surrogates. */
function byBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** Half of a surrogate pair has no UTF-8, and becomes U+FFFD as in a text file. */
export function wellFormed(text: string): string {
  return SURROGATE.test(text) ? Buffer.from(text).toString() : text;
}

const SURROGATE = /[\ud800-\udfff]/;

/** Returns the distinct texts in the order of their bytes. */
export function sortTexts(texts: Iterable<string>): string[] {
  const distinct = [...new Set(texts)];
  if (!distinct.some((text) => SURROGATE.test(text))) return distinct.sort();
  return [...new Set(distinct.map(wellFormed))].sort(byBytes);
}

/** Appends a text as PLAIN has it. */
function putPlainText(image: Image, text: string): void {
  const place = image.end;
  image.extend(image.room(4).fill(0, 0, 4).byteLength);
  image.putText(text);
  const byteLength = image.end - place - 4;
  image.setBytes(place, String.fromCharCode(...[0, 8, 16, 24].map((shift) => (byteLength >>> shift) & 255)));
}

function putDouble(image: Image, value: number): void {
  image.room(8).writeDoubleLE(value, 0);
  image.extend(8);
}

/** Writes values, and returns their places. @param ranks of the entries of the catalog's table */
function putTable<V>(
  image: Image,
  values: readonly V[],
  ranks: Uint32Array,
  put: (image: Image, value: V) => void,
): DictionaryTable {
  const start = image.reserve(0, 8);
  const places = new Uint32Array(values.length + 1);
  let longestBytes = 0;
  values.forEach((value, rank) => {
    places[rank] = image.end;
    put(image, value);
    longestBytes = Math.max(longestBytes, image.end - (places[rank] as number));
  });
  places[values.length] = image.end;
  const byteLength = image.end - start;
  // Copies read past the last value.
  image.reserve(FRAGMENT_PADDING, 1);
  return {
    ranks: image.putWords(ranks),
    count: values.length,
    places: image.putWords(places),
    byteLength,
    longestBytes,
  };
}

function putTexts(image: Image, entries: readonly string[]): DictionaryTable {
  const values = sortTexts(entries);
  const rankOf = new Map(values.map((text, rank) => [text, rank]));
  const ranks = Uint32Array.from(entries, (text) => rankOf.get(text) ?? (rankOf.get(wellFormed(text)) as number));
  return putTable(image, values, ranks, putPlainText);
}

/** NaN, of which there is one, comes last; the zeros are one value. */
function putDoubles(image: Image, entries: Float64Array): DictionaryTable {
  const values = [...new Set(entries)].sort((a, b) => (Number.isNaN(a) ? 1 : Number.isNaN(b) ? -1 : a - b));
  const rankOf = new Map(values.map((value, rank) => [value, rank]));
  return putTable(
    image,
    values,
    Uint32Array.from(entries, (value) => rankOf.get(value) as number),
    putDouble,
  );
}

/** Writes the dictionaries of a catalog. */
export function putDictionaries(image: Image, catalog: Catalog): Dictionaries {
  const { firstNames, lastNames, locations, userAgents, songs } = catalog;
  const tables: Dictionaries = {
    location: putTexts(image, locations.text),
    userAgent: putTexts(image, userAgents.text),
    lastName: putTexts(image, lastNames.text),
    firstName: putTexts(image, firstNames.text),
    gender: putTexts(image, firstNames.gender),
    artist: putTexts(image, songs.artist),
    song: putTexts(image, songs.title),
    length: putDoubles(image, songs.duration),
  };
  if (DICTIONARY_NAMES.length !== DICTIONARIES) throw new Error("the kernel has another number of dictionaries");
  return tables;
}
