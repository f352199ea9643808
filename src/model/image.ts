const GROWTH = 2;
const INITIAL_BYTES = 1 << 24;

/**
 * The part of the shared memory that does not change during a run, built in an ordinary buffer before the shared
 * memory exists. It knows its later address, so its contents can point to contents written before.
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

  /** Address after the last byte. */
  get end(): number {
    return this.base + this.#length;
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Reserves zeroed bytes; returns their address, a multiple of `alignment` (a power of two up to 64). */
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

  /** Appends text as UTF-8, without alignment or padding. */
  putText(text: string): void {
    this.#ensure(this.#length + text.length * 3);
    this.#length += this.#bytes.write(text, this.#length, "utf8");
  }

  /** Makes room for a number of bytes after the last one; the caller writes there and then calls `extend` with the count written. */
  room(byteLength: number): Buffer {
    this.#ensure(this.#length + byteLength);
    return this.#bytes.subarray(this.#length, this.#length + byteLength);
  }

  extend(byteLength: number): void {
    this.#length += byteLength;
  }

  /** Copies bytes of the image to a reserved address. About twenty bytes are copied faster one by one than by a call. */
  copy(address: number, byteLength: number, to: number): void {
    const bytes = this.#bytes;
    const end = address - this.base + byteLength;
    let target = to - this.base;
    for (let from = address - this.base; from < end; from++) bytes[target++] = bytes[from] as number;
  }

  word(address: number): number {
    return this.#view.getUint32(address - this.base, true);
  }

  halfWord(address: number): number {
    return this.#view.getUint16(address - this.base, true);
  }

  setWord(address: number, value: number): void {
    this.#view.setUint32(address - this.base, value, true);
  }

  setByte(address: number, value: number): void {
    this.#view.setUint8(address - this.base, value);
  }

  setHalfWord(address: number, value: number): void {
    this.#view.setUint16(address - this.base, value, true);
  }

  /** Writes text that has one byte a character. */
  setBytes(address: number, latin1: string): void {
    this.#bytes.write(latin1, address - this.base, "latin1");
  }

  #ensure(byteLength: number): void {
    if (byteLength <= this.#bytes.length) return;
    const grown = Buffer.alloc(Math.max(byteLength, this.#bytes.length * GROWTH));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer, grown.byteOffset);
  }
}
