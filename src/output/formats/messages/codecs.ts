import {
  asBuffer,
  type Codec,
  type CodecOptions,
  type EncodedBatch,
  type FinishedBatch,
  replaceBatch,
} from "../../codecs/codec.ts";
import { Garbage, WAITING_BYTES } from "../../codecs/garbage.ts";
import { openGzip } from "../../codecs/gzip.ts";
import { blockBound, LZ4_PACKAGE, loadLz4 } from "../../codecs/lz4.ts";
import { openNone } from "../../codecs/none.ts";
import { openSnappy } from "../../codecs/snappy.ts";
import { openZstd } from "../../codecs/zstd.ts";

// How the records of a batch are compressed: https://kafka.apache.org/documentation/#recordbatch. Each codec is that of a
// file, for one batch, except LZ4: readers need a frame whose blocks are independent and have at most the size in its header.

/** Codes of the codecs in a batch's attributes. */
export const CODEC_CODES = { none: 0, gzip: 1, snappy: 2, lz4: 3, zstd: 4 } as const;
export type MessageCompression = keyof typeof CODEC_CODES;
export const MESSAGE_COMPRESSIONS = Object.keys(CODEC_CODES) as MessageCompression[];

/** Events that are encoded together: with 12 partitions, batches of a topic still have hundreds of records. */
const MESSAGES_BATCH_EVENTS = 4096;
const WORD_BYTES = 4;
/**
 * Magic number; version 1, independent blocks, no checksums; blocks of at most 1 MiB; second byte of the XXH32 of the two
 * bytes before it (https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md). The batch has a checksum of its own.
 */
const FRAME_HEADER = Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0x60, 0x60, 0x51);
const FRAME_START_BYTES = FRAME_HEADER.byteLength + WORD_BYTES;
/** The library writes the size before the block. */
const LIBRARY_SIZE_BYTES = 4;

/** Puts a frame around a block of LZ4 in place. @param start address that the frame begins at, FRAME_START_BYTES before the block */
function frameBlock({ memory }: EncodedBatch, start: number, blockBytes: number): FinishedBatch {
  const view = new DataView(memory.buffer, memory.byteOffset, memory.byteLength);
  memory.set(FRAME_HEADER, start);
  view.setUint32(start + FRAME_HEADER.byteLength, blockBytes, true);
  view.setUint32(start + FRAME_START_BYTES + blockBytes, 0, true);
  return { address: start, byteLength: FRAME_START_BYTES + blockBytes + WORD_BYTES };
}

/** A frame of one block. @param isEmitted true if the kernel writes the block */
function openFrame(isEmitted: boolean): Codec {
  const shared = {
    ...openNone(),
    headroomBytes: FRAME_START_BYTES,
    boundBytes: (rawBytes: number) => blockBound(rawBytes) + WORD_BYTES,
  };
  if (isEmitted)
    return {
      ...shared,
      emitsLz4: true,
      finish: (batch) => frameBlock(batch, batch.address - FRAME_START_BYTES, batch.byteLength),
    };
  const { compressSync } = loadLz4();
  const garbage = new Garbage();
  return {
    ...shared,
    version: LZ4_PACKAGE,
    outsideBytes: 2 * WAITING_BYTES,
    rest: () => garbage.free(),
    finish(batch) {
      const { memory, address, byteLength } = batch;
      const compressed = compressSync(asBuffer(memory.subarray(address, address + byteLength)));
      garbage.add(2 * byteLength);
      const block = compressed.subarray(LIBRARY_SIZE_BYTES);
      memory.set(block, address);
      return frameBlock(batch, address - FRAME_START_BYTES, block.byteLength);
    },
  };
}

/** Opens what compresses the records of batches. @param emitsLz4 true if the kernel writes this format as LZ4 */
export function openRecordsCodec(
  compress: MessageCompression,
  options: Pick<CodecOptions, "level">,
  emitsLz4: boolean,
): Codec {
  const open: Record<MessageCompression, () => Codec> = {
    none: openNone,
    gzip: () => openGzip(options),
    snappy: () => openSnappy(replaceBatch),
    zstd: () => openZstd(options),
    lz4: () => openFrame(emitsLz4),
  };
  return { ...open[compress](), batchEvents: MESSAGES_BATCH_EVENTS };
}
