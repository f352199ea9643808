// User agents: long texts, most of which are in the window as a whole. Finds the pieces that a rare one shares with frequent ones.
import { chanceInWindow } from "./classes.ts";
import { HASH_BASIS, hashByte, Parts, type WeightedTexts } from "./substrings.ts";

/** A part of a text: `length` bytes, the same as those of text number `other` from `from` on; or of none. */
export interface Piece {
  length: number;
  other?: { index: number; from: number };
}

/** Only a text with at least this probability of being in the window may be referred to. */
const LEAST_CHANCE = 0.4;
const MOST_REFERENCES = 64;
/** A sequence takes three bytes or four. */
const LEAST_PIECE_BYTES = 7;
/** Bounds the number of matches of an event. */
const MOST_PIECES = 12;
/** Bounds the work for a text that repeats itself, such as a letter 60,000 times, to time in proportion to its length. */
const MOST_PLACES_OF_A_TEXT = 32;

interface Place {
  index: number;
  from: number;
  /** Probability that the text is in the window. */
  chance: number;
}

/** The places of each run of LEAST_PIECE_BYTES bytes in the frequent texts, the most frequent first, by the run's number. */
interface Runs {
  known: Parts;
  places: Place[][];
}

function hashRun(bytes: Uint8Array, start: number): number {
  let hash = HASH_BASIS;
  for (let at = start; at < start + LEAST_PIECE_BYTES; at++) hash = hashByte(hash, bytes[at] as number);
  return hash;
}

function frequentTexts({ weights }: WeightedTexts): { index: number; chance: number }[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Array.from(weights, (weight, index) => ({ index, chance: chanceInWindow(weight / total) }))
    .filter(({ chance }) => chance >= LEAST_CHANCE)
    .sort((a, b) => b.chance - a.chance || a.index - b.index)
    .slice(0, MOST_REFERENCES);
}

function indexRuns(texts: WeightedTexts): Runs {
  const { bytes, starts, lengths } = texts;
  const runs: Runs = { known: new Parts(bytes), places: [] };
  for (const { index, chance } of frequentTexts(texts)) {
    const start = starts[index] as number;
    for (let from = 0; from + LEAST_PIECE_BYTES <= (lengths[index] as number); from++) {
      const run = runs.known.numberOf(start + from, LEAST_PIECE_BYTES, hashRun(bytes, start + from));
      if (run === runs.places.length) runs.places.push([]);
      const places = runs.places[run] as Place[];
      if (places.at(-MOST_PLACES_OF_A_TEXT)?.index !== index) places.push({ index, from, chance });
    }
  }
  return runs;
}

/** The number of equal bytes of two texts from these positions on. */
function commonLength(bytes: Uint8Array, a: number, endA: number, b: number, endB: number): number {
  const most = Math.min(endA - a, endB - b);
  let length = 0;
  while (length < most && bytes[a + length] === bytes[b + length]) length++;
  return length;
}

/** The piece of another text that matches at `at` and probably saves most, or undefined. */
function bestAt({ bytes, starts, lengths }: WeightedTexts, index: number, at: number, runs: Runs): Piece | undefined {
  const start = (starts[index] as number) + at;
  const end = (starts[index] as number) + (lengths[index] as number);
  if (start + LEAST_PIECE_BYTES > end) return undefined;
  const run = runs.known.find(start, LEAST_PIECE_BYTES, hashRun(bytes, start));
  let best: Piece | undefined;
  let bestGain = 0;
  for (const other of runs.places[run] ?? []) {
    if (other.index === index) continue;
    // The texts that follow are not more frequent, so only a longer piece can save more.
    if ((end - start) * other.chance <= bestGain) break;
    const otherStart = (starts[other.index] as number) + other.from;
    if (best !== undefined && bytes[start + best.length] !== bytes[otherStart + best.length]) continue;
    const otherEnd = (starts[other.index] as number) + (lengths[other.index] as number);
    const common = commonLength(bytes, start, end, otherStart, otherEnd);
    // A match that reaches the text's end continues with the next key, so the text it refers to must end there, too.
    const isTooLong = start + common === end && otherStart + common < otherEnd;
    const length = isTooLong ? common - 1 : common;
    const gain = length * other.chance;
    if (length < LEAST_PIECE_BYTES || gain <= bestGain) continue;
    best = { length, other };
    bestGain = gain;
  }
  return best;
}

function piecesOf(texts: WeightedTexts, index: number, runs: Runs): Piece[] {
  const textLength = texts.lengths[index] as number;
  const pieces: Piece[] = [];
  let done = 0;
  const literals = (end: number) => end > done && pieces.push({ length: end - done });
  for (let at = 0; at < textLength && pieces.length < MOST_PIECES - 2; ) {
    const piece = bestAt(texts, index, at, runs);
    if (piece === undefined) {
      at++;
      continue;
    }
    literals(at);
    pieces.push(piece);
    at += piece.length;
    done = at;
  }
  literals(textLength);
  return pieces.length > 0 ? pieces : [{ length: 0 }];
}

/** Each text as pieces, from its start to its end; at least one. */
export function cutIntoPieces(texts: WeightedTexts): Piece[][] {
  const runs = indexRuns(texts);
  return Array.from(texts.weights, (_, index) => piecesOf(texts, index, runs));
}
