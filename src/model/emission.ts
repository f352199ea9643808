import {
  EMITTER_NODES,
  FRAGMENT_ADDRESS,
  FRAGMENT_BYTES,
  FRAGMENT_LENGTH,
  FRAGMENT_PADDING,
  KEY_BYTES,
  LITERALS_WAITING,
  SONG_ARTIST,
  SONG_BYTES,
  SONG_INLINE,
  SONG_LENGTH,
  SONG_TITLE,
  STATE_NODES_BYTES,
  TAIL_F,
  TAIL_M,
  VALUE_BYTES,
  VALUE_CLASS,
} from "../../assembly/layout.ts";
import type { Catalog } from "../catalog/types.ts";
import { allOf, endsFrom, fixedLengths, prefixLengths, suffixLengths } from "./classes.ts";
import type { Anatomy, Key } from "./formats.ts";
import type { PersonFragments } from "./fragments.ts";
import type { Image } from "./image.ts";
import { type Cutters, moveInto, Nodes, putAgents, putShared, putValues, type Values, valuesOf } from "./values.ts";

/** What the kernel must know to emit LZ4: the texts as values, with what each shares with others (assembly/layout.ts, VALUE_...). */
export interface Emission {
  keys: number;
  /** Addresses of the values. */
  states: number;
  locations: number;
  agents: number;
  lastNames: number;
  firstNames: number;
  songs: number;
  /** Size of the positions that a worker keeps. */
  nodesBytes: number;
}

/** Memory that each worker needs to emit blocks of at most `blockBytes`, uncompressed; most of it is never touched. */
export function emitterBytes({ nodesBytes }: Emission, blockBytes: number): number {
  const bytes = EMITTER_NODES + nodesBytes + LITERALS_WAITING + blockBytes + FRAGMENT_PADDING;
  return Math.ceil(bytes / 4096) * 4096;
}

/** The texts of the keys, each where the kernel looks for it. */
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

function cutSongs(
  image: Image,
  table: number,
  anatomy: Anatomy,
  { artist, title, weight }: Catalog["songs"],
): SongParts {
  const { afterLength } = anatomy;
  const keyBytes = (key: Key) => anatomy.keys[key].length;
  const part = (): Values => ({ addresses: [], texts: [], weights: weight });
  const parts = { artists: part(), titles: part(), lengths: part() };
  const put = ({ addresses, texts }: Values, address: number, end: number) => {
    addresses.push(address);
    texts.push(image.latin1(address, end - address));
    return end;
  };
  artist.forEach((name, index) => {
    const entry = table + index * FRAGMENT_BYTES;
    const start = image.word(entry + FRAGMENT_ADDRESS);
    const end = start + image.halfWord(entry + FRAGMENT_LENGTH) - afterLength;
    let at = start + keyBytes("artist");
    at = put(parts.artists, at, at + anatomy.stringBytes(name)) + keyBytes("song");
    at = put(parts.titles, at, at + anatomy.stringBytes(title[index] as string)) + keyBytes("length");
    put(parts.lengths, at, end);
  });
  return parts;
}

/** Each artist once, and which one each song's is. */
function distinct({ addresses, texts, weights }: Values): { values: Values; indexes: number[] } {
  const known = new Map<string, number>();
  const sums: number[] = [];
  const values: Values = { addresses: [], texts: [], weights: sums };
  const indexes = texts.map((text, song) => {
    const index = known.get(text) ?? known.size;
    if (index === known.size) {
      known.set(text, index);
      values.addresses.push(addresses[song] as number);
      values.texts.push(text);
      sums.push(0);
    }
    sums[index] = (sums[index] as number) + (weights[song] as number);
    return index;
  });
  return { values, indexes };
}

function putSongs(image: Image, nodes: Nodes, { artists, titles, lengths }: SongParts): number {
  const { values, indexes } = distinct(artists);
  // A match for the tail goes on before an artist: only a long beginning is worth leaving it.
  const artistTable = putValues(image, nodes, values, { prefix: prefixLengths(4), suffix: suffixLengths(4) });
  const table = image.reserve(titles.texts.length * SONG_BYTES, 64);
  const titleCutters = { prefix: allOf(prefixLengths(3), fixedLengths(2, 3, 4)), suffix: suffixLengths(4) };
  putShared(image, nodes, titles, titleCutters, (song) => table + song * SONG_BYTES + SONG_TITLE);
  const lengthCutters = { prefix: fixedLengths(2, 3) };
  putShared(image, nodes, lengths, lengthCutters, (song) => table + song * SONG_BYTES + SONG_LENGTH);
  indexes.forEach((artist, song) => {
    const entry = table + song * SONG_BYTES;
    image.setWord(entry + SONG_ARTIST, artistTable + artist * VALUE_BYTES);
    const end = entry + SONG_BYTES;
    const at = moveInto(image, titles.texts[song] as string, entry + SONG_TITLE, entry + SONG_INLINE, end);
    moveInto(image, lengths.texts[song] as string, entry + SONG_LENGTH, at, end);
  });
  return table;
}

/** Compiles what the emission of LZ4 needs, for fragments that are in the image. */
export function putEmission(
  image: Image,
  anatomy: Anatomy,
  catalog: Catalog,
  tables: { states: number; stateCount: number; persons: PersonFragments; songs: number },
): Emission {
  const nodes = new Nodes();
  const { keys, stateKeys } = anatomy;
  const { persons } = tables;
  const personValues = (table: { address: number }, key: number, weights: ArrayLike<number>, after = 0) =>
    valuesOf(image, table.address, key, after, weights);
  const states = valuesOf(image, tables.states, keys.page.length, 0, new Uint8Array(tables.stateCount).fill(1));
  const locations = personValues(persons.locations, keys.location.length, catalog.locations.weight);
  const agents = personValues(persons.userAgents, keys.userAgent.length, catalog.userAgents.weight);
  const lastNames = personValues(persons.lastNames, keys.lastName.length, catalog.lastNames.weight);
  const firstNames = personValues(
    persons.firstNames,
    keys.firstName.length,
    catalog.firstNames.weight,
    keys.registration.length,
  );
  const songs = cutSongs(image, tables.songs, anatomy, catalog.songs);

  const placeCutters = { prefix: allOf(prefixLengths(3), fixedLengths(2, 3)), suffix: suffixLengths(4) };
  const put = (values: Values, cutters: Cutters = {}) => putValues(image, nodes, values, cutters);
  const emission = {
    keys: putKeys(image, keys),
    states: putValues(image, nodes, states, { suffix: endsFrom(...stateKeys) }, STATE_NODES_BYTES),
    locations: put(locations, placeCutters),
    agents: putAgents(image, nodes, agents),
    lastNames: put(lastNames),
    firstNames: put(firstNames),
    songs: putSongs(image, nodes, songs),
  };
  catalog.firstNames.gender.forEach((gender, index) => {
    const kind = gender === "F" ? TAIL_F : TAIL_M;
    image.setHalfWord(emission.firstNames + index * VALUE_BYTES + VALUE_CLASS, kind);
  });
  // Copies read past a text's end; the last one needs something to read.
  image.reserve(FRAGMENT_PADDING, 1);
  return { ...emission, nodesBytes: nodes.end };
}
