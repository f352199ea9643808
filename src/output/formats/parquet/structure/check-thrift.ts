// Thrift's compact protocol: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
//
// hyparquet allocates a list at its declared length before it reads an element, and follows nested values to any depth: six bytes can
// request 256 MB. So the lengths are checked before it reads.
const BYTE = 3;
const DOUBLE = 7;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;
/** Parquet's own structures have at most eight levels. */
const MOST_LEVELS = 32;

/** More than may be held in memory; the bytes may be right. */
export class TooLarge extends Error {}

/** Walks one structure of Thrift. Every element of a list takes at least a byte, so the file's size bounds the memory. */
class Walk {
  constructor(
    readonly bytes: Uint8Array,
    public at: number,
    /** Values that may still follow: each becomes an object of a hundred bytes or more. */
    private valuesLeft: number,
  ) {}

  structure(level: number): void {
    if (level > MOST_LEVELS) throw new Error(`its metadata is nested in more than ${MOST_LEVELS} levels`);
    for (let head = this.#byte(); (head & 0x0f) !== 0; head = this.#byte()) {
      if (head >> 4 === 0) this.#integer();
      // A field has a boolean in its type, without a value.
      if ((head & 0x0f) > 2) this.#value(head & 0x0f, level);
    }
  }

  #value(type: number, level: number): void {
    if (this.valuesLeft-- === 0) throw new TooLarge("its metadata has more values than this program reads");
    if (type <= BYTE) this.#skip(1);
    else if (type < DOUBLE) this.#integer();
    else if (type === DOUBLE) this.#skip(8);
    else if (type === BINARY) this.#skip(this.#integer());
    else if (type === LIST) this.#list(level + 1);
    else if (type === STRUCT) this.structure(level + 1);
    else throw new Error(`its metadata has a value of the type ${type}, which Parquet does not use`);
  }

  #list(level: number): void {
    if (level > MOST_LEVELS) throw new Error(`its metadata is nested in more than ${MOST_LEVELS} levels`);
    const head = this.#byte();
    const length = head >> 4 === 15 ? this.#integer() : head >> 4;
    if (length > this.bytes.length - this.at) throw new Error(`a list of its metadata declares ${length} elements`);
    for (let index = 0; index < length; index++) this.#value(head & 0x0f, level);
  }

  /** An integer of up to 64 bits; exact for lengths, of which larger ones are refused anyway. */
  #integer(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  #byte(): number {
    this.#skip(1);
    return this.bytes[this.at - 1]!;
  }

  #skip(length: number): void {
    if (length > this.bytes.length - this.at) throw new Error("its metadata ends within a value");
    this.at += length;
  }
}

/** Checks that one structure is whole, has no more values than allowed, and no list that is longer than the bytes. Throws Error that says what is wrong. */
export function checkThrift(bytes: Uint8Array, start: number, mostValues: number): void {
  new Walk(bytes, start, mostValues).structure(0);
}
