/** The original's random numbers, written from ../shared/spec/original.md, "Random numbers", and from the generator's own paper. */

const SIZE = 624;
const MIDDLE = 397;
const TOP_BIT = 0x80000000;
const LOW_BITS = 0x7fffffff;
const TWIST = 0x9908b0df;
const TWO_26 = 2 ** 26;
const LARGEST_INT = 2 ** 31 - 1;

/** An error at which the original stops with a stack trace. */
export class Crash extends Error {}

/** MT19937 (Matsumoto and Nishimura, 1998), seeded by an array of two words, and the draws that the original makes of it. */
export class Random {
  readonly #words = new Uint32Array(SIZE);
  #next = SIZE;
  #keptGaussian: number | undefined;

  constructor(seed: bigint) {
    const bits = BigInt.asUintN(64, seed);
    this.#seedByArray([Number(bits >> 32n), Number(bits & 0xffffffffn)]);
  }

  #seedByNumber(seed: number): void {
    const words = this.#words;
    words[0] = seed;
    for (let i = 1; i < SIZE; i++) words[i] = Math.imul(1812433253, words[i - 1]! ^ (words[i - 1]! >>> 30)) + i;
  }

  #seedByArray(key: number[]): void {
    const words = this.#words;
    this.#seedByNumber(19650218);
    const mixed = (i: number, factor: number) =>
      (words[i]! ^ Math.imul(words[i - 1]! ^ (words[i - 1]! >>> 30), factor)) >>> 0;
    let i = 1;
    const step = () => {
      if (++i < SIZE) return;
      words[0] = words[SIZE - 1]!;
      i = 1;
    };
    for (let k = 0; k < SIZE; k++) {
      words[i] = mixed(i, 1664525) + key[k % key.length]! + (k % key.length);
      step();
    }
    for (let k = 1; k < SIZE; k++) {
      words[i] = mixed(i, 1566083941) - i;
      step();
    }
    words[0] = TOP_BIT;
  }

  #twist(): void {
    const words = this.#words;
    for (let i = 0; i < SIZE; i++) {
      const both = (words[i]! & TOP_BIT) | (words[(i + 1) % SIZE]! & LOW_BITS);
      words[i] = words[(i + MIDDLE) % SIZE]! ^ (both >>> 1) ^ (both & 1 ? TWIST : 0);
    }
    this.#next = 0;
  }

  /** The top bits of the next 32, unsigned. */
  bits(count: number): number {
    if (this.#next === SIZE) this.#twist();
    let y = this.#words[this.#next++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> (32 - count);
  }

  double(): number {
    const high = this.bits(26);
    return (high * TWO_26 + this.bits(26)) * 2 ** -52;
  }

  int(bound: number): number {
    if (bound <= 0) throw new Crash("a list without weight");
    if ((bound & -bound) === bound) return Number((BigInt(bound) * BigInt(this.bits(31))) >> 31n);
    for (;;) {
      const bits = this.bits(31);
      const value = bits % bound;
      if (bits - value + (bound - 1) <= LARGEST_INT) return value;
    }
  }

  gaussian(): number {
    const kept = this.#keptGaussian;
    this.#keptGaussian = undefined;
    if (kept !== undefined) return kept;
    const x = this.double();
    const y = this.double();
    const radius = Math.sqrt(-2 * Math.log(y));
    this.#keptGaussian = radius * Math.sin(2 * Math.PI * x);
    return radius * Math.cos(2 * Math.PI * x);
  }

  logNormal(): number {
    return Math.exp(this.gaussian()) / Math.exp(0.5);
  }

  /** Exponential seconds with this mean, cut to a 32-bit int. */
  seconds(mean: number): number {
    return toInt(-mean * Math.log(this.double()));
  }

  /** Index of an entry of the list, by the original's binary search over the entries' start values. */
  pick({ starts, total }: WeightedList): number {
    return searched(starts, this.int(total));
  }
}

/** Entries with weights: where each starts in the running sum, and the sum. */
export interface WeightedList {
  starts: number[];
  total: number;
}

export function weightedList(weights: Iterable<number>): WeightedList {
  const starts: number[] = [];
  let total = 0;
  for (const weight of weights) {
    starts.push(total);
    // Catalogs have 32-bit integers in two's complement.
    total += wrapInt(weight);
  }
  return { starts, total };
}

function searched(starts: number[], key: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (starts[middle] === key) return middle;
    if (starts[middle]! < key) low = middle + 1;
    else high = middle - 1;
  }
  return low - 1;
}

/** A double as a 32-bit int: truncated, clamped to the int's range, 0 for NaN. */
export function toInt(value: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.max(-LARGEST_INT - 1, Math.min(LARGEST_INT, Math.trunc(value)));
}

/** The sum or product of two ints in 32 bits. */
export function wrapInt(value: number): number {
  return value | 0;
}
