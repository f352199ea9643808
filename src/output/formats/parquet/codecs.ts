import { gzipSync } from "node:zlib";
import { asBuffer, type Codec, type Compress } from "../../codecs/codec.ts";
import { LZ4_PACKAGE, loadLz4 } from "../../codecs/lz4.ts";
import { SNAPPY_PACKAGE, snappyCompressor } from "../../codecs/snappy.ts";
import { ZSTD_PACKAGE, zstdCompressor } from "../../codecs/zstd.ts";
import { openWithin } from "../columns/format.ts";
import type { FileFacts } from "../columns/shape.ts";
import { ParquetFooting } from "./footing.ts";
import type { Column } from "./structure/columns.ts";
import { PAGE_CODECS, type PageCodec } from "./structure/pages.ts";
import type { Compressors } from "./structure/row-group.ts";

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

/** The library puts the size before the block. */
const SIZE_BYTES = 4;

function lz4Compressor(): Compress {
  const { compressSync } = loadLz4();
  return (bytes) => compressSync(asBuffer(bytes)).subarray(SIZE_BYTES);
}

/** The libraries of the codecs, by their versions, on which the bytes depend, and what opens a compressor. */
const LIBRARIES: Readonly<Record<Exclude<PageCodec, "none">, [version: string, open: (level: number) => Compress]>> = {
  zstd: [ZSTD_PACKAGE, zstdCompressor],
  snappy: [SNAPPY_PACKAGE, snappyCompressor],
  lz4: [LZ4_PACKAGE, lz4Compressor],
  gzip: [`zlib ${process.versions.zlib}`, (level) => (bytes) => gzipSync(bytes, { level })],
};

/** Returns the codec of the pages that are compressed; undefined if none is. */
function usedCodec(compress: ParquetCompression): keyof typeof LIBRARIES | undefined {
  if (compress === "none") return undefined;
  return compress === "auto" ? "zstd" : compress;
}

/** Returns the compressor that pages need. */
export function compressorsFor(compress: ParquetCompression, level = 1): Compressors {
  const codec = usedCodec(compress);
  return codec === undefined ? {} : { [codec]: LIBRARIES[codec][1](level) };
}

/**
 * The encoder compresses pages, so that row groups are written as they are, into files with a footer.
 * @param facts for whoever writes files
 */
export function openPages(compress: ParquetCompression, facts?: () => FileFacts): Codec {
  const codec = usedCodec(compress);
  return {
    ...openWithin(codec && LIBRARIES[codec][0]),
    ...(facts && { openFooting: () => new ParquetFooting(facts()) }),
  };
}
