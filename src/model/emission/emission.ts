import {
  KEY_BYTES,
  LITERALS_WAITING,
  NODE_MODEL,
  SONG_ARTIST,
  SONG_BYTES,
  SONG_INLINE,
  SONG_LENGTH,
  SONG_TITLE,
  STATE_NODES_BYTES,
  VALUE_BYTES,
  VALUE_CLASS,
} from "../../../assembly/layout/emission.ts";
import {
  FRAGMENT_ADDRESS,
  FRAGMENT_BYTES,
  FRAGMENT_CLASS,
  FRAGMENT_LENGTH,
  FRAGMENT_PADDING,
} from "../../../assembly/layout/text.ts";
import type { FragmentTable, PersonFragments } from "../fragments.ts";
import type { Image } from "../image.ts";
import type { Anatomy, Key } from "../texts/format.ts";
import { allOf, endsFrom, fixedLengths, prefixLengths, suffixLengths } from "./cutters.ts";
import { HASH_BASIS, hashByte, Parts } from "./substrings.ts";
import { type Cutters, moveInto, Nodes, putAgents, putShared, putValues, type Values, valuesOf } from "./values.ts";

/** The frequency of each text of a catalog. */
export type Weights = Record<"firstNames" | "lastNames" | "locations" | "userAgents" | "songs", Uint32Array>;

interface Tables {
  keys: number;
  /** Addresses of the values. */
  locations: number;
  agents: number;
  lastNames: number;
  firstNames: number;
  songs: number;
}

/** The catalog's part of it. */
export interface CatalogEmission extends Tables {
  /** Address after the last node: the end of the positions in a worker's memory. */
  nodesEnd: number;
}

/** The kernel's tables for emitting LZ4: the texts as values, with the parts that each shares with others (assembly/layout/, VALUE_...). */
export interface Emission extends CatalogEmission {
  states: number;
}

/** Memory that each worker needs to emit blocks of at most `blockBytes`, uncompressed; most of it is never touched. */
export function emitterBytes({ nodesEnd }: Emission, blockBytes: number): number {
  const bytes = nodesEnd + LITERALS_WAITING + blockBytes + FRAGMENT_PADDING;
  return Math.ceil(bytes / 4096) * 4096;
}

/** Writes the texts of the keys, each at the address where the kernel looks for it. */
function putKeys(image: Image, keys: Anatomy["keys"]): number {
  const texts = Object.values(keys);
  const address = image.reserve(texts.length * KEY_BYTES, 64);
  texts.forEach((text, index) => {
    image.setBytes(address + index * KEY_BYTES, text);
  });
  return address;
}

interface SongParts {
  artists: Values;
  titles: Values;
  lengths: Values;
}

function reserveValues(weights: Uint32Array): Values {
  return { starts: new Uint32Array(weights.length), lengths: new Uint16Array(weights.length), weights };
}

function cutSongs(
  image: Image,
  table: number,
  { keys, afterLength, endOfString }: Anatomy,
  weights: Uint32Array,
): SongParts {
  const parts = { artists: reserveValues(weights), titles: reserveValues(weights), lengths: reserveValues(weights) };
  const bytes = image.bytes();
  const cut = ({ starts, lengths }: Values, song: number, start: number, end: number) => {
    starts[song] = start;
    lengths[song] = end - start;
    return end;
  };
  for (let song = 0; song < weights.length; song++) {
    const entry = table + song * FRAGMENT_BYTES;
    const start = image.word(entry + FRAGMENT_ADDRESS) - image.base;
    const end = start + image.halfWord(entry + FRAGMENT_LENGTH) - afterLength;
    let at = start + keys.artist.length;
    at = cut(parts.artists, song, at, endOfString(bytes, at)) + keys.song.length;
    at = cut(parts.titles, song, at, endOfString(bytes, at)) + keys.length.length;
    cut(parts.lengths, song, at, end);
  }
  return parts;
}

function hashText(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_BASIS;
  for (let at = start; at < end; at++) hash = hashByte(hash, bytes[at] as number);
  return hash;
}

/** The distinct texts, each with the total weight of the equal ones, and the number of each text's distinct one. */
function distinct(bytes: Uint8Array, { starts, lengths, weights }: Values): { values: Values; indexes: Uint32Array } {
  const known = new Parts(bytes);
  const indexes = new Uint32Array(weights.length);
  const values = reserveValues(new Uint32Array(weights.length));
  for (let text = 0; text < weights.length; text++) {
    const start = starts[text] as number;
    const length = lengths[text] as number;
    const count = known.count;
    const index = known.numberOf(start, length, hashText(bytes, start, start + length));
    indexes[text] = index;
    if (index === count) {
      values.starts[index] = start;
      values.lengths[index] = length;
    }
    (values.weights[index] as number) += weights[text] as number;
  }
  const firstOf = <T extends Uint32Array | Uint16Array>(column: T) => column.subarray(0, known.count) as T;
  return {
    values: { starts: firstOf(values.starts), lengths: firstOf(values.lengths), weights: firstOf(values.weights) },
    indexes,
  };
}

function putSongs(image: Image, nodes: Nodes, { artists, titles, lengths }: SongParts): number {
  const { values, indexes } = distinct(image.bytes(), artists);
  // A match for the tail continues up to an artist: only a long prefix is worth ending it.
  const artistTable = putValues(image, nodes, values, { prefix: prefixLengths(4), suffix: suffixLengths(4) });
  // The entry after the last one stands for "no song": the encoder touches it, and the artist's address in it, which is 0.
  const table = image.reserve((indexes.length + 1) * SONG_BYTES, 64);
  const titleCutters = { short: true, prefix: allOf(prefixLengths(3), fixedLengths(3, 4)), suffix: suffixLengths(4) };
  putShared(image, nodes, titles, titleCutters, (song) => table + song * SONG_BYTES + SONG_TITLE);
  const lengthCutters = { short: true, prefix: fixedLengths(3) };
  putShared(image, nodes, lengths, lengthCutters, (song) => table + song * SONG_BYTES + SONG_LENGTH);
  indexes.forEach((artist, song) => {
    const entry = table + song * SONG_BYTES;
    image.setWord(entry + SONG_ARTIST, artistTable + artist * VALUE_BYTES);
    const end = entry + SONG_BYTES;
    const at = moveInto(image, titles, song, entry + SONG_TITLE, entry + SONG_INLINE, end);
    moveInto(image, lengths, song, entry + SONG_LENGTH, at, end);
  });
  return table;
}

/** Compiles a catalog's tables for the emission of LZ4, for fragments that are in the image. */
export function putCatalogEmission(
  image: Image,
  anatomy: Anatomy,
  weights: Weights,
  tables: { persons: PersonFragments; songs: FragmentTable },
): CatalogEmission {
  const nodes = new Nodes(NODE_MODEL);
  const { keys } = anatomy;
  const { persons } = tables;
  const valuesIn = (table: FragmentTable, key: Key, weights: Uint32Array, after = 0) =>
    valuesOf(image, table.address, keys[key].length, after, weights);
  const locations = valuesIn(persons.locations, "location", weights.locations);
  const agents = valuesIn(persons.userAgents, "userAgent", weights.userAgents);
  const lastNames = valuesIn(persons.lastNames, "lastName", weights.lastNames);
  const firstNames = valuesIn(persons.firstNames, "firstName", weights.firstNames, keys.registration.length);
  const songs = cutSongs(image, tables.songs.address, anatomy, weights.songs);

  const placeCutters = { short: true, prefix: allOf(prefixLengths(3), fixedLengths(3)), suffix: suffixLengths(4) };
  const put = (values: Values, cutters: Cutters = {}) => putValues(image, nodes, values, cutters);
  const emission = {
    keys: putKeys(image, keys),
    locations: put(locations, placeCutters),
    agents: putAgents(image, nodes, agents),
    lastNames: put(lastNames),
    firstNames: put(firstNames),
    songs: putSongs(image, nodes, songs),
  };
  for (let index = 0; index < firstNames.weights.length; index++) {
    const tail = image.halfWord(persons.firstNames.address + index * FRAGMENT_BYTES + FRAGMENT_CLASS);
    image.setHalfWord(emission.firstNames + index * VALUE_BYTES + VALUE_CLASS, tail);
  }
  return { ...emission, nodesEnd: nodes.end };
}

/** Adds the configuration's tables for it: the states, whose fragments are in the image. */
export function putEmission(
  image: Image,
  { keys, stateKeys }: Anatomy,
  { nodesEnd, ...catalog }: CatalogEmission,
  { address }: FragmentTable,
  stateCount: number,
): Emission {
  const nodes = new Nodes(nodesEnd);
  const values = valuesOf(image, address, keys.page.length, 0, new Uint32Array(stateCount).fill(1));
  const states = putValues(image, nodes, values, { suffix: endsFrom(...stateKeys) }, STATE_NODES_BYTES);
  return { ...catalog, states, nodesEnd: nodes.end };
}
