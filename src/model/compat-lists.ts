import {
  LIST_ENDS,
  LIST_GUIDE,
  LIST_RECIPROCAL,
  LIST_RECIPROCAL_SHIFT,
  LIST_SHIFT,
  LIST_TOTAL,
  LIST_VALUES,
} from "../../assembly/layout.ts";
import { UsageError } from "../errors.ts";
import type { Image } from "./image.ts";
import { guideBits, sumOf, sums } from "./lists.ts";

/** The original adds weights up in 32 bits with a sign. */
const MOST_TOTAL = 2 ** 31 - 1;
/** Bits of a draw below a total. */
const DRAW_BITS = 31;

/** Where a binary search through ascending starts, some of them equal, meets the key; -1 where it never does. */
function search(starts: ArrayLike<number>, key: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const start = starts[middle] as number;
    if (start === key) return middle;
    if (start < key) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/**
 * Entries as the original's search finds them, as weights and entries. It looks for the entry that starts at the key, and an entry
 * without weight starts where the next one does: of these it takes the one that it meets first. So that one gets the first key of
 * the range. Without such entries they are the list itself.
 */
export function searchedEntries(weights: ArrayLike<number>): { weights: number[]; entries: number[] } {
  const ends = sums(weights);
  const starts = Uint32Array.from(ends, (end, index) => end - (weights[index] as number));
  const found: { weights: number[]; entries: number[] } = { weights: [], entries: [] };
  const add = (weight: number, entry: number) => {
    if (weight === 0) return;
    found.weights.push(weight);
    found.entries.push(entry);
  };
  for (let index = 0; index < weights.length; index++) {
    const weight = weights[index] as number;
    if (weight === 0) continue;
    const isShared = index > 0 && starts[index - 1] === starts[index];
    const first = isShared ? search(starts, starts[index] as number) : index;
    if (first !== index) add(1, first);
    add(first === index ? weight : weight - 1, index);
  }
  return found;
}

/** For each value of a key without its lowest `shift` bits, the first entry that such a key can fall on. */
function guide(ends: Uint32Array, total: number, shift: number): Uint32Array {
  const first = new Uint32Array(Math.floor((total - 1) / 2 ** shift) + 1);
  let index = 0;
  for (let bucket = 0; bucket < first.length; bucket++) {
    while (bucket * 2 ** shift >= (ends[index] as number)) index++;
    first[bucket] = index;
  }
  return first;
}

/**
 * For a total that is no power of two: bits * reciprocal >>> shift is bits / total rounded down, for all bits below 2^31,
 * since the reciprocal exceeds 2^shift / total by less than 1 and total <= 2^(shift - 31).
 */
export function reciprocalOf(total: number): { reciprocal: number; shift: number } {
  const shift = DRAW_BITS + 32 - Math.clz32(total - 1);
  return { reciprocal: Number((2n ** BigInt(shift) - 1n) / BigInt(total) + 1n), shift };
}

/**
 * Writes the descriptor of a weighted list for the original's draws, and its tables behind the image's end.
 * A list whose weights sum to 0 has a total of 0 and an address of ends that is not 0.
 * @param values what the entries stand for; without them an entry stands for its index
 * @param what names the list in messages
 */
export function putDrawnList(
  image: Image,
  descriptor: number,
  weights: ArrayLike<number>,
  values: ArrayLike<number> | undefined,
  what: string,
): void {
  const total = sumOf(weights);
  if (total > MOST_TOTAL) {
    const advice = "divide all of them by the same number, or leave --compat out";
    throw new UsageError(`${what}: the weights sum to ${total}; the original adds up to ${MOST_TOTAL}: ${advice}`);
  }
  const found = searchedEntries(weights);
  const ends = sums(found.weights);
  image.setWord(descriptor + LIST_TOTAL, total);
  image.setWord(descriptor + LIST_ENDS, total === 0 ? descriptor : image.putWords(ends));
  if (total === 0) return;
  const shift = Math.max(0, 32 - Math.clz32(total - 1) - guideBits(ends.length));
  image.setWord(descriptor + LIST_SHIFT, shift);
  image.setWord(descriptor + LIST_GUIDE, image.putWords(guide(ends, total, shift)));
  if (values !== undefined || ends.length !== weights.length) {
    const meant = Uint32Array.from(found.entries, (entry) => values?.[entry] ?? entry);
    image.setWord(descriptor + LIST_VALUES, image.putWords(meant));
  }
  if ((total & (total - 1)) === 0) return;
  const { reciprocal, shift: reciprocalShift } = reciprocalOf(total);
  image.setWord(descriptor + LIST_RECIPROCAL, reciprocal);
  image.setWord(descriptor + LIST_RECIPROCAL_SHIFT, reciprocalShift);
}
