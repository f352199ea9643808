// XXH32 with seed 0, as its specification says it: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
const PRIME_1 = 0x9e3779b1;
const PRIME_2 = 0x85ebca77;
const PRIME_3 = 0xc2b2ae3d;
const PRIME_4 = 0x27d4eb2f;
const PRIME_5 = 0x165667b1;
const STRIPE_BYTES = 16;

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

function round(lane: number, input: number): number {
  return Math.imul(rotate((lane + Math.imul(input, PRIME_2)) | 0, 13), PRIME_1);
}

/** The checksum of LZ4 frames, over bytes that come in pieces. */
export class XxHash32 {
  #lane1 = (PRIME_1 + PRIME_2) | 0;
  #lane2 = PRIME_2 | 0;
  #lane3 = 0;
  #lane4 = -PRIME_1 | 0;
  /** What does not fill a stripe yet. */
  readonly #rest = new Uint8Array(STRIPE_BYTES);
  #restLength = 0;
  #length = 0;

  update(bytes: Uint8Array): this {
    this.#length += bytes.length;
    let at = 0;
    if (this.#restLength > 0) {
      at = Math.min(STRIPE_BYTES - this.#restLength, bytes.length);
      this.#keep(bytes.subarray(0, at));
      if (this.#restLength < STRIPE_BYTES) return this;
      this.#addStripes(this.#rest, 0, STRIPE_BYTES);
      this.#restLength = 0;
    }
    const end = at + Math.floor((bytes.length - at) / STRIPE_BYTES) * STRIPE_BYTES;
    this.#addStripes(bytes, at, end);
    this.#keep(bytes.subarray(end));
    return this;
  }

  /** The hash as an unsigned number. */
  digest(): number {
    const merged = rotate(this.#lane1, 1) + rotate(this.#lane2, 7) + rotate(this.#lane3, 12) + rotate(this.#lane4, 18);
    let hash = ((this.#length >= STRIPE_BYTES ? merged : PRIME_5) + this.#length) | 0;
    let at = 0;
    for (; at + 4 <= this.#restLength; at += 4) {
      hash = Math.imul(rotate((hash + Math.imul(word(this.#rest, at), PRIME_3)) | 0, 17), PRIME_4);
    }
    for (; at < this.#restLength; at++) {
      hash = Math.imul(rotate((hash + Math.imul(this.#rest[at]!, PRIME_5)) | 0, 11), PRIME_1);
    }
    hash = Math.imul(hash ^ (hash >>> 15), PRIME_2);
    hash = Math.imul(hash ^ (hash >>> 13), PRIME_3);
    return (hash ^ (hash >>> 16)) >>> 0;
  }

  #keep(bytes: Uint8Array): void {
    this.#rest.set(bytes, this.#restLength);
    this.#restLength += bytes.length;
  }

  #addStripes(bytes: Uint8Array, from: number, end: number): void {
    let [lane1, lane2, lane3, lane4] = [this.#lane1, this.#lane2, this.#lane3, this.#lane4];
    for (let at = from; at < end; at += STRIPE_BYTES) {
      lane1 = round(lane1, word(bytes, at));
      lane2 = round(lane2, word(bytes, at + 4));
      lane3 = round(lane3, word(bytes, at + 8));
      lane4 = round(lane4, word(bytes, at + 12));
    }
    [this.#lane1, this.#lane2, this.#lane3, this.#lane4] = [lane1, lane2, lane3, lane4];
  }
}

/** The hash of bytes that are all there, as an unsigned number. */
export function xxHash32(bytes: Uint8Array): number {
  return new XxHash32().update(bytes).digest();
}
