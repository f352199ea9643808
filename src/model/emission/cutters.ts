// Positions at which a text may be cut into a part that others may share and the rest.

/** No text is longer than a fragment. */
const MOST_LENGTHS = 65536;

/** Lengths of parts of one text, in the order in which they were found. */
export class Lengths {
  count = 0;
  readonly values = new Uint16Array(MOST_LENGTHS);

  add(length: number): void {
    this.values[this.count++] = length;
  }

  has(length: number): boolean {
    for (let index = 0; index < this.count; index++) if (this.values[index] === length) return true;
    return false;
  }
}

/** Adds the lengths at which the text from `start` to `end` - 1 may be cut off. */
export type Cutter = (bytes: Uint8Array, start: number, end: number, lengths: Lengths) => void;

function isSeparator(code: number): boolean {
  return code === 0x20 || code === 0x2c || code === 0x2d || code === 0x2f || code === 0x28; // space , - / (
}

/** Lengths of the prefixes that end with a separator and have at least `least` bytes. */
export function prefixLengths(least: number): Cutter {
  return (bytes, start, end, lengths) => {
    for (let length = least; length < end - start; length++) {
      if (isSeparator(bytes[start + length - 1] as number)) lengths.add(length);
    }
  };
}

/** Lengths of the suffixes that begin with a separator and have at least `least` bytes. */
export function suffixLengths(least: number): Cutter {
  return (bytes, start, end, lengths) => {
    for (let length = least; length < end - start; length++) {
      if (isSeparator(bytes[end - length] as number)) lengths.add(length);
    }
  };
}

/** Those of some fixed lengths that do not exceed the text. */
export function fixedLengths(...fixed: number[]): Cutter {
  return (_, start, end, lengths) => {
    for (const length of fixed) if (length < end - start && !lengths.has(length)) lengths.add(length);
  };
}

/** Lengths of the suffixes that begin with one of `starts`, which have one byte a character. */
export function endsFrom(...starts: string[]): Cutter {
  return (bytes, start, end, lengths) => {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
    for (const each of starts) {
      const index = text.lastIndexOf(each, undefined, "latin1");
      if (index > 0) lengths.add(text.length - index);
    }
  };
}

/** The cuts of several cutters together. */
export function allOf(...cutters: Cutter[]): Cutter {
  return (bytes, start, end, lengths) => {
    for (const cutter of cutters) cutter(bytes, start, end, lengths);
  };
}
