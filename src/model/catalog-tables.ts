import {
  LIST_BYTES,
  LIST_FIRST_NAMES,
  LIST_LAST_NAMES,
  LIST_LOCATIONS,
  LIST_SONGS,
  LIST_USER_AGENTS,
} from "../../assembly/layout/model.ts";
import { SECONDS_LIMIT } from "../../assembly/layout/user.ts";
import type { Catalog } from "../catalog/types.ts";
import { UsageError } from "../system/errors.ts";
import { type Dictionaries, putDictionaries } from "./columns/dictionaries.ts";
import type { Dialect } from "./dialect.ts";
import { type CatalogEmission, putCatalogEmission, type Weights } from "./emission/emission.ts";
import {
  type FragmentTable,
  gendersOf,
  type PersonFragments,
  putPersonFragments,
  putSongFragments,
} from "./fragments.ts";
import type { Image } from "./image.ts";
import { reserveLists } from "./lists.ts";
import type { TextFormat } from "./texts/format.ts";
import { putSongTexts } from "./texts/song-texts.ts";

/** Names, places and agents are kept as 16-bit indexes in a user's entry. */
const PERSON_TABLE_LIMIT = 65536;

/**
 * The part of the model that depends on the catalog alone, and its addresses. It comes first in the image, so that its addresses
 * are the same for every configuration and a compiled one can be loaded (src/model/catalog-image/load.ts).
 */
export interface CatalogTables {
  /** Descriptors of the lists of CATALOG_LISTS, in their order. */
  lists: number;
  durations: number;
  persons: PersonFragments;
  /** See gendersOf. */
  genders: readonly (string | null)[];
  songs: FragmentTable;
  songCount: number;
  /** See putSongTexts. */
  songTexts: number;
  /** Present if LZ4 is emitted. */
  emission?: CatalogEmission;
  /** Present for formats of columns, which have no fragments and no texts of songs. */
  dictionaries?: Dictionaries;
}

/** An image that contains only a catalog's part of the model. */
export interface CompiledCatalog {
  image: Image;
  tables: CatalogTables;
}

/** The weighted lists of a catalog, and their places among all lists. */
const CATALOG_LISTS: [keyof Weights, number][] = [
  ["firstNames", LIST_FIRST_NAMES],
  ["lastNames", LIST_LAST_NAMES],
  ["locations", LIST_LOCATIONS],
  ["userAgents", LIST_USER_AGENTS],
  ["songs", LIST_SONGS],
];

function checkPersonTables(catalog: Catalog): void {
  for (const table of ["firstNames", "lastNames", "locations", "userAgents"] as const) {
    const count = catalog[table].text.length;
    if (count <= PERSON_TABLE_LIMIT) continue;
    throw new UsageError(
      `${catalog.origin[table]}: ${count} entries; at most ${PERSON_TABLE_LIMIT} are possible: leave the rarest out`,
    );
  }
}

/** The original's engine accepts durations of 0, below 0 and NaN: such a song is over at once. */
function wholeSeconds(durations: Float64Array): Uint32Array {
  const seconds = new Uint32Array(durations.length);
  for (let song = 0; song < durations.length; song++)
    seconds[song] = Math.max(0, Math.min(Math.trunc(durations[song] as number), SECONDS_LIMIT));
  return seconds;
}

function putLists(image: Image, catalog: Catalog, dialect: Dialect): number {
  const lists = reserveLists(image, CATALOG_LISTS.length);
  CATALOG_LISTS.forEach(([table, list], index) => {
    const values = list === LIST_SONGS ? dialect.songValues(catalog.songs) : undefined;
    dialect.putList(image, lists + index * LIST_BYTES, catalog[table].weight, values, catalog.origin[table]);
  });
  return lists;
}

/** Writes what all formats need of a catalog into an empty image: its lists and lengths. */
function putCommonTables(image: Image, catalog: Catalog, dialect: Dialect) {
  checkPersonTables(catalog);
  const lists = putLists(image, catalog, dialect);
  const durations = image.putWords(wholeSeconds(catalog.songs.duration));
  return { lists, durations, genders: gendersOf(catalog), songCount: catalog.songs.duration.length };
}

/** Writes a catalog's lists, lengths and texts into an empty image. */
export function putCatalogTables(image: Image, format: TextFormat, catalog: Catalog, dialect: Dialect): CatalogTables {
  const common = putCommonTables(image, catalog, dialect);
  const persons = putPersonFragments(image, format, catalog, common.genders);
  const songs = putSongFragments(image, format, catalog);
  const songTexts = putSongTexts(image, format.anatomy, songs.address, common.songCount);
  return { ...common, persons, songs, songTexts };
}

/** Writes a catalog's lists, lengths and dictionaries into an empty image. */
export function putColumnTables(image: Image, catalog: Catalog, dialect: Dialect): CatalogTables {
  const none: FragmentTable = { address: 0, longestBytes: 0 };
  return {
    ...putCommonTables(image, catalog, dialect),
    persons: { firstNames: none, lastNames: none, locations: none, userAgents: none },
    songs: none,
    songTexts: 0,
    dictionaries: putDictionaries(image, catalog),
  };
}

function weightsOf(catalog: Catalog): Weights {
  return Object.fromEntries(CATALOG_LISTS.map(([table]) => [table, catalog[table].weight])) as Weights;
}

/** Adds the catalog's tables for the emission of LZ4. */
export function addEmission(image: Image, format: TextFormat, catalog: Catalog, tables: CatalogTables): CatalogTables {
  return { ...tables, emission: putCatalogEmission(image, format.anatomy, weightsOf(catalog), tables) };
}

/** Copies the descriptors of a catalog's lists to their places among all lists. */
export function copyListsTo(lists: number, image: Image, tables: CatalogTables): void {
  CATALOG_LISTS.forEach(([, list], index) => {
    image.copy(tables.lists + index * LIST_BYTES, LIST_BYTES, lists + list * LIST_BYTES);
  });
}
