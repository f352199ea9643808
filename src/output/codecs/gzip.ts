import { deflateRawSync, gzipSync } from "node:zlib";
import { type Codec, type CodecOptions, NO_BYTES, replaceBatch } from "./codec.ts";
import { Garbage, WAITING_BYTES } from "./garbage.ts";

/**
 * Header and trailer of a member, and the most that deflate adds to 16 KiB of incompressible data (zlib's
 * deflateBound).
 */
const MEMBER_BYTES = 32;
const STORED_BLOCK_BYTES = 1 << 14;
const STORED_OVERHEAD_BYTES = 5;
/** zlib's state (zconf.h: 256 KiB), and room for a batch. */
const STATE_BYTES = 2 << 20;

/** @param compress how a batch is compressed, at once */
function openZlib(compress: (bytes: Uint8Array) => Buffer): Codec {
  const garbage = new Garbage();
  return {
    ending: ".gz",
    emitsLz4: false,
    version: `zlib ${process.versions.zlib}`,
    outsideBytes: WAITING_BYTES + STATE_BYTES,
    headroomBytes: 0,
    pack: compress,
    fileStart: NO_BYTES,
    fileEnd: NO_BYTES,
    emptyFile: compress(NO_BYTES),
    boundBytes: (rawBytes) =>
      rawBytes + (Math.ceil(rawBytes / STORED_BLOCK_BYTES) + 1) * STORED_OVERHEAD_BYTES + MEMBER_BYTES,
    rest: () => garbage.free(),
    finish: (batch) => {
      garbage.add(batch.byteLength);
      const text = batch.memory.subarray(batch.address, batch.address + batch.byteLength);
      return replaceBatch(batch, compress(text));
    },
  };
}

/** Each batch is a member. `gzip -d` and zlib read several members as one stream (RFC 1952, 2.2). */
export function openGzip({ level = 1 }: CodecOptions): Codec {
  return openZlib((bytes) => gzipSync(bytes, { level }));
}

/** Each batch is deflated alone, without header and checksum (RFC 1951), for containers of blocks. */
export function openDeflate({ level = 1 }: CodecOptions): Codec {
  return openZlib((bytes) => deflateRawSync(bytes, { level }));
}
