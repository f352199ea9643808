import { createRequire } from "node:module";
import { type Codec, NO_BYTES } from "../../codecs/codec.ts";
import { WAITING_BYTES } from "../../codecs/garbage.ts";
import { loadEncoder, ZSTD_PACKAGE } from "../../codecs/zstd.ts";
import { type ArrowContainer, ArrowFile, type ArrowStart } from "./file.ts";
import { BUFFER_CODECS, type BufferCodec, END } from "./messages.ts";

const require = createRequire(import.meta.url);

export type ArrowCompression = BufferCodec | "none";
export const ARROW_COMPRESSIONS = ["none", ...Object.keys(BUFFER_CODECS)] as readonly ArrowCompression[];

/** Every compressed buffer begins with its length before compression, in this many bytes; that length is -1 if it is not compressed. */
export const PREFIX_BYTES = 8;

export type CompressBuffer = (bytes: Uint8Array) => Uint8Array;

/** Returns the compressor of buffers; undefined for none. Packages are loaded on first use: few runs need one. */
export function compressorFor(compress: ArrowCompression, level = 1): CompressBuffer | undefined {
  if (compress === "none") return undefined;
  const asBuffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (compress === "lz4") {
    const { compressFrameSync } = require("lz4-napi") as typeof import("lz4-napi");
    return (bytes) => compressFrameSync(asBuffer(bytes));
  }
  const encoder = new (loadEncoder())(level);
  return (bytes) => encoder.encodeSync(asBuffer(bytes));
}

/**
 * Writes a buffer to `to`, compressed if that makes it smaller; returns its length. It may overlap with what it is made from, if
 * that begins PREFIX_BYTES or more after it.
 */
export function putCompressed(memory: Uint8Array, from: Uint8Array, to: number, compress: CompressBuffer): number {
  if (from.byteLength === 0) return 0;
  const packed = compress(from);
  const isSmaller = packed.byteLength < from.byteLength;
  const { byteLength } = isSmaller ? packed : from;
  memory.set(isSmaller ? packed : from, to + PREFIX_BYTES);
  const view = new DataView(memory.buffer, memory.byteOffset);
  view.setBigInt64(to, BigInt(isSmaller ? from.byteLength : -1), true);
  return PREFIX_BYTES + byteLength;
}

/** Versions of what compresses buffers, where the bytes depend on it. */
const VERSIONS: Readonly<Record<ArrowCompression, string | undefined>> = {
  none: undefined,
  zstd: ZSTD_PACKAGE,
  lz4: "lz4-napi 2.10.0",
};

/**
 * The encoder compresses buffers, so that batches are written as they are.
 * @param start returns the schema and the dictionaries, for whoever writes files
 */
export function openArrow(compress: ArrowCompression, container: ArrowContainer, start?: () => ArrowStart): Codec {
  const version = VERSIONS[compress];
  const bytesOf = () => start?.().bytes ?? NO_BYTES;
  return {
    ending: "",
    emitsLz4: false,
    ...(version !== undefined && { version }),
    ...(compress !== "none" && { outsideBytes: 2 * WAITING_BYTES }),
    headroomBytes: 0,
    get fileStart() {
      return bytesOf();
    },
    fileEnd: END,
    get emptyFile() {
      return Buffer.concat([bytesOf(), END]);
    },
    ...(container === "file" && start && { openFile: (put) => new ArrowFile(start(), put) }),
    boundBytes: (rawBytes) => rawBytes,
    finish: ({ address, byteLength }) => ({ address, byteLength }),
  };
}
