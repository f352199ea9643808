import { LIST_BYTES, LIST_ENDS, LIST_GUIDE, LIST_SHIFT, LIST_TOTAL, LIST_VALUES } from "../../assembly/layout/model.ts";
import type { Image } from "./image.ts";

const TWO_32 = 2 ** 32;

/** Guide entries for a list of this length: about two for each entry, from 2 to 65536. */
export function guideBits(length: number): number {
  return Math.min(16, Math.max(1, Math.ceil(Math.log2(length)) + 1));
}

/** Exact below 2^53; not truncated to 32 bits. */
export function sumOf(weights: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index++) sum += weights[index] as number;
  return sum;
}

/** Running sums of the weights. */
export function sums(weights: ArrayLike<number>): Uint32Array {
  const ends = new Uint32Array(weights.length);
  let sum = 0;
  for (let index = 0; index < weights.length; index++) {
    sum += weights[index] as number;
    ends[index] = sum;
  }
  return ends;
}

/**
 * For each value of a 32-bit draw's top bits the first entry that any draw with these bits can fall on:
 * the one that holds the smallest such draw's key.
 */
function guide(ends: Uint32Array, bits: number): Uint32Array {
  const total = ends[ends.length - 1] ?? 0;
  const buckets = 2 ** bits;
  const first = new Uint32Array(buckets);
  let index = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const key = Math.floor((bucket * total) / buckets); // below 2^48: exact
    while (key >= (ends[index] as number)) index++;
    first[bucket] = index;
  }
  return first;
}

/**
 * Writes the descriptor of a weighted list at `descriptor` and its tables after the image's end.
 * @param weights integers >= 0 whose sum is at least 1 and below 2^32
 * @param values the value of each entry; without them an entry's value is its index
 */
export function putList(
  image: Image,
  descriptor: number,
  weights: ArrayLike<number>,
  values?: ArrayLike<number>,
): void {
  const ends = sums(weights);
  const bits = guideBits(weights.length);
  const total = sumOf(weights);
  if (total < 1 || total >= TWO_32) throw new Error(`a weighted list's sum must be 1 to ${TWO_32 - 1}`);
  image.setWord(descriptor + LIST_TOTAL, total);
  image.setWord(descriptor + LIST_SHIFT, 32 - bits);
  image.setWord(descriptor + LIST_GUIDE, image.putWords(guide(ends, bits)));
  image.setWord(descriptor + LIST_ENDS, image.putWords(ends));
  image.setWord(descriptor + LIST_VALUES, values === undefined ? 0 : image.putWords(Uint32Array.from(values)));
}

/** Reserves descriptors for `count` lists; one whose total stays 0 is empty. */
export function reserveLists(image: Image, count: number): number {
  return image.reserve(count * LIST_BYTES, 8);
}
