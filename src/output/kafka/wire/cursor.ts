/** Bytes of a broker that follow no version of the protocol. The connection is of no more use. */
export class MalformedAnswer extends Error {}

const MOST_VARINT_BYTES = 5;

/** Reads the types of Kafka's protocol, and nothing outside of the bytes: https://kafka.apache.org/protocol#protocol_types */
export class Cursor {
  #position: number;

  /** @param isFlexible lengths are varints and structures end with tagged fields, as in later versions of each API */
  constructor(
    private readonly bytes: Buffer,
    position: number,
    private readonly isFlexible: boolean,
  ) {
    this.#position = position;
  }

  get remaining(): number {
    return this.bytes.byteLength - this.#position;
  }

  int16(): number {
    return this.bytes.readInt16BE(this.#take(2));
  }

  int32(): number {
    return this.bytes.readInt32BE(this.#take(4));
  }

  int64(): bigint {
    return this.bytes.readBigInt64BE(this.#take(8));
  }

  /** The text, or undefined for null. */
  text(): string | undefined {
    const byteLength = this.isFlexible ? this.#varint() - 1 : this.int16();
    if (byteLength < 0) return undefined;
    const start = this.#take(byteLength);
    return this.bytes.toString("utf8", start, start + byteLength);
  }

  /** Reads the elements of an array. @param mostCount more are malformed */
  array<T>(mostCount: number, read: () => T): T[] {
    const count = this.isFlexible ? this.#varint() - 1 : this.int32();
    if (count > mostCount) throw new MalformedAnswer(`an array of ${count} elements, where ${mostCount} can be`);
    return Array.from({ length: Math.max(0, count) }, read);
  }

  /** Passes over the fields that this version may have besides, where there can be any. */
  skipTags(): void {
    if (!this.isFlexible) return;
    for (let count = this.#varint(); count > 0; count--) {
      this.#varint();
      this.#take(this.#varint());
    }
  }

  #varint(): number {
    let value = 0;
    for (let index = 0; index < MOST_VARINT_BYTES; index++) {
      const byte = this.bytes[this.#take(1)] as number;
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return value;
    }
    throw new MalformedAnswer("a varint of more than 5 bytes");
  }

  #take(byteLength: number): number {
    const start = this.#position;
    if (byteLength > this.remaining) throw new MalformedAnswer("an answer that ends early");
    this.#position = start + byteLength;
    return start;
  }
}
