// Decoders of Parquet's streams, from the specification alone (parquet-format, Encodings.md); slow and plain.

export class ByteReader {
  #at = 0;

  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.#at === this.bytes.length;
  }

  byte(): number {
    if (this.isAtEnd) throw new Error("the stream ends too early");
    return this.bytes[this.#at++] as number;
  }

  /** An unsigned LEB128 number. */
  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  }

  zigzag(): bigint {
    const value = this.varint();
    return (value >> 1n) ^ -(value & 1n);
  }

  /** Values of `width` bits, each value's lowest bit first. */
  packed(count: number, width: number): bigint[] {
    let bits = 0n;
    const byteLength = Math.ceil((count * width) / 8);
    for (let index = 0; index < byteLength; index++) bits |= BigInt(this.byte()) << BigInt(8 * index);
    return Array.from({ length: count }, (_, index) => BigInt.asUintN(width, bits >> BigInt(index * width)));
  }
}

/** Reads runs of the RLE and bit-packing hybrid to the stream's end. */
export function readRuns(stream: ByteReader, width: number): number[] {
  const values: number[] = [];
  while (!stream.isAtEnd) {
    const header = Number(stream.varint());
    if ((header & 1) === 1) {
      const eights = header >>> 1;
      for (let eight = 0; eight < eights; eight++) values.push(...stream.packed(8, width).map(Number));
      continue;
    }
    let value = 0;
    for (let index = 0; index < Math.ceil(width / 8); index++) value += stream.byte() * 2 ** (8 * index);
    for (let index = 0; index < header >>> 1; index++) values.push(value);
  }
  return values;
}

/** Reads the values of DELTA_BINARY_PACKED. */
export function readDeltas(stream: ByteReader): bigint[] {
  const blockValues = Number(stream.varint());
  const miniblocks = Number(stream.varint());
  const count = Number(stream.varint());
  const values = [stream.zigzag()];
  while (values.length < count) {
    const least = stream.zigzag();
    const widths = Array.from({ length: miniblocks }, () => stream.byte());
    for (const width of widths) {
      if (values.length >= count) break;
      for (const difference of stream.packed(blockValues / miniblocks, width))
        if (values.length < count) values.push((values.at(-1) as bigint) + least + difference);
    }
  }
  return values;
}
