// Parts of texts in open tables of typed arrays: a model has some hundred thousand, too many for strings and maps.

/** Texts within the bytes, each with its start, its length and its frequency. */
export interface WeightedTexts {
  bytes: Uint8Array;
  starts: Uint32Array;
  lengths: Uint16Array;
  weights: Uint32Array;
}

/** FNV-1a's, for 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
export const HASH_BASIS = 0x811c9dc5 | 0;
const HASH_PRIME = 0x01000193;
/** Spreads the last bytes' changes over the lower bits: the first step of MurmurHash3's finalizer. */
const MIX = 0x85ebca6b;

export function hashByte(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, HASH_PRIME);
}

const FREE = 0;
const FIRST_CAPACITY = 1024;

/** Numbers distinct parts from 0 on, in order of first occurrence. Parts are compared by their bytes, whatever their hashes. */
export class Parts {
  count = 0;
  readonly #bytes: Uint8Array;
  /** A part's number plus 1, in the first free place from its hash on. */
  #slots = new Uint32Array(2 * FIRST_CAPACITY);
  #starts = new Uint32Array(FIRST_CAPACITY);
  #lengths = new Uint16Array(FIRST_CAPACITY);
  #hashes = new Int32Array(FIRST_CAPACITY);

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** @param hash hash of the part's bytes; equal parts have equal hashes */
  numberOf(start: number, length: number, hash: number): number {
    const slot = this.#slotOf(start, length, hash);
    const entry = this.#slots[slot] as number;
    return entry === FREE ? this.#add(slot, start, length, hash) : entry - 1;
  }

  /** The number of a known part, else -1. */
  find(start: number, length: number, hash: number): number {
    return (this.#slots[this.#slotOf(start, length, hash)] as number) - 1;
  }

  /** The part's place in the table, or the free place where it would go. */
  #slotOf(start: number, length: number, hash: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = placeOf(hash, mask); ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot] as number;
      if (entry === FREE) return slot;
      if (this.#hashes[entry - 1] === hash && this.#isEqual(entry - 1, start, length)) return slot;
    }
  }

  #isEqual(part: number, start: number, length: number): boolean {
    if (this.#lengths[part] !== length) return false;
    const bytes = this.#bytes;
    const other = this.#starts[part] as number;
    for (let index = 0; index < length; index++) if (bytes[start + index] !== bytes[other + index]) return false;
    return true;
  }

  #add(slot: number, start: number, length: number, hash: number): number {
    const part = this.count++;
    this.#starts[part] = start;
    this.#lengths[part] = length;
    this.#hashes[part] = hash;
    this.#slots[slot] = part + 1;
    if (this.count === this.#starts.length) this.#grow();
    return part;
  }

  #grow(): void {
    const capacity = 2 * this.#starts.length;
    this.#starts = grown(this.#starts, new Uint32Array(capacity));
    this.#lengths = grown(this.#lengths, new Uint16Array(capacity));
    this.#hashes = grown(this.#hashes, new Int32Array(capacity));
    this.#slots = new Uint32Array(2 * capacity);
    const mask = this.#slots.length - 1;
    for (let part = 0; part < this.count; part++) {
      let slot = placeOf(this.#hashes[part] as number, mask);
      while (this.#slots[slot] !== FREE) slot = (slot + 1) & mask;
      this.#slots[slot] = part + 1;
    }
  }
}

/** The place for a hash in a table of mask + 1 places. */
export function placeOf(hash: number, mask: number): number {
  return (Math.imul(hash ^ (hash >>> 16), MIX) >>> 6) & mask;
}

/** Copies the smaller array's values into the larger one, and returns that. */
export function grown<T extends Uint32Array | Uint16Array | Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
