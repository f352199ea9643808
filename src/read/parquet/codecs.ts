import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { Compressors, ParquetParsers } from "hyparquet";
import { type convert, DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { compressors, decompressZstd } from "hyparquet-compressors";
import { millisecondsOf } from "../event-json.ts";

/** A column of a row group, as hyparquet decodes it. */
export type ColumnInGroup = Parameters<typeof convert>[1] & { isOptional: boolean };

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** hyparquet passes on what a parser returns, so times become whole milliseconds, as events have them. */
const timeIn = (unitsPerMillisecond: number) => (units: bigint) =>
  millisecondsOf(units, unitsPerMillisecond) as unknown as Date;

export const PARSERS: ParquetParsers = {
  ...DEFAULT_PARSERS,
  timestampFromMilliseconds: timeIn(1),
  timestampFromMicroseconds: timeIn(1000),
  timestampFromNanoseconds: timeIn(1_000_000),
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
