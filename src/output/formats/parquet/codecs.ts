import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import { type Codec, NO_BYTES } from "../../codecs/codec.ts";
import { WAITING_BYTES } from "../../codecs/garbage.ts";
import { loadSnappy, SNAPPY_VERSION } from "../../codecs/snappy.ts";
import { loadEncoder, ZSTD_PACKAGE } from "../../codecs/zstd.ts";
import { type ParquetFacts, ParquetFile } from "./file.ts";
import type { Column } from "./structure/columns.ts";
import { PAGE_CODECS, type PageCodec } from "./structure/pages.ts";
import type { Compressors } from "./structure/row-group.ts";

const require = createRequire(import.meta.url);

/** `auto` is zstd where a column gains from it, and none elsewhere. */
export type ParquetCompression = PageCodec | "auto";
export const PARQUET_COMPRESSIONS = ["auto", ...Object.keys(PAGE_CODECS)] as readonly ParquetCompression[];

/**
 * Columns that zstd makes smaller by more than a tenth. The numbers of the others are packed so tightly that it costs more than it saves
 * (docs/decisions/0036).
 */
const GAINING = new Set(["ts", "page", "userAgent", "song"]);

/** Returns the codec of a column's pages. */
export function pageCodecOf(compress: ParquetCompression, { name }: Column): PageCodec {
  if (compress !== "auto") return compress;
  return GAINING.has(name) ? "zstd" : "none";
}

/** lz4-napi puts the size before the block. */
const SIZE_BYTES = 4;

function lz4(): (bytes: Uint8Array) => Uint8Array {
  const { compressSync } = require("lz4-napi") as typeof import("lz4-napi");
  return (bytes) => compressSync(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).subarray(SIZE_BYTES);
}

function zstd(level: number): (bytes: Uint8Array) => Uint8Array {
  const encoder = new (loadEncoder())(level);
  return (bytes) => encoder.encodeSync(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

/** Returns the compressor that pages need. Packages are loaded on first use: few runs need one. */
export function compressorsFor(compress: ParquetCompression, level = 1): Compressors {
  switch (compress) {
    case "none":
      return {};
    case "gzip":
      return { gzip: (bytes) => gzipSync(bytes, { level }) };
    case "lz4":
      return { lz4: lz4() };
    case "snappy":
      return { snappy: loadSnappy() };
    default:
      return { zstd: zstd(level) };
  }
}

/** Versions of what compresses pages, where the bytes depend on it. */
const VERSIONS: Readonly<Record<ParquetCompression, () => string | undefined>> = {
  none: () => undefined,
  auto: () => ZSTD_PACKAGE,
  zstd: () => ZSTD_PACKAGE,
  snappy: () => SNAPPY_VERSION,
  gzip: () => `zlib ${process.versions.zlib}`,
  lz4: () => "lz4-napi 2.10.0",
};

/** The encoder compresses pages, so that ranges are written as they are, into files with a footer. */
export function openPages(compress: ParquetCompression, facts: ParquetFacts): Codec {
  const version = VERSIONS[compress]();
  return {
    ending: "",
    emitsLz4: false,
    ...(version !== undefined && { version }),
    ...(compress !== "none" && { outsideBytes: 2 * WAITING_BYTES }),
    headroomBytes: 0,
    fileStart: NO_BYTES,
    fileEnd: NO_BYTES,
    emptyFile: NO_BYTES,
    openFile: (put) => new ParquetFile(facts, put),
    boundBytes: (rawBytes) => rawBytes,
    finish: ({ address, byteLength }) => ({ address, byteLength }),
  };
}
