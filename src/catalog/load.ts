import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../errors.ts";
import { builtinFirstNames, builtinSongs, builtinTexts, loadBuiltinCatalog } from "./builtin.ts";
import { readFirstNames, readLastNames, readLocations, readSongs, readUserAgents } from "./original.ts";
import { readSimilarSongs } from "./similar.ts";
import type { Catalog } from "./types.ts";

export interface CatalogOptions {
  /** A folder with the original's data files; the built-in tables without it. */
  dataDirectory?: string | undefined;
  /** False leaves similar songs out even where the folder has them. */
  similarSongs?: boolean | undefined;
  /** Keep similar songs that nobody listened to: the original stops where it comes to one. */
  unheardSongs?: boolean;
}

const SONG_FILE = "listen_counts.txt.gz";
const SIMILAR_FILE = "similar_songs.csv.gz";

/**
 * Loads what users and songs are made of. `notes` are lines for the person about files that the folder lacks.
 * Throws UsageError where the folder is none or a file in it is damaged.
 */
export function loadCatalog(options: CatalogOptions): { catalog: Catalog; notes: string[] } {
  if (options.dataDirectory === undefined) return { catalog: loadBuiltinCatalog(), notes: [] };
  checkFolder(options.dataDirectory);
  const folder = { path: options.dataDirectory, notes: [] as string[] };
  const first = part(folder, "yob1990.txt", "first names", readFirstNames, builtinFirstNames);
  const last = part(folder, "Top1000Surnames.csv", "last names", readLastNames, () => builtinTexts("last-names.tsv"));
  const places = part(folder, "CBSA-EST2013-alldata.csv", "places", readLocations, () => builtinTexts("places.tsv"));
  const agents = part(folder, "user agents.txt", "user agents", readUserAgents, () => builtinTexts("user-agents.tsv"));
  const songs = loadSongs(folder, options);
  const catalog: Catalog = {
    origin: {
      firstNames: first.origin,
      lastNames: last.origin,
      locations: places.origin,
      userAgents: agents.origin,
      ...songs.origin,
    },
    firstNames: first.value,
    lastNames: last.value,
    locations: places.value,
    userAgents: agents.value,
    ...songs.parts,
  };
  return { catalog, notes: folder.notes };
}

interface Folder {
  path: string;
  notes: string[];
}

/** One part of the catalog from the folder or, with a note, from the built-in tables. */
function part<T>(folder: Folder, file: string, what: string, read: (path: string) => T, builtin: () => T) {
  const path = join(folder.path, file);
  if (existsSync(path)) return { value: read(path), origin: path };
  folder.notes.push(`note: ${folder.path} has no "${file}"; using the built-in ${what}`);
  return { value: builtin(), origin: "built-in" };
}

/** Similar songs name the tracks of the folder's own song file, so they are of no use without it. */
function loadSongs(folder: Folder, { similarSongs = true, unheardSongs = false }: CatalogOptions) {
  const songPath = join(folder.path, SONG_FILE);
  const similarPath = join(folder.path, SIMILAR_FILE);
  const hasSimilar = similarSongs && existsSync(similarPath);
  if (!existsSync(songPath)) {
    const songs = part(folder, SONG_FILE, "songs", readSongs, builtinSongs);
    if (hasSimilar) folder.notes.push(`note: ${similarPath} is not used, because it needs a "${SONG_FILE}" beside it`);
    return { parts: { songs: songs.value }, origin: { songs: songs.origin, similar: "none" } };
  }
  const { trackId, ...songs } = readSongs(songPath);
  if (!hasSimilar) return { parts: { songs }, origin: { songs: songPath, similar: "none" } };
  const similar = readSimilarSongs(similarPath, trackId, songs.weight, unheardSongs);
  return { parts: { songs, similar }, origin: { songs: songPath, similar: similarPath } };
}

function checkFolder(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new UsageError(`--data ${path}: there is no such folder; give one that exists`);
  if (!stats.isDirectory())
    throw new UsageError(`--data ${path}: this is not a folder; give the folder that the files are in`);
}
