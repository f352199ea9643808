import { UsageError } from "../errors.ts";
import { lineError, type Place, quote, WEIGHT_SUM_LIMIT } from "./lines.ts";

/** Collects one weight column of a file: integers >= 0 whose sum is at least 1 and below 2^32. */
export class WeightColumn {
  readonly #values: number[] = [];
  #sum = 0;

  /** `what` names the column in messages ("count"). */
  constructor(readonly what: string) {}

  /** Throws UsageError for anything but a non-negative integer, and where the sum reaches 2^32. */
  add(text: string, place: Place): void {
    const trimmed = text.trim();
    if (!/^\d+$/.test(trimmed)) {
      throw lineError(
        place,
        `${this.what} ${quote(text)} is not a non-negative integer; write it in digits, like 1234`,
      );
    }
    const value = Number(trimmed);
    this.#sum += value;
    if (this.#sum >= WEIGHT_SUM_LIMIT) {
      const what = `with ${this.what} ${quote(trimmed)} the sum of this column reaches 4294967296 (2^32)`;
      throw lineError(place, `${what}; divide all of them by the same number`);
    }
    this.#values.push(value);
  }

  /** The weights in the file's order. Throws UsageError where no row, or none with a weight above 0, was read. */
  finish(path: string, whereRows: string): Uint32Array {
    const count = this.#values.length;
    if (count === 0) throw new UsageError(`${path}:1: the file has no ${whereRows}; put one on each line`);
    if (this.#sum === 0) {
      throw new UsageError(
        `${path}:1: in none of ${count} rows is the ${this.what} above 0; give at least one row more`,
      );
    }
    return Uint32Array.from(this.#values);
  }
}
