import {
  LIST_ENDS,
  LIST_GUIDE,
  LIST_RECIPROCAL,
  LIST_RECIPROCAL_SHIFT,
  LIST_SHIFT,
  LIST_TOTAL,
  LIST_VALUES,
} from "../../../assembly/layout/model.ts";
import { UsageError } from "../../system/errors.ts";
import type { Image } from "../image.ts";
import { guideBits, sums } from "../lists.ts";

/** The original adds weights up in 32 bits with a sign. */
const MOST_TOTAL = 2 ** 31 - 1;
/** Bits of a draw below a total. */
const DRAW_BITS = 31;

/**
 * The entries that the original's search finds, as weights and entries in the order of the keys. The search looks for the entry that
 * starts at the key, else takes the entry before its insertion point. If an entry's weight is 0 or negative, several entries start at
 * the same key or starts do not ascend: then the result is the entry at which the search ends. Without such entries it is the list itself.
 */
export function searchedEntries(weights: ArrayLike<number>): { weights: number[]; entries: number[] } {
  const found: { weights: number[]; entries: number[] } = { weights: [], entries: [] };
  const add = (weight: number, entry: number) => {
    if (found.entries.at(-1) === entry) found.weights.push((found.weights.pop() as number) + weight);
    else if (weight > 0) {
      found.weights.push(weight);
      found.entries.push(entry);
    }
  };
  const starts = new Int32Array(weights.length);
  let total = 0;
  for (let index = 0; index < weights.length; index++) {
    starts[index] = total;
    total += weights[index] as number;
  }
  /** Follows the search for the keys from `key` to `end` - 1 between two entries. */
  const search = (low: number, high: number, key: number, end: number): void => {
    if (key >= end) return;
    if (low > high) {
      add(end - key, low - 1);
      return;
    }
    const middle = (low + high) >>> 1;
    const start = starts[middle] as number;
    search(low, middle - 1, key, Math.min(end, start));
    if (start >= key && start < end) add(1, middle);
    search(middle + 1, high, Math.max(key, start + 1), end);
  };
  search(0, weights.length - 1, 0, total);
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
 * For a total that is not a power of two: bits * reciprocal >>> shift is bits / total rounded down, for all bits below 2^31,
 * since the reciprocal exceeds 2^shift / total by less than 1 and total <= 2^(shift - 31).
 */
export function reciprocalOf(total: number): { reciprocal: number; shift: number } {
  const shift = DRAW_BITS + 32 - Math.clz32(total - 1);
  return { reciprocal: Number((2n ** BigInt(shift) - 1n) / BigInt(total) + 1n), shift };
}

/** The sum of signed 32-bit weights. Throws UsageError if a partial sum exceeds 32 bits. */
function totalOf(weights: Int32Array, what: string): number {
  let total = 0;
  for (const weight of weights) {
    total += weight;
    if (Math.abs(total) <= MOST_TOTAL) continue;
    const advice = "divide all of them by the same number, or leave --compat out";
    throw new UsageError(`${what}: the weights sum to ${total}; the original adds up to ${MOST_TOTAL}: ${advice}`);
  }
  return total;
}

/**
 * Writes the descriptor of a weighted list for the original's draws, and its tables after the image's end.
 * A list whose weights sum to 0 or less has a total of 0 and an address of ends that is not 0.
 * @param given 32-bit integers with a sign, which may be in two's complement
 * @param values the value of each entry; without them an entry's value is its index
 * @param what names the list in messages
 */
export function putDrawnList(
  image: Image,
  descriptor: number,
  given: ArrayLike<number>,
  values: ArrayLike<number> | undefined,
  what: string,
): void {
  const weights = Int32Array.from(given);
  const total = Math.max(0, totalOf(weights, what));
  image.setWord(descriptor + LIST_TOTAL, total);
  if (total === 0) {
    image.setWord(descriptor + LIST_ENDS, descriptor);
    return;
  }
  const found = searchedEntries(weights);
  const ends = sums(found.weights);
  image.setWord(descriptor + LIST_ENDS, image.putWords(ends));
  const shift = Math.max(0, 32 - Math.clz32(total - 1) - guideBits(ends.length));
  image.setWord(descriptor + LIST_SHIFT, shift);
  image.setWord(descriptor + LIST_GUIDE, image.putWords(guide(ends, total, shift)));
  if (values !== undefined || found.entries.some((entry, index) => entry !== index)) {
    const meant = Uint32Array.from(found.entries, (entry) => values?.[entry] ?? entry);
    image.setWord(descriptor + LIST_VALUES, image.putWords(meant));
  }
  if ((total & (total - 1)) === 0) return;
  const { reciprocal, shift: reciprocalShift } = reciprocalOf(total);
  image.setWord(descriptor + LIST_RECIPROCAL, reciprocal);
  image.setWord(descriptor + LIST_RECIPROCAL_SHIFT, reciprocalShift);
}
