// Long texts of which most are in the window as a whole, user agents: what a rare one has in common with frequent ones.
import { chanceInWindow, type WeightedTexts } from "./classes.ts";

/** A part of a text: `length` bytes, the same as those of text number `other` from `from` on; or of none. */
export interface Piece {
  length: number;
  other?: { index: number; from: number };
}

/** Texts that are more often in the window than not may be referred to. */
const LEAST_CHANCE = 0.4;
const MOST_REFERENCES = 64;
/** A sequence takes three bytes or four. */
const LEAST_PIECE_BYTES = 7;
/** So that a line has a bounded number of matches. */
const MOST_PIECES = 12;

interface Place {
  index: number;
  from: number;
  /** That the text is in the window. */
  chance: number;
}

/** Where each run of LEAST_PIECE_BYTES bytes stands in the frequent texts, the most frequent first. */
function indexOf({ texts, weights }: WeightedTexts): Map<string, Place[]> {
  const total = texts.reduce((sum, _, index) => sum + (weights[index] as number), 0);
  const frequent = texts
    .map((_, index) => ({ index, chance: chanceInWindow((weights[index] as number) / total) }))
    .filter(({ chance }) => chance >= LEAST_CHANCE)
    .sort((a, b) => b.chance - a.chance || a.index - b.index)
    .slice(0, MOST_REFERENCES);
  const places = new Map<string, Place[]>();
  for (const { index, chance } of frequent) {
    const text = texts[index] as string;
    for (let from = 0; from + LEAST_PIECE_BYTES <= text.length; from++) {
      const run = text.slice(from, from + LEAST_PIECE_BYTES);
      const known = places.get(run);
      if (known === undefined) places.set(run, [{ index, from, chance }]);
      else known.push({ index, from, chance });
    }
  }
  return places;
}

function commonLength(a: string, fromA: number, b: string, fromB: number): number {
  let length = 0;
  while (fromA + length < a.length && a.charCodeAt(fromA + length) === b.charCodeAt(fromB + length)) length++;
  return length;
}

/** The piece of another text that stands at `at` and probably saves most, or undefined. */
function bestAt(texts: string[], index: number, at: number, places: Map<string, Place[]>): Piece | undefined {
  const text = texts[index] as string;
  let best: Piece | undefined;
  let bestGain = 0;
  for (const other of places.get(text.slice(at, at + LEAST_PIECE_BYTES)) ?? []) {
    if (other.index === index) continue;
    const source = texts[other.index] as string;
    const common = commonLength(text, at, source, other.from);
    // A match that reaches the end goes on with the next key, and so must what it refers to.
    const isTooLong = at + common === text.length && other.from + common < source.length;
    const length = isTooLong ? common - 1 : common;
    const gain = length * other.chance;
    if (length < LEAST_PIECE_BYTES || gain <= bestGain) continue;
    best = { length, other };
    bestGain = gain;
  }
  return best;
}

function piecesOf(texts: string[], index: number, places: Map<string, Place[]>): Piece[] {
  const text = texts[index] as string;
  const pieces: Piece[] = [];
  let done = 0;
  const literals = (end: number) => end > done && pieces.push({ length: end - done });
  for (let at = 0; at < text.length && pieces.length < MOST_PIECES - 2; ) {
    const piece = bestAt(texts, index, at, places);
    if (piece === undefined) {
      at++;
      continue;
    }
    literals(at);
    pieces.push(piece);
    at += piece.length;
    done = at;
  }
  literals(text.length);
  return pieces.length > 0 ? pieces : [{ length: 0 }];
}

/** Each text as pieces, from its start to its end; at least one. */
export function cutIntoPieces(weighted: WeightedTexts): Piece[][] {
  const places = indexOf(weighted);
  return weighted.texts.map((_, index) => piecesOf(weighted.texts, index, places));
}
