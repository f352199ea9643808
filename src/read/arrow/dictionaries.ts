import type { Values } from "./columns.ts";

/** Values that are kept as texts once they have been decoded. */
const MOST_KEPT_VALUES = 1 << 20;

interface Part {
  start: number;
  values: Values;
}

/** The values of a dictionary, to which a stream may append. */
export class Dictionary implements Values {
  rows = 0;
  readonly #parts: Part[] = [];
  readonly #kept: unknown[] = [];

  append(values: Values): void {
    this.#parts.push({ start: this.rows, values });
    this.rows += values.rows;
  }

  at(row: number): unknown {
    if (row in this.#kept) return this.#kept[row];
    const { start, values } = this.#parts.findLast((part) => part.start <= row)!;
    const value = values.at(row - start);
    if (row < MOST_KEPT_VALUES) this.#kept[row] = value;
    return value;
  }
}
