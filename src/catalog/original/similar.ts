import type { SimilarSongs } from "../types.ts";
import { bounded, readFile } from "./files.ts";
import { DamagedGzip, gunzip } from "./gunzip.ts";
import { forEachLine, type LineReader, type Shape, splitColumns } from "./lines.ts";
import { type Reading, type Rows, readRows } from "./rows.ts";

const PAIR: Shape = {
  columns: "track,similar track",
  example: "TRAAAAK128F9318786,TRAAAAV128F421A322",
  exactly: true,
};
/** Bytes of a pair: two numbers now, and as much again in the lists; the model has a number and three more for each. */
const PAIR_BYTES = 16;

/** [song, similar song] by number, in the file's order. */
class Pairs {
  #numbers = new Uint32Array(1024);
  count = 0;

  add(song: number, similar: number): void {
    if (2 * this.count === this.#numbers.length) {
      const grown = new Uint32Array(2 * this.#numbers.length);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#numbers[2 * this.count] = song;
    this.#numbers[2 * this.count + 1] = similar;
    this.count++;
  }

  songAt(index: number): number {
    return this.#numbers[2 * index] as number;
  }

  similarAt(index: number): number {
    return this.#numbers[2 * index + 1] as number;
  }
}

/**
 * Reads gzipped lines of track and similar track. Pairs that name an unknown track are dropped, and so is a song's
 * whole list if all its songs have a listen count of 0: listen counts cannot choose from it. With `likeOriginal` the reading ends
 * at the first line without a pair or at a damage, and keeps lists whose counts are all 0: the original stops when it draws from one.
 */
export async function readSimilarSongs(
  path: string,
  reading: Reading,
  trackId: readonly string[],
  weight: Uint32Array,
): Promise<SimilarSongs> {
  const numbers = new Map(trackId.map((id, song) => [id, song]));
  if (reading.likeOriginal) return toLists(await readLikeOriginal(path, reading, numbers), trackId.length);
  const pairs = await readRows(path, "gzip", reading, () => pairRows(numbers, reading));
  const listens = new Float64Array(trackId.length);
  for (let index = 0; index < pairs.count; index++)
    (listens[pairs.songAt(index)] as number) += weight[pairs.similarAt(index)] as number;
  return toLists(pairs, trackId.length, (song) => (listens[song] as number) > 0);
}

function pairRows(numbers: ReadonlyMap<string, number>, { room, likeOriginal }: Reading): Rows<Pairs> {
  const pairs = new Pairs();
  return {
    add(line, place) {
      const columns = splitColumns(line, ",", 2, { ...PAIR, exactly: !likeOriginal }, place);
      const song = numbers.get(columns[0] as string);
      const similar = numbers.get(columns[1] as string);
      if (song === undefined || similar === undefined) return true;
      room.takeBytes(PAIR_BYTES, place);
      pairs.add(song, similar);
      return true;
    },
    finish: () => pairs,
  };
}

/** Returns the pairs before the first line without a pair or before a damage. */
async function readLikeOriginal(path: string, reading: Reading, numbers: ReadonlyMap<string, number>): Promise<Pairs> {
  const { add, finish } = pairRows(numbers, reading);
  const end = (where: string, what: string) =>
    reading.notes.push(`note: ${where}: ${what}; as in the original the reading ends here`);
  const addPair: LineReader = (line, place) => {
    if (line.includes(",")) return add(line, place);
    end(`${path}:${place.line}`, "a line without a pair");
    return false;
  };
  try {
    await forEachLine(path, bounded(path, gunzip(path, readFile(path)), true), "latin1", addPair, true);
  } catch (error) {
    if (!(error instanceof DamagedGzip)) throw error;
    end(path, error.what);
  }
  return finish();
}

function toLists(pairs: Pairs, songCount: number, isKept: (song: number) => boolean = () => true): SimilarSongs {
  const first = new Uint32Array(songCount + 1);
  for (let index = 0; index < pairs.count; index++)
    if (isKept(pairs.songAt(index))) (first[pairs.songAt(index) + 1] as number)++;
  for (let song = 0; song < songCount; song++) (first[song + 1] as number) += first[song] as number;
  const next = first.slice();
  const song = new Uint32Array(first[songCount] as number);
  for (let index = 0; index < pairs.count; index++) {
    const from = pairs.songAt(index);
    if (isKept(from)) song[(next[from] as number)++] = pairs.similarAt(index);
  }
  return { first, song };
}
