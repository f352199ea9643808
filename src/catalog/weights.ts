import { UsageError } from "../system/errors.ts";
import { parseJavaInt } from "./original/java-numbers.ts";
import { lineError, type Place, quote } from "./original/lines.ts";

/** Weights are drawn with 32-bit integers below their sum. */
const WEIGHT_SUM_LIMIT = 2 ** 32;
/** The original adds weights up as signed 32-bit integers. */
const ORIGINAL_SUM_LIMIT = 2 ** 31;

/** Collects one weight column of a file: integers >= 0 whose sum is at least 1 and below 2^32. */
export class WeightColumn {
  readonly #values: number[] = [];
  #sum = 0;

  /**
   * @param what names the column in messages ("count")
   * @param likeOriginal accepts negative ones as well, and sums below 2^31
   */
  constructor(
    private readonly what: string,
    private readonly likeOriginal: boolean,
  ) {}

  /** Throws UsageError for anything but an integer, and if the sum exceeds its limit. */
  add(text: string, place: Place): void {
    const trimmed = text.trim();
    const value = this.likeOriginal ? parseJavaInt(trimmed) : nonNegative(trimmed);
    if (value === undefined) {
      const kind = this.likeOriginal ? "integer of 32 bits" : "non-negative integer";
      throw lineError(place, `${this.what} ${quote(text)} is not a ${kind}; write it in digits, like 1234`);
    }
    this.#sum += value;
    const limit = this.likeOriginal ? ORIGINAL_SUM_LIMIT : WEIGHT_SUM_LIMIT;
    if (this.#sum >= limit || this.#sum < -limit) {
      const what = `with ${this.what} ${quote(trimmed)} the sum of this column reaches ${limit} (2^${Math.log2(limit)})`;
      throw lineError(place, `${what}; divide all of them by the same number`);
    }
    this.#values.push(value);
  }

  /** The weights in the file's order. Throws UsageError if no row with a weight above 0 was read. */
  finish(path: string, whereRows: string): Uint32Array {
    const count = this.#values.length;
    if (count === 0) throw new UsageError(`${path}:1: the file has no ${whereRows}; put one on each line`);
    if (this.#sum <= 0) {
      throw new UsageError(
        `${path}:1: in none of ${count} rows is the ${this.what} above 0; give at least one row more`,
      );
    }
    return Uint32Array.from(this.#values);
  }
}

function nonNegative(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
