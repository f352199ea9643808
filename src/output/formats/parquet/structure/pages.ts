import type { ThriftWriter } from "./thrift.ts";

/** Numbers of parquet-format: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift */
export const PAGE_CODECS = { none: 0, snappy: 1, gzip: 2, zstd: 6, lz4: 7 } as const;
export const ENCODINGS = { PLAIN: 0, RLE: 3, DELTA_BINARY_PACKED: 5, RLE_DICTIONARY: 8 } as const;
export const PAGE_TYPES = { data: 0, dictionary: 2 } as const;

/** `lz4` is LZ4_RAW: a block without a frame. */
export type PageCodec = keyof typeof PAGE_CODECS;
export type ValueEncoding = Exclude<keyof typeof ENCODINGS, "RLE">;

/** More than any header of a page has. */
export const LARGEST_HEADER_BYTES = 64;

/** The distinct values of a column in a row group, in PLAIN. */
export interface Dictionary {
  bytes: Uint8Array;
  /** The number of values. */
  values: number;
}

/** The streams of a data page. Each list is concatenated. */
export interface PageStreams {
  /** Includes nulls. */
  rows: number;
  nulls: number;
  /** Definition levels in RLE, without their length; empty unless the column is optional. */
  levels: readonly Uint8Array[];
  /** Bits per index; present exactly for RLE_DICTIONARY. */
  width?: number;
  encoding: ValueEncoding;
  values: readonly Uint8Array[];
}

const bytesOf = (value: number, byteLength: 1 | 4): Uint8Array => {
  const bytes = Buffer.alloc(byteLength);
  bytes.writeUIntLE(value, 0, byteLength);
  return bytes;
};

export function sumBytes(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

/**
 * Returns the parts of the body of a data page (version 1) before compression: the definition levels after their length,
 * the bit width of indices, and the values.
 * @throws Error if the streams do not fit the column or the encoding
 */
export function bodyOf({ levels, width, encoding, values }: PageStreams, isOptional: boolean): Uint8Array[] {
  const levelBytes = sumBytes(levels);
  if (isOptional !== levelBytes > 0) throw new Error("exactly the pages of an optional column have definition levels");
  if ((encoding === "RLE_DICTIONARY") !== (width !== undefined))
    throw new Error(`${encoding} with a width of ${width}`);
  return [
    ...(isOptional ? [bytesOf(levelBytes, 4), ...levels] : []),
    ...(width === undefined ? [] : [bytesOf(width, 1)]),
    ...values,
  ];
}

/** Sizes of a body in bytes, without the header. */
export interface BodySizes {
  rawBytes: number;
  packedBytes: number;
}

function writeSizes(writer: ThriftWriter, type: keyof typeof PAGE_TYPES, { rawBytes, packedBytes }: BodySizes): void {
  writer.i32(1, PAGE_TYPES[type]).i32(2, rawBytes).i32(3, packedBytes);
}

/** @throws RangeError if the body has 2 GiB or more */
export function dictionaryHeader(writer: ThriftWriter, values: number, sizes: BodySizes): Uint8Array {
  writeSizes(writer, "dictionary", sizes);
  return writer.struct(7, (header) => header.i32(1, values).i32(2, ENCODINGS.PLAIN)).finish();
}

/** @throws RangeError if the body has 2 GiB or more */
export function dataHeader(writer: ThriftWriter, { rows, encoding }: PageStreams, sizes: BodySizes): Uint8Array {
  writeSizes(writer, "data", sizes);
  return writer
    .struct(5, (header) => header.i32(1, rows).i32(2, ENCODINGS[encoding]).i32(3, ENCODINGS.RLE).i32(4, ENCODINGS.RLE))
    .finish();
}
