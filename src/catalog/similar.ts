import { readGzip } from "./files.ts";
import { forEachLine, type Shape, splitColumns } from "./lines.ts";
import type { SimilarSongs } from "./types.ts";

const PAIR: Shape = {
  columns: "track,similar track",
  example: "TRAAAAK128F9318786,TRAAAAV128F421A322",
  exactly: true,
};

/**
 * Reads gzipped lines of track and similar track. Pairs that name an unknown track are dropped, and so is a song's
 * whole list where nobody ever listened to any song of it, unless `keepUnheard`: no choice by listen counts can be made there.
 */
export function readSimilarSongs(
  path: string,
  trackId: readonly string[],
  weight: Uint32Array,
  keepUnheard = false,
): SimilarSongs {
  const pairs = readPairs(path, trackId);
  if (keepUnheard) return toLists(pairs, trackId.length);
  const listens = new Float64Array(trackId.length);
  for (const [song, similar] of pairs) listens[song]! += weight[similar]!;
  return toLists(
    pairs.filter(([song]) => listens[song]! > 0),
    trackId.length,
  );
}

/** [song, similar song] by number, in the file's order. */
function readPairs(path: string, trackId: readonly string[]): [number, number][] {
  const numbers = new Map(trackId.map((id, song) => [id, song]));
  const pairs: [number, number][] = [];
  forEachLine(path, readGzip(path), (line, place) => {
    const columns = splitColumns(line, ",", 2, PAIR, place);
    const song = numbers.get(columns[0]!);
    const similar = numbers.get(columns[1]!);
    if (song !== undefined && similar !== undefined) pairs.push([song, similar]);
  });
  return pairs;
}

function toLists(pairs: readonly [number, number][], songCount: number): SimilarSongs {
  const first = new Uint32Array(songCount + 1);
  for (const [song] of pairs) first[song + 1]!++;
  for (let song = 0; song < songCount; song++) first[song + 1]! += first[song]!;
  const next = first.slice();
  const song = new Uint32Array(pairs.length);
  for (const [from, to] of pairs) song[next[from]!++] = to;
  return { first, song };
}
