import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { Compressors, ParquetParsers } from "hyparquet";
import { type convert, DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { compressors, decompressZstd } from "hyparquet-compressors";

/** A column of a row group, as hyparquet decodes it. */
export type ColumnInGroup = Parameters<typeof convert>[1] & { isOptional: boolean };

const UTF8 = new TextDecoder("utf-8", { fatal: true });

function floorDivided(value: bigint, unit: bigint): bigint {
  const quotient = value / unit;
  return value % unit < 0n ? quotient - 1n : quotient;
}

/** hyparquet passes on what a parser returns, so times become whole milliseconds, as events have them. */
const asTime = (millis: bigint): Date => millis as unknown as Date;

export const PARSERS: ParquetParsers = {
  ...DEFAULT_PARSERS,
  timestampFromMilliseconds: asTime,
  timestampFromMicroseconds: (micros) => asTime(floorDivided(micros, 1000n)),
  timestampFromNanoseconds: (nanos) => asTime(floorDivided(nanos, 1_000_000n)),
  stringFromBytes: (bytes) => UTF8.decode(bytes),
};

/** None unpacks more than the length that a page declares, which has been checked. */
export const COMPRESSORS: Compressors = {
  ...compressors,
  GZIP: (input, length) => gunzipSync(input, { maxOutputLength: Math.max(1, length) }),
  BROTLI: (input, length) => brotliDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
  // The package's own allocates the size that a frame declares.
  ZSTD: (input, length) => decompressZstd(input, new Uint8Array(length)),
};
