/** A key and what belongs to it. Valid until the next one is asked for. */
export interface Record {
  key: Buffer;
  value: Buffer;
}

/** Bytes of the two lengths before a record. */
export const HEAD_BYTES = 8;

export const ARENA_BYTES = 4 * 2 ** 20;
const FIRST_RECORDS = 4096;

const FIRST_BYTES = 65_536;

/** Records one after the other in a buffer that grows up to a size. */
export class RecordBuffer {
  #arena: Buffer;
  #used = 0;
  #offsets = new Uint32Array(FIRST_RECORDS);
  #count = 0;

  constructor(private readonly mostBytes: number) {
    this.#arena = Buffer.allocUnsafeSlow(Math.min(FIRST_BYTES, mostBytes));
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** Returns false if there is no room. Throws RangeError if an empty buffer has none. */
  add(key: Uint8Array, value: Uint8Array): boolean {
    const byteLength = HEAD_BYTES + key.length + value.length;
    if (!this.#hasRoom(this.#used + byteLength)) {
      if (this.isEmpty) throw new RangeError(`a record of ${byteLength} bytes`);
      return false;
    }
    if (this.#count === this.#offsets.length) {
      const grown = new Uint32Array(2 * this.#count);
      grown.set(this.#offsets);
      this.#offsets = grown;
    }
    this.#offsets[this.#count++] = this.#used;
    this.#arena.writeUInt32LE(key.length, this.#used);
    this.#arena.writeUInt32LE(value.length, this.#used + 4);
    this.#arena.set(key, this.#used + HEAD_BYTES);
    this.#arena.set(value, this.#used + HEAD_BYTES + key.length);
    this.#used += byteLength;
    return true;
  }

  #hasRoom(byteLength: number): boolean {
    if (byteLength <= this.#arena.length) return true;
    if (byteLength > this.mostBytes) return false;
    const grown = Buffer.allocUnsafeSlow(Math.min(this.mostBytes, Math.max(2 * this.#arena.length, byteLength)));
    this.#arena.copy(grown, 0, 0, this.#used);
    this.#arena = grown;
    return true;
  }

  /** Sorts by the keys' bytes; equal ones stay in the order in which they were added. */
  sort(): void {
    const arena = this.#arena;
    this.#offsets.subarray(0, this.#count).sort((one, other) => {
      const first = one + HEAD_BYTES;
      const second = other + HEAD_BYTES;
      const firstEnd = first + arena.readUInt32LE(one);
      const secondEnd = second + arena.readUInt32LE(other);
      return arena.compare(arena, second, secondEnd, first, firstEnd) || one - other;
    });
  }

  /** The records with their heads, in order. */
  *pieces(): Generator<Buffer> {
    for (let index = 0; index < this.#count; index++) {
      const at = this.#offsets[index]!;
      const byteLength = HEAD_BYTES + this.#arena.readUInt32LE(at) + this.#arena.readUInt32LE(at + 4);
      yield this.#arena.subarray(at, at + byteLength);
    }
  }

  clear(): void {
    this.#used = 0;
    this.#count = 0;
  }
}

export function recordOf(piece: Buffer): Record {
  const middle = HEAD_BYTES + piece.readUInt32LE(0);
  return { key: piece.subarray(HEAD_BYTES, middle), value: piece.subarray(middle) };
}
