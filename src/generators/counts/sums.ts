import type { Sorter } from "../sorting/sorter.ts";

const MOST_KEYS = 400_000;
const SLOTS = 2 ** 20;
const ARENA_BYTES = 8 * 2 ** 20;
const FIRST_BYTES = 65_536;

function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/**
 * Adds up numbers by key, in 30 MB however many there are: when the table is full, its sums go to a sorter, where those of a key meet again.
 * The original's data has 385,000 songs, which fit.
 */
export class Sums {
  /** 1 + the index of a key, or 0. */
  readonly #slots = new Uint32Array(SLOTS);
  readonly #hashes = new Uint32Array(MOST_KEYS);
  /** A key's bytes end where the next one's begin. */
  readonly #starts = new Uint32Array(MOST_KEYS + 1);
  readonly #sums = new Float64Array(MOST_KEYS);
  #arena = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #count = 0;

  /** @param wraps whether sums have 32 bits, as the original's */
  constructor(
    private readonly sorter: Sorter,
    private readonly wraps: boolean,
    private readonly mostKeys = MOST_KEYS,
  ) {}

  add(bytes: Buffer, start: number, end: number, value: number): void {
    const hash = hashOf(bytes, start, end);
    let slot = hash % SLOTS;
    for (let entry = this.#slots[slot]!; entry !== 0; entry = this.#slots[slot]!) {
      if (this.#hashes[entry - 1] === hash && this.#isKey(entry - 1, bytes, start, end)) {
        const sum = this.#sums[entry - 1]! + value;
        this.#sums[entry - 1] = this.wraps ? sum | 0 : sum;
        return;
      }
      slot = (slot + 1) % SLOTS;
    }
    this.#insert(slot, hash, bytes, start, end, value);
  }

  #isKey(index: number, bytes: Buffer, start: number, end: number): boolean {
    const from = this.#starts[index]!;
    if (this.#starts[index + 1]! - from !== end - start) return false;
    for (let at = start; at < end; at++) if (this.#arena[from + at - start] !== bytes[at]) return false;
    return true;
  }

  #insert(slot: number, hash: number, bytes: Buffer, start: number, end: number, value: number): void {
    const from = this.#starts[this.#count]!;
    if (this.#count === this.mostKeys || from + end - start > ARENA_BYTES) {
      this.flush();
      this.#insert(hash % SLOTS, hash, bytes, start, end, value);
      return;
    }
    if (from + end - start > this.#arena.length) {
      const grown = Buffer.allocUnsafeSlow(Math.min(ARENA_BYTES, Math.max(2 * this.#arena.length, from + end - start)));
      this.#arena.copy(grown, 0, 0, from);
      this.#arena = grown;
    }
    bytes.copy(this.#arena, from, start, end);
    this.#starts[this.#count + 1] = from + end - start;
    this.#hashes[this.#count] = hash;
    this.#sums[this.#count] = value;
    this.#count++;
    this.#slots[slot] = this.#count;
  }

  /** Gives all sums to the sorter, as doubles. */
  flush(): void {
    const value = Buffer.alloc(8);
    for (let index = 0; index < this.#count; index++) {
      value.writeDoubleLE(this.#sums[index]!);
      this.sorter.add(this.#arena.subarray(this.#starts[index], this.#starts[index + 1]), value);
    }
    this.#slots.fill(0);
    this.#count = 0;
  }
}

/** The sums of a sorter, one for each key. Keys are valid until the next one is asked for. */
export function* foldedSums(sorter: Sorter, wraps: boolean): Generator<{ key: Buffer; sum: number }> {
  let key: Buffer | undefined;
  let sum = 0;
  for (const record of sorter.sorted()) {
    const value = record.value.readDoubleLE();
    if (key?.equals(record.key)) {
      sum = wraps ? (sum + value) | 0 : sum + value;
      continue;
    }
    if (key !== undefined) yield { key, sum };
    key = Buffer.from(record.key);
    sum = value;
  }
  if (key !== undefined) yield { key, sum };
}
