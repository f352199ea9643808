// Encodings: https://parquet.apache.org/docs/file-format/data-pages/encodings/
//
// hyparquet takes the lengths within a page as they are: a run of 2^31 values grows its output beyond the values of the page, and a
// block of deltas without miniblocks never ends. So they are checked before it decodes.
const MOST_VARINT_BYTES = 10;
const BLOCK_MULTIPLE = 128;
const MINIBLOCK_MULTIPLE = 32;
const MOST_WIDTH = 32;
const MOST_DELTA_WIDTH = 64;

/** The bytes of a page, in order. Throws Error where they end. */
export class PageBytes {
  constructor(
    readonly bytes: Uint8Array,
    public at = 0,
  ) {}

  byte(): number {
    this.skip(1);
    return this.bytes[this.at - 1]!;
  }

  uint32(): number {
    return this.byte() + this.byte() * 2 ** 8 + this.byte() * 2 ** 16 + this.byte() * 2 ** 24;
  }

  /** Exact up to 2^53. */
  varint(): number {
    let value = 0;
    for (let index = 0; index < MOST_VARINT_BYTES; index++) {
      const byte = this.byte();
      value += (byte & 0x7f) * 128 ** index;
      if (byte < 0x80) return value;
    }
    throw new Error("an integer has more than 64 bits");
  }

  skip(length: number): void {
    if (!(length <= this.bytes.length - this.at)) throw new Error("it ends within its values");
    this.at += length;
  }
}

/** Checks the runs and bit-packed groups of `count` values. @param bytes the stream without its length */
export function checkRuns(bytes: Uint8Array, width: number, count: number): void {
  if (width > MOST_WIDTH) throw new Error(`its values have ${width} bits`);
  const page = new PageBytes(bytes);
  for (let left = count; left > 0; ) {
    const header = page.varint();
    const length = Math.floor(header / 2);
    if (header % 2 === 0 && length > left) throw new Error(`a run has ${length} values where ${left} are left`);
    page.skip(header % 2 === 0 ? Math.ceil(width / 8) : length * width);
    left -= header % 2 === 0 ? length : length * 8;
    if (header % 2 === 1 && length === 0) throw new Error("its packed values are in no groups");
  }
}

/** Checks the blocks of `count` deltas that begin at the page's place, and moves it after those that are read. */
export function checkDeltas(page: PageBytes, count: number): void {
  const [block, miniblocks, total] = [page.varint(), page.varint(), page.varint()];
  const values = block / miniblocks;
  if (block === 0 || block % BLOCK_MULTIPLE !== 0 || miniblocks === 0 || values % MINIBLOCK_MULTIPLE !== 0)
    throw new Error(`its deltas are in blocks of ${block} values with ${miniblocks} miniblocks`);
  if (total !== count) throw new Error(`it declares ${total} deltas for ${count} values`);
  page.varint();
  for (let left = count - 1; left > 0; left -= block) {
    page.varint();
    const widths = page.at;
    page.skip(miniblocks);
    for (let index = 0; index < miniblocks && index * values < left; index++) {
      const width = page.bytes[widths + index]!;
      if (width > MOST_DELTA_WIDTH) throw new Error(`its deltas have ${width} bits`);
      page.skip((values * width) / 8);
    }
  }
}
