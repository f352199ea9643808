import { javaDouble } from "../model/texts/text.ts";

const FIRST_BYTES = 1 << 20;
/** The longest form of a character is `\u0000`. */
const MOST_ESCAPE_BYTES = 6;
/** No number is longer, as a whole number or as a double. */
const MOST_NUMBER_BYTES = 32;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const DIGIT_ZERO = 0x30;
const BILLION = 1_000_000_000;

/** The escapes of control characters, as `quote` of src/model/texts/text.ts writes them. */
const ESCAPES: readonly string[] = Array.from({ length: 32 }, (_, code) => {
  const short = { 8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r" }[code];
  return short ?? `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`;
});

/** JSON text under construction, as bytes. */
export class TextBuffer {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  length = 0;

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.length);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.length++] = value;
  }

  /** The UTF-8 bytes from `start` to `end` as a JSON string with its quotes. Returns whether all are ASCII. */
  quoted(source: Uint8Array, start: number, end: number): boolean {
    this.#reserve((end - start) * MOST_ESCAPE_BYTES + 2);
    const bytes = this.#bytes;
    let at = this.length;
    let all = 0;
    bytes[at++] = QUOTE;
    for (let from = start; from < end; from++) {
      const byte = source[from]!;
      all |= byte;
      if (byte < 0x20) {
        at += bytes.write(ESCAPES[byte]!, at, "latin1");
      } else {
        if (byte === QUOTE || byte === BACKSLASH) bytes[at++] = BACKSLASH;
        bytes[at++] = byte;
      }
    }
    bytes[at++] = QUOTE;
    this.length = at;
    return all < 0x80;
  }

  /** A whole number, exact below 2^53. */
  whole(value: number): void {
    this.#reserve(MOST_NUMBER_BYTES);
    if (value < 0) this.#bytes[this.length++] = 0x2d;
    const size = Math.abs(value);
    const high = Math.floor(size / BILLION);
    if (high > 0) this.#digits(high, digitCount(high));
    this.#digits(size - high * BILLION, high > 0 ? 9 : digitCount(size));
  }

  /** A whole number of 64 bits. */
  wide(value: bigint): void {
    this.#reserve(MOST_NUMBER_BYTES);
    this.#text(String(value));
  }

  double(value: number): void {
    this.#reserve(MOST_NUMBER_BYTES);
    this.#text(javaDouble(value));
  }

  #text(text: string): void {
    this.length += this.#bytes.write(text, this.length, "latin1");
  }

  /** `count` digits of a number below a billion, with zeros before it. */
  #digits(value: number, count: number): void {
    let rest = value | 0;
    for (let at = this.length + count - 1; at >= this.length; at--) {
      const tenth = (rest / 10) | 0;
      this.#bytes[at] = DIGIT_ZERO + rest - tenth * 10;
      rest = tenth;
    }
    this.length += count;
  }

  #reserve(more: number): void {
    if (this.length + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.length + more));
    larger.set(this.bytes);
    this.#bytes = larger;
  }
}

function digitCount(value: number): number {
  let count = 1;
  for (let limit = 10; limit <= value; limit *= 10) count++;
  return count;
}
