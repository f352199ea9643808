import { createRequire } from "node:module";
import {
  asBuffer,
  type Codec,
  type CodecOptions,
  type Compress,
  type EncodedBatch,
  type FinishedBatch,
  NO_BYTES,
} from "./codec.ts";
import { Garbage, WAITING_BYTES } from "./garbage.ts";
import { CHECKSUM_BYTES, emptyFrame, MAGIC_BYTES, sizedHeader, stateBytes, storedFrame } from "./zstd-frame.ts";

/** Frame header, block headers, and the most that the format adds to incompressible data (zstd's ZSTD_compressBound). */
const FRAME_BYTES = 64;
const SMALL_BYTES = 128 << 10;
/** package.json pins one version, and each version bundles its own zstd. */
export const ZSTD_PACKAGE = "@toondepauw/node-zstd 2.0.0";
const ZSTD_VERSION = `${ZSTD_PACKAGE}, frames with size and checksum`;
/** The header that the library writes before any content: magic number, descriptor, window. */
const LIBRARY_HEADER_BYTES = 6;

function boundBytes(rawBytes: number): number {
  return rawBytes + (rawBytes >> 8) + (Math.max(0, SMALL_BYTES - rawBytes) >> 11) + FRAME_BYTES;
}

/** Returns a compressor whose output is a frame. Loads the package on first use: few runs need it. */
export function zstdCompressor(level: number): Compress {
  const require = createRequire(import.meta.url);
  const { Encoder } = require("@toondepauw/node-zstd") as typeof import("@toondepauw/node-zstd");
  const encoder = new Encoder(level);
  return (bytes) => encoder.encodeSync(asBuffer(bytes));
}

/** Replaces the batch with the library's output, with the content size added to the header and a checksum at the end. */
function finishFrame(batch: EncodedBatch, frame: Uint8Array): FinishedBatch {
  const { memory, address, rawBytes, checksum } = batch;
  const header = sizedHeader(frame[MAGIC_BYTES + 1]!, rawBytes);
  const blocks = frame.subarray(LIBRARY_HEADER_BYTES);
  memory.set(header, address);
  memory.set(blocks, address + header.byteLength);
  const end = address + header.byteLength + blocks.byteLength;
  new DataView(memory.buffer, memory.byteOffset + end).setUint32(0, checksum, true);
  return { address, byteLength: end + CHECKSUM_BYTES - address };
}

/**
 * Each batch is a frame with size and checksum; several frames are one stream (RFC 8878, 3.1). The blocks of several
 * batches cannot share a frame: each batch assumes that the repeated offsets start as 1, 4 and 8.
 */
export function openZstd({ level = 1 }: CodecOptions): Codec {
  const toFrame = zstdCompressor(level);
  const garbage = new Garbage();
  const compress: Compress = (bytes) => {
    const frame = toFrame(bytes);
    garbage.add(boundBytes(bytes.byteLength)); // the library allocates this much, however small the frame is
    return frame;
  };
  return {
    ending: ".zst",
    emitsLz4: false,
    version: ZSTD_VERSION,
    outsideBytes: WAITING_BYTES + stateBytes(level),
    needsChecksum: true,
    headroomBytes: 0,
    pack: storedFrame,
    fileStart: NO_BYTES,
    fileEnd: NO_BYTES,
    emptyFile: emptyFrame(),
    boundBytes,
    rest: () => garbage.free(),
    finish: (batch) =>
      finishFrame(batch, compress(batch.memory.subarray(batch.address, batch.address + batch.byteLength))),
  };
}
