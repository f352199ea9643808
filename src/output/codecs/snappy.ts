import { createRequire } from "node:module";
import * as zlib from "node:zlib";
import { type Codec, type Compress, type EncodedBatch, type FinishedBatch, NO_BYTES, replaceBatch } from "./codec.ts";
import { Garbage, WAITING_BYTES } from "./garbage.ts";

/** package.json pins one version, and each version bundles its own snappy. */
export const SNAPPY_PACKAGE = "snappy 7.4.3";
const CHECKSUM_BYTES = 4;
/** The hash table, and room for a batch. */
const STATE_BYTES = 2 << 20;

/** Most bytes of a compressed block: MaxCompressedLength of https://github.com/google/snappy. */
export function snappyBoundBytes(rawBytes: number): number {
  return 32 + rawBytes + Math.floor(rawBytes / 6);
}

/** Returns a compressor whose output is a block without framing, outside of V8's heap. Loads the package on first use. */
export function snappyCompressor(): Compress {
  const require = createRequire(import.meta.url);
  const { compressSync } = require("snappy") as typeof import("snappy");
  return (bytes) => compressSync(bytes);
}

/** CRC-32 as in gzip. Node has it since 20.15 and 22.2; before, it is in the trailer of a member that stores the bytes. */
export function checksumOf(bytes: Uint8Array): number {
  if (zlib.crc32 !== undefined) return zlib.crc32(bytes);
  const trailer = zlib.gzipSync(bytes, { level: 0 }).subarray(-2 * CHECKSUM_BYTES);
  return trailer.readUInt32LE(0);
}

/** A block for each batch. @param replace puts it in the batch's place */
export function openSnappy(
  replace: (batch: EncodedBatch, block: Uint8Array, content: Uint8Array) => FinishedBatch,
): Codec {
  const compress = snappyCompressor();
  const garbage = new Garbage();
  return {
    ending: "",
    emitsLz4: false,
    version: SNAPPY_PACKAGE,
    outsideBytes: WAITING_BYTES + STATE_BYTES,
    headroomBytes: 0,
    fileStart: NO_BYTES,
    fileEnd: NO_BYTES,
    emptyFile: NO_BYTES,
    boundBytes: snappyBoundBytes,
    rest: () => garbage.free(),
    finish(batch) {
      const content = batch.memory.subarray(batch.address, batch.address + batch.byteLength);
      garbage.add(snappyBoundBytes(batch.byteLength));
      return replace(batch, compress(content), content);
    },
  };
}

/**
 * Each batch is a block, with the checksum of its content after it, most significant byte first, as Avro wants it:
 * https://avro.apache.org/docs/1.12.0/specification/#snappy
 */
export function openCheckedSnappy(): Codec {
  const codec = openSnappy((batch, block, content) => {
    const checksum = checksumOf(content);
    const { address, byteLength } = replaceBatch(batch, block);
    new DataView(batch.memory.buffer, batch.memory.byteOffset + address).setUint32(byteLength, checksum);
    return { address, byteLength: byteLength + CHECKSUM_BYTES };
  });
  return { ...codec, boundBytes: (rawBytes) => snappyBoundBytes(rawBytes) + CHECKSUM_BYTES };
}
