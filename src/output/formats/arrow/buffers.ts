import { asBuffer, type Compress } from "../../codecs/codec.ts";
import { loadLz4 } from "../../codecs/lz4.ts";
import { zstdCompressor } from "../../codecs/zstd.ts";
import { BUFFER_CODECS, type BufferCodec } from "./messages.ts";

export type ArrowCompression = BufferCodec | "none";
export const ARROW_COMPRESSIONS = ["none", ...Object.keys(BUFFER_CODECS)] as readonly ArrowCompression[];

/** Every compressed buffer begins with its length before compression, in this many bytes; that length is -1 if it is not compressed. */
export const PREFIX_BYTES = 8;

function lz4Compressor(): Compress {
  const { compressFrameSync } = loadLz4();
  return (bytes) => compressFrameSync(asBuffer(bytes));
}

/** Returns the compressor of buffers; undefined for none. */
export function compressorFor(compress: ArrowCompression, level = 1): Compress | undefined {
  if (compress === "none") return undefined;
  return compress === "lz4" ? lz4Compressor() : zstdCompressor(level);
}

/**
 * Writes a buffer to `to`, compressed if that makes it smaller; returns its length. It may overlap with what it is made from, if
 * that begins PREFIX_BYTES or more after it.
 */
export function putCompressed(memory: Uint8Array, from: Uint8Array, to: number, compress: Compress): number {
  if (from.byteLength === 0) return 0;
  const packed = compress(from);
  const isSmaller = packed.byteLength < from.byteLength;
  const { byteLength } = isSmaller ? packed : from;
  memory.set(isSmaller ? packed : from, to + PREFIX_BYTES);
  const view = new DataView(memory.buffer, memory.byteOffset);
  view.setBigInt64(to, BigInt(isSmaller ? from.byteLength : -1), true);
  return PREFIX_BYTES + byteLength;
}
