// Record batches, from the protocol's description: https://kafka.apache.org/documentation/#recordbatch
import { createRequire } from "node:module";
import { gunzipSync } from "node:zlib";
import { decompressFrameSync } from "lz4-napi";
import { uncompressSync } from "snappy";
import { type KafkaRecord, readRecords } from "./records.ts";

const HEADER_BYTES = 61;
const POLYNOMIAL = 0x82f63b78; // Castagnoli's, reflected

/** CRC-32C, a bit at a time. */
export function crc32cOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function unzstd(bytes: Buffer): Buffer {
  const { Decoder } = createRequire(import.meta.url)("@toondepauw/node-zstd") as typeof import("@toondepauw/node-zstd");
  return new Decoder().decodeSync(bytes);
}

/** By their numbers in a batch's attributes. */
const CODECS: Record<number, (bytes: Buffer) => Buffer> = {
  0: (bytes) => bytes,
  1: gunzipSync,
  2: (bytes) => uncompressSync(bytes) as Buffer,
  3: decompressFrameSync,
  4: unzstd,
};

export interface KafkaBatch {
  codec: number;
  /** As the field has it. */
  checksum: number;
  /** CRC-32C of the records as they are, and of everything that the field covers once a sender has completed it. */
  recordsChecksum: number;
  wholeChecksum: number;
  baseTimeMs: number;
  mostTimeMs: number;
  producerId: bigint;
  epoch: number;
  sequence: number;
  records: KafkaRecord[];
}

/** Reads one batch, which must fill the bytes. */
export function readBatch(bytes: Buffer): KafkaBatch {
  if (bytes.readInt32BE(8) !== bytes.length - 12)
    throw new Error(`length ${bytes.readInt32BE(8)} of ${bytes.length} bytes`);
  if (bytes.readInt8(16) !== 2) throw new Error(`version ${bytes.readInt8(16)}`);
  const codec = bytes.readInt16BE(21);
  const body = bytes.subarray(HEADER_BYTES);
  const records = readRecords(CODECS[codec]!(body));
  if (bytes.readInt32BE(57) !== records.length)
    throw new Error(`${bytes.readInt32BE(57)} records, not ${records.length}`);
  if (bytes.readInt32BE(23) !== records.length - 1) throw new Error(`last offset ${bytes.readInt32BE(23)}`);
  return {
    codec,
    checksum: bytes.readUInt32BE(17),
    recordsChecksum: crc32cOf(body),
    wholeChecksum: crc32cOf(bytes.subarray(21)),
    baseTimeMs: Number(bytes.readBigInt64BE(27)),
    mostTimeMs: Number(bytes.readBigInt64BE(35)),
    producerId: bytes.readBigInt64BE(43),
    epoch: bytes.readInt16BE(51),
    sequence: bytes.readInt32BE(53),
    records,
  };
}
