import { existsSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../system/errors.ts";
import { builtinFirstNames, builtinSongs, builtinTexts, loadBuiltinCatalog } from "./builtin.ts";
import { readFirstNames, readLastNames, readLocations, readSongs, readUserAgents } from "./original/original.ts";
import { Room, type RoomLimit } from "./original/room.ts";
import type { Reading } from "./original/rows.ts";
import { readSimilarSongs } from "./original/similar.ts";
import type { Catalog } from "./types.ts";

export interface CatalogOptions {
  /** A folder with the original's data files; the built-in tables without it. */
  dataDirectory?: string | undefined;
  /** False omits similar songs even if the folder has them. */
  similarSongs?: boolean | undefined;
  /** Read the files as the original does, its mistakes included. */
  likeOriginal?: boolean;
  /** The memory that the rows may take; without it, only the limits of a model apply. */
  room?: RoomLimit;
}

const SONG_FILE = "listen_counts.txt.gz";
const UNLIMITED: RoomLimit = { byteLength: Infinity, origin: "nobody", heapBytes: Infinity };
const SIMILAR_FILE = "similar_songs.csv.gz";

/**
 * Loads the tables of users and songs. `notes` are lines for the user about files that are missing or not
 * as they should be. Throws UsageError if the path is not a folder, or a file in it is damaged or too large.
 */
export async function loadCatalog(options: CatalogOptions): Promise<{ catalog: Catalog; notes: string[] }> {
  if (options.dataDirectory === undefined) return { catalog: loadBuiltinCatalog(), notes: [] };
  checkFolder(options.dataDirectory);
  const { likeOriginal = false, room = UNLIMITED } = options;
  const folder: Folder = { path: options.dataDirectory, likeOriginal, room: new Room(room), notes: [] };
  const texts = (file: "last-names.tsv" | "places.tsv" | "user-agents.tsv") => () => builtinTexts(file);
  const first = await part(folder, "yob1990.txt", "first names", readFirstNames, builtinFirstNames);
  const last = await part(folder, "Top1000Surnames.csv", "last names", readLastNames, texts("last-names.tsv"));
  const places = await part(folder, "CBSA-EST2013-alldata.csv", "places", readLocations, texts("places.tsv"));
  const agents = await part(folder, "user agents.txt", "user agents", readUserAgents, texts("user-agents.tsv"));
  const songs = await loadSongs(folder, options);
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

interface Folder extends Reading {
  path: string;
}

/** One part of the catalog from the folder or, with a note, from the built-in tables. */
async function part<T>(
  folder: Folder,
  file: string,
  what: string,
  read: (path: string, reading: Reading) => Promise<T>,
  builtin: () => T,
) {
  const path = join(folder.path, file);
  if (existsSync(path)) return { value: await read(path, folder), origin: path };
  folder.notes.push(`note: ${folder.path} has no "${file}"; using the built-in ${what}`);
  return { value: builtin(), origin: "built-in" };
}

/** Similar songs name the tracks of the folder's own song file, so they are of no use without it. */
async function loadSongs(folder: Folder, { similarSongs = true }: CatalogOptions) {
  const songPath = join(folder.path, SONG_FILE);
  const similarPath = join(folder.path, SIMILAR_FILE);
  const hasSimilar = similarSongs && existsSync(similarPath);
  if (!existsSync(songPath)) {
    folder.notes.push(`note: ${folder.path} has no "${SONG_FILE}"; using the built-in songs`);
    if (hasSimilar) folder.notes.push(`note: ${similarPath} is not used, because it needs a "${SONG_FILE}" beside it`);
    return { parts: { songs: builtinSongs() }, origin: { songs: "built-in", similar: "none" } };
  }
  const { trackId, ...songs } = await readSongs(songPath, folder, hasSimilar);
  if (!hasSimilar) return { parts: { songs }, origin: { songs: songPath, similar: "none" } };
  const similar = await readSimilarSongs(similarPath, folder, trackId, songs.weight);
  return { parts: { songs, similar }, origin: { songs: songPath, similar: similarPath } };
}

function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new UsageError(`--data ${path}: cannot be read (${(error as Error).message}); give another folder`);
  }
}

/** Throws UsageError if the path is not a folder. */
export function checkFolder(path: string): void {
  const stats = statusOf(path);
  if (stats === undefined) throw new UsageError(`--data ${path}: there is no such folder; give one that exists`);
  if (!stats.isDirectory())
    throw new UsageError(`--data ${path}: this is not a folder; give the folder that the files are in`);
}
