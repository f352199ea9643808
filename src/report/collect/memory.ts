import { RunError } from "../../system/errors.ts";

/** Counts the bytes that the numbers of a report need, and refuses more than a bound. */
export class MemoryMeter {
  #used = 0;

  constructor(readonly mostBytes: number) {}

  /** Throws RunError if there is no room for more bytes. Called before they are allocated. */
  take(byteLength: number): void {
    this.#used += byteLength;
    if (this.#used <= this.mostBytes) return;
    throw new RunError(
      `the users, sessions and days of these files need more than the ${Math.floor(this.mostBytes / 2 ** 20)} MiB that a report may use; ` +
        "set a larger -Xmx on a machine that has it, or report on fewer of the files",
    );
  }

  free(byteLength: number): void {
    this.#used -= byteLength;
  }
}

type Numbers = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** Each step copies all there is, so steps grow with it. */
const GROWTH = 1.5;

/** The same numbers with room for an index; new ones are zero. */
export function withRoom<Values extends Numbers>(values: Values, index: number, meter: MemoryMeter): Values {
  if (index < values.length) return values;
  const length = Math.max(index + 1, Math.ceil(values.length * GROWTH));
  meter.take(length * values.BYTES_PER_ELEMENT);
  const larger = new (values.constructor as new (length: number) => Values)(length);
  larger.set(values);
  meter.free(values.byteLength);
  return larger;
}

/** A set of small whole numbers, a bit each. */
export class BitSet {
  #words = new Uint32Array(0);

  constructor(private readonly meter: MemoryMeter) {}

  add(value: number): void {
    const word = value >>> 5;
    if (word >= this.#words.length) this.#words = withRoom(this.#words, word, this.meter);
    this.#words[word]! |= 1 << (value & 31);
  }

  has(value: number): boolean {
    return ((this.#words[value >>> 5] ?? 0) & (1 << (value & 31))) !== 0;
  }

  get size(): number {
    let size = 0;
    for (const word of this.#words) size += bitsOf(word);
    return size;
  }

  /** Adds all of another set. */
  addAll({ words }: { readonly words: Uint32Array }): void {
    if (words.length > this.#words.length) this.#words = withRoom(this.#words, words.length - 1, this.meter);
    const own = this.#words;
    for (let index = 0; index < words.length; index++) own[index]! |= words[index]!;
  }

  /** How many are in another set too. */
  sizeWith({ words }: { readonly words: Uint32Array }): number {
    let size = 0;
    for (let index = Math.min(words.length, this.#words.length) - 1; index >= 0; index--)
      size += bitsOf(words[index]! & this.#words[index]!);
    return size;
  }

  get words(): Uint32Array {
    return this.#words;
  }

  /** Gives its memory back. */
  clear(): void {
    this.meter.free(this.#words.byteLength);
    this.#words = new Uint32Array(0);
  }
}

/** The number of ones in 32 bits: sums of pairs, of four, of eight, and all bytes by one multiplication. */
function bitsOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
