import { createRequire } from "node:module";
import type { Encoder } from "@toondepauw/node-zstd";
import { type Codec, type CodecOptions, type EncodedBatch, type FinishedBatch, NO_BYTES } from "./codec.ts";
import { Garbage, WAITING_BYTES } from "./garbage.ts";
import { CHECKSUM_BYTES, emptyFrame, MAGIC_BYTES, sizedHeader } from "./zstd-frame.ts";
import { stateBytes } from "./zstd-state.ts";

/** Header, block headers and what the format adds to what it cannot make smaller (zstd's ZSTD_compressBound, and a frame's ends). */
const FRAME_BYTES = 64;
const SMALL_BYTES = 128 << 10;
/** package.json names one version, and each brings its own library. */
const ZSTD_VERSION = "@toondepauw/node-zstd 2.0.0, frames with size and checksum";
/** Of what it makes of any content: magic number, descriptor, window. */
const LIBRARY_HEADER_BYTES = 6;

function boundBytes(rawBytes: number): number {
  return rawBytes + (rawBytes >> 8) + (Math.max(0, SMALL_BYTES - rawBytes) >> 11) + FRAME_BYTES;
}

/** The package is loaded only where it is wanted: few runs do. */
function loadEncoder(): typeof Encoder {
  const require = createRequire(import.meta.url);
  return (require("@toondepauw/node-zstd") as typeof import("@toondepauw/node-zstd")).Encoder;
}

/** What the library made, with the content's size in the header and its checksum at the end, put where the batch was. */
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
 * Each batch is a frame of its own, with size and checksum; several are one stream (RFC 8878, 3.1). The blocks of several batches cannot be
 * one frame: each batch takes for granted that the repeated offsets begin as 1, 4 and 8.
 */
export function openZstd({ level = 1 }: CodecOptions): Codec {
  const encoder = new (loadEncoder())(level);
  const garbage = new Garbage();
  const compress = (bytes: Uint8Array) => {
    const frame = encoder.encodeSync(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    garbage.add(boundBytes(bytes.byteLength)); // the library allocates as much, whatever the frame takes of it
    return frame;
  };
  return {
    ending: ".zst",
    emitsLz4: false,
    version: ZSTD_VERSION,
    outsideBytes: WAITING_BYTES + stateBytes(level),
    needsChecksum: true,
    headroomBytes: 0,
    fileStart: NO_BYTES,
    fileEnd: NO_BYTES,
    emptyFile: emptyFrame(),
    boundBytes,
    rest: () => garbage.free(),
    finish: (batch) =>
      finishFrame(batch, compress(batch.memory.subarray(batch.address, batch.address + batch.byteLength))),
  };
}
