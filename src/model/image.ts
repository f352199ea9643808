const GROWTH = 2;
const INITIAL_BYTES = 1 << 24;

/**
 * The part of the shared memory that does not change during a run, built in an ordinary buffer before the shared
 * memory exists. It knows the address that it will have, so what is put into it can point to what was put before.
 */
export class Image {
  #bytes = Buffer.alloc(INITIAL_BYTES);
  #view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset);
  #length = 0;

  /** @param base address of the image's first byte in the shared memory; a multiple of 64 */
  constructor(readonly base: number) {}

  get byteLength(): number {
    return this.#length;
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Reserves zeroed bytes; gives their address, a multiple of `alignment` (a power of two up to 64). */
  reserve(byteLength: number, alignment = 4): number {
    const start = (this.#length + alignment - 1) & -alignment;
    this.#ensure(start + byteLength);
    this.#length = start + byteLength;
    return this.base + start;
  }

  putWords(words: Uint32Array): number {
    const address = this.reserve(words.byteLength);
    this.#bytes.set(new Uint8Array(words.buffer, words.byteOffset, words.byteLength), address - this.base);
    return address;
  }

  putHalfWords(values: Uint16Array): number {
    const address = this.reserve(values.byteLength);
    this.#bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), address - this.base);
    return address;
  }

  putBytes(values: Uint8Array): number {
    const address = this.reserve(values.byteLength, 1);
    this.#bytes.set(values, address - this.base);
    return address;
  }

  /** Puts text as UTF-8 without alignment or padding; gives its address and length in bytes. */
  putText(text: string): { address: number; byteLength: number } {
    this.#ensure(this.#length + text.length * 3);
    const byteLength = this.#bytes.write(text, this.#length, "utf8");
    const address = this.base + this.#length;
    this.#length += byteLength;
    return { address, byteLength };
  }

  setWord(address: number, value: number): void {
    this.#view.setUint32(address - this.base, value, true);
  }

  setHalfWord(address: number, value: number): void {
    this.#view.setUint16(address - this.base, value, true);
  }

  #ensure(byteLength: number): void {
    if (byteLength <= this.#bytes.length) return;
    const grown = Buffer.alloc(Math.max(byteLength, this.#bytes.length * GROWTH));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer, grown.byteOffset);
  }
}
