import { createRequire } from "node:module";
import { type Codec, type CodecOptions, type EncodedBatch, type FinishedBatch, NO_BYTES } from "./codec.ts";

// The kernel emits the blocks, so a frame adds a few bytes around each. No library frames existing blocks:
// lz4-napi's compressFrameSync compresses the data itself.
/** The library that compresses what the kernel has not emitted: package.json pins its version. */
export const LZ4_PACKAGE = "lz4-napi 2.10.0";

/** Loads that library on first use: few runs need it. */
export function loadLz4(): typeof import("lz4-napi") {
  return createRequire(import.meta.url)("lz4-napi") as typeof import("lz4-napi");
}

const WORD_BYTES = 4;
/** Version 01, independent blocks, a checksum for each block. */
const FLAGS = 0b0111_0000;
/** Blocks of at most 4 MiB. */
const BLOCK_DESCRIPTOR = 0x70;
const FRAME_BLOCK_BYTES = 4 << 20;
/**
 * Buffer size of Hadoop's reader unless it is configured (io.compression.codec.lz4.buffersize). It limits both the
 * compressed and the uncompressed size of a block.
 */
const HADOOP_BLOCK_BYTES = 256 << 10;

/** Largest block for n bytes of input (assembly/compress/sequences.ts). */
export function blockBound(rawBytes: number): number {
  return rawBytes + Math.ceil(rawBytes / 255) + 16;
}

/** Largest uncompressed size whose block fits the limit even if the data is incompressible. */
function largestRaw(blockBytes: number): number {
  return Math.floor((blockBytes - 17) / (1 + 1 / 255));
}

function viewOf({ memory }: EncodedBatch): DataView {
  return new DataView(memory.buffer, memory.byteOffset, memory.byteLength);
}

/** The second byte of the XXH32 of the two bytes before it. */
const HEADER_CHECK = 0x72;
/** The header of a frame: https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md */
const FRAME_HEADER = Uint8Array.of(0x04, 0x22, 0x4d, 0x18, FLAGS, BLOCK_DESCRIPTOR, HEADER_CHECK);

/** A block of a frame: its size, its data and their checksum. */
function finishFrameBlock(batch: EncodedBatch): FinishedBatch {
  const { address, byteLength } = batch;
  const view = viewOf(batch);
  view.setUint32(address - WORD_BYTES, byteLength, true);
  view.setUint32(address + byteLength, batch.checksum, true);
  return { address: address - WORD_BYTES, byteLength: byteLength + 2 * WORD_BYTES };
}

/** A block as Hadoop's BlockCompressorStream writes it: both sizes, big-endian, then the data. */
function finishHadoopBlock(batch: EncodedBatch): FinishedBatch {
  const { address, byteLength, rawBytes } = batch;
  const view = viewOf(batch);
  view.setUint32(address - 2 * WORD_BYTES, rawBytes);
  view.setUint32(address - WORD_BYTES, byteLength);
  return { address: address - 2 * WORD_BYTES, byteLength: byteLength + 2 * WORD_BYTES };
}

/** A block starts with an empty history, which costs about 1.5 KB: 0.8 bytes per event with 2,048 events. */
const BATCH_EVENTS = 4096;

/** LZ4 that the kernel emitted, one block per batch. A file is one frame, or a sequence of blocks in Hadoop's framing. */
export function openLz4({ framing = "frame" }: CodecOptions): Codec {
  const isFrame = framing === "frame";
  const fileStart = isFrame ? FRAME_HEADER : NO_BYTES;
  const fileEnd = isFrame ? new Uint8Array(WORD_BYTES) : NO_BYTES;
  return {
    ending: ".lz4",
    emitsLz4: true,
    batchEvents: BATCH_EVENTS,
    headroomBytes: isFrame ? WORD_BYTES : 2 * WORD_BYTES,
    largestRawBytes: largestRaw(isFrame ? FRAME_BLOCK_BYTES : HADOOP_BLOCK_BYTES),
    fileStart,
    fileEnd,
    emptyFile: Buffer.concat([fileStart, fileEnd]),
    boundBytes: (rawBytes) => blockBound(rawBytes) + 2 * WORD_BYTES,
    finish: isFrame ? finishFrameBlock : finishHadoopBlock,
  };
}
