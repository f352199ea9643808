import { type MemoryMeter, withRoom } from "./memory.ts";

const FIRST_SLOTS = 1024;
/** More than this share of the slots is never taken, so that a search is short. */
const MOST_LOAD = 0.6;
const HIGH = 2 ** 32;

/**
 * Numbers the distinct numbers that it is given, from 0. A number takes 8 to 12 bytes, and 7 to 14 for its slots, where a Map would
 * take about 60.
 */
export class NumberTable {
  size = 0;
  #keys = new Float64Array(0);
  #slots: Int32Array;

  constructor(private readonly meter: MemoryMeter) {
    meter.take(FIRST_SLOTS * Int32Array.BYTES_PER_ELEMENT);
    this.#slots = new Int32Array(FIRST_SLOTS);
  }

  /** The index of a whole number, which is new if that is the size before. */
  indexOf(key: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const keys = this.#keys;
    let slot = hashOf(key) & mask;
    // A slot has the index and 1, so that 0 is an empty one.
    for (let held = slots[slot]!; held !== 0; held = slots[slot]!) {
      if (keys[held - 1] === key) return held - 1;
      slot = (slot + 1) & mask;
    }
    return this.#add(key, slot);
  }

  #add(key: number, slot: number): number {
    const index = this.size++;
    this.#keys = withRoom(this.#keys, index, this.meter);
    this.#keys[index] = key;
    this.#slots[slot] = index + 1;
    if (this.size > this.#slots.length * MOST_LOAD) this.#makeSlots(this.#slots.length * 2);
    return index;
  }

  #makeSlots(length: number): void {
    this.meter.take(length * Int32Array.BYTES_PER_ELEMENT);
    const slots = new Int32Array(length);
    for (let index = 0; index < this.size; index++) {
      let slot = hashOf(this.#keys[index]!) & (length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (length - 1);
      slots[slot] = index + 1;
    }
    this.meter.free(this.#slots.byteLength);
    this.#slots = slots;
  }

  keyAt(index: number): number {
    return this.#keys[index]!;
  }
}

/** Session ids of one user differ in their last digits, and those of many users in all: so both halves are mixed well. */
function hashOf(key: number): number {
  const low = key | 0;
  const high = Math.floor(key / HIGH) | 0;
  let hash = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
