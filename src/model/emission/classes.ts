// Chooses the prefixes and suffixes of texts that are worth remembering: LZ4 can refer to the last text that shares one.
import { type Cutter, Lengths } from "./cutters.ts";
import { grown, HASH_BASIS, hashByte, Parts, placeOf, type WeightedTexts } from "./substrings.ts";

/** Bytes that a class must save on average, or it is not worth its place. */
const LEAST_GAIN_BYTES = 0.05;

export type Side = "prefix" | "suffix";

/** For each text, the length of the part that it shares with others (0 for none) and that part's number, below partCount. */
export interface Classes {
  lengths: Uint16Array;
  parts: Uint32Array;
  partCount: number;
}

/**
 * The probability that a kind of event with this share of all is among the 120 events within the 64 KiB that a match reaches
 * back. Uses multiplications only: the choice decides bytes, and `**` may differ from one version of Node.js to the next.
 */
export function chanceInWindow(share: number): number {
  const power1 = 1 - share;
  const power2 = power1 * power1;
  const power4 = power2 * power2;
  const power8 = power4 * power4;
  const power15 = power8 * power4 * power2 * power1;
  const power30 = power15 * power15;
  const power60 = power30 * power30;
  return 1 - power60 * power60;
}

/** The parts that texts may be cut into on one side: those of text i from first[i] to first[i + 1] - 1. */
class Cuts {
  count = 0;
  lengths = new Uint16Array(1024);
  /** Of the part's bytes; then its number from 1 on, or 0 where no other text has it. */
  hashes = new Int32Array(1024);
  readonly first: Uint32Array;

  constructor(texts: number) {
    this.first = new Uint32Array(texts + 1);
  }

  add(length: number, hash: number): void {
    if (this.count === this.lengths.length) {
      this.lengths = grown(this.lengths, new Uint16Array(2 * this.count));
      this.hashes = grown(this.hashes, new Int32Array(2 * this.count));
    }
    this.lengths[this.count] = length;
    this.hashes[this.count++] = hash;
  }
}

/** Hashes of a text's parts of every length up to `longest`; each is one byte more than the one before. */
function hashBatches(bytes: Uint8Array, start: number, end: number, longest: number, side: Side, hashes: Int32Array) {
  const step = side === "prefix" ? 1 : -1;
  let at = side === "prefix" ? start : end - 1;
  let hash = HASH_BASIS;
  for (let length = 1; length <= longest; length++, at += step) {
    hash = hashByte(hash, bytes[at] as number);
    hashes[length] = hash;
  }
}

function longestOf({ values, count }: Lengths): number {
  let longest = 0;
  for (let index = 0; index < count; index++) longest = Math.max(longest, values[index] as number);
  return longest;
}

function cutTexts({ bytes, starts, lengths: textLengths }: WeightedTexts, side: Side, cutter: Cutter): Cuts {
  const cuts = new Cuts(starts.length);
  const lengths = new Lengths();
  const hashes = new Int32Array(lengths.values.length);
  for (let index = 0; index < starts.length; index++) {
    const start = starts[index] as number;
    const end = start + (textLengths[index] as number);
    lengths.count = 0;
    cutter(bytes, start, end, lengths);
    hashBatches(bytes, start, end, longestOf(lengths), side, hashes);
    for (let cut = 0; cut < lengths.count; cut++) {
      const length = lengths.values[cut] as number;
      cuts.add(length, hashes[length] as number);
    }
    cuts.first[index + 1] = cuts.count;
  }
  return cuts;
}

/** For some bits of a hash, 2 if several cuts have them: most parts occur in one text only and need no number. */
function countHashes({ hashes, count }: Cuts): Uint8Array {
  const met = new Uint8Array(2 ** Math.ceil(Math.log2(4 * count + 1)));
  const mask = met.length - 1;
  for (let cut = 0; cut < count; cut++) {
    const slot = placeOf(hashes[cut] as number, mask);
    if ((met[slot] as number) < 2) met[slot]!++;
  }
  return met;
}

/** Numbers the parts that several texts may have; returns for each part the total weight of the texts that share it. */
function weighParts({ bytes, starts, lengths, weights }: WeightedTexts, side: Side, cuts: Cuts): Float64Array {
  const met = countHashes(cuts);
  const known = new Parts(bytes);
  let sums = new Float64Array(1024);
  for (let index = 0; index < weights.length; index++) {
    const start = starts[index] as number;
    const end = start + (lengths[index] as number);
    for (let cut = cuts.first[index] as number; cut < (cuts.first[index + 1] as number); cut++) {
      const hash = cuts.hashes[cut] as number;
      cuts.hashes[cut] = 0;
      if (met[placeOf(hash, met.length - 1)] === 1) continue;
      const length = cuts.lengths[cut] as number;
      const part = 1 + known.numberOf(side === "prefix" ? start : end - length, length, hash);
      if (part === sums.length) sums = grown(sums, new Float64Array(2 * part));
      sums[part]! += weights[index] as number;
      cuts.hashes[cut] = part;
    }
  }
  return sums;
}

/** The best choice for one text so far. */
class Best {
  cut = -1;
  #gain = LEAST_GAIN_BYTES;

  clear(): void {
    this.cut = -1;
    this.#gain = LEAST_GAIN_BYTES;
  }

  /** @param others the share of all events that have another text of the class */
  offer(cut: number, length: number, others: number): void {
    if (length <= this.#gain) return;
    const gain = length * chanceInWindow(others);
    if (gain <= this.#gain) return;
    this.cut = cut;
    this.#gain = gain;
  }
}

/**
 * Chooses for each text the part that saves most: its length times the probability that another text of its class is in the
 * window. Chooses none if no class saves anything.
 */
export function chooseClasses(texts: WeightedTexts, side: Side, cutter: Cutter): Classes {
  const { weights } = texts;
  const count = weights.length;
  const cuts = cutTexts(texts, side, cutter);
  const sums = weighParts(texts, side, cuts);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const chosen = { lengths: new Uint16Array(count), parts: new Uint32Array(count), partCount: sums.length };
  const best = new Best();
  for (let index = 0; index < count; index++) {
    best.clear();
    for (let cut = cuts.first[index] as number; cut < (cuts.first[index + 1] as number); cut++) {
      const part = cuts.hashes[cut] as number;
      if (part === 0) continue;
      best.offer(cut, cuts.lengths[cut] as number, ((sums[part] as number) - (weights[index] as number)) / total);
    }
    if (best.cut < 0) continue;
    chosen.lengths[index] = cuts.lengths[best.cut] as number;
    chosen.parts[index] = cuts.hashes[best.cut] as number;
  }
  return chosen;
}
