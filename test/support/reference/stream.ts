/** Random streams (docs/reference/engine.md, "Random streams"), with BigInt for every 64-bit number. */

const MASK = (1n << 64n) - 1n;
const GOLDEN = 0x9e3779b97f4a7c15n;
const INDEX_STEP = 0xd1b54a32d192ed03n;
const ALTERNATING_BITS = 0xaaaaaaaaaaaaaaaan;

export const PERSON = 1n;
export const BEHAVIOUR = 2n;
export const ARRIVAL = 3n;

/** A bijection of the 64-bit numbers: Stafford's variant 13, the output function of SplitMix64. */
export function mix(value: bigint): bigint {
  let z = value & MASK;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return z ^ (z >> 31n);
}

/** How many bits of 64 are set. Each user has a few of these numbers: their digits as a text would take most of a test's time. */
function countOnes(value: bigint): number {
  let count = 0;
  for (const half of [hi(value), lo(value)]) for (let left = half; left !== 0; left &= left - 1) count++;
  return count;
}

/** An odd step; one with few changes between neighbouring bits would make a weak sequence, and is replaced. */
export function stepFor(key: bigint): bigint {
  const gamma = mix(key + GOLDEN) | 1n;
  return countOnes(gamma ^ (gamma >> 1n)) < 24 ? gamma ^ ALTERNATING_BITS : gamma;
}

/** The draws of one user for one purpose. */
export class Stream {
  #position: bigint;
  readonly #gamma: bigint;

  constructor(seed: bigint, purpose: bigint, index: number) {
    const key = mix(mix(seed + purpose * GOLDEN) + BigInt(index) * INDEX_STEP);
    this.#position = mix(key);
    this.#gamma = stepFor(key);
  }

  /** The next draw, 0 to 2^64 - 1. */
  draw(): bigint {
    this.#position = (this.#position + this.#gamma) & MASK;
    return mix(this.#position);
  }
}

/** The upper 32 bits of a draw. */
export function hi(draw: bigint): number {
  return Number(draw >> 32n);
}

/** The lower 32 bits of a draw. */
export function lo(draw: bigint): number {
  return Number(draw & 0xffffffffn);
}
