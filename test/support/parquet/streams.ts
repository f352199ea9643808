// Streams of Parquet's encodings, from their description: https://github.com/apache/parquet-format/blob/master/Encodings.md

import { gzipSync } from "node:zlib";
import zstd from "@toondepauw/node-zstd";
import { compressSync as lz4 } from "lz4-napi";
import type { Column } from "../../../src/output/formats/parquet/structure/columns.ts";
import type { Compressors } from "../../../src/output/formats/parquet/structure/row-group.ts";

export type Value = string | number | bigint;

function varint(value: bigint): number[] {
  return value < 128n ? [Number(value)] : [Number(value & 127n) | 128, ...varint(value >> 7n)];
}
const zigzag = (value: bigint): number[] => varint(BigInt.asUintN(64, (value << 1n) ^ (value >> 63n)));

/** Packs values of `width` bits, the first in the lowest bits. */
function packBits(values: readonly bigint[], width: number): number[] {
  let bits = values.reduce((sum, value, index) => sum | (value << BigInt(index * width)), 0n);
  return Array.from({ length: (values.length * width) / 8 }, () => {
    const byte = Number(bits & 255n);
    bits >>= 8n;
    return byte;
  });
}

/** A bit-packed run, whose values are a multiple of 8: the last ones are padding. */
export function packedRun(values: readonly number[], width: number): Uint8Array {
  const groups = Math.ceil(values.length / 8);
  const padded = Array.from({ length: groups * 8 }, (_, index) => BigInt(values[index] ?? 0));
  return Uint8Array.from([...varint(BigInt((groups << 1) | 1)), ...packBits(padded, width)]);
}

/** Runs of one value each; for levels, and for indices of up to 8 bits. */
export function singleRuns(values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [1 << 1, value]));
}

/** A block of one miniblock: at most 33 values. */
export function deltas(values: readonly bigint[]): Uint8Array {
  const steps = values.slice(1).map((value, index) => value - values[index]!);
  const header = [...varint(128n), ...varint(4n), ...varint(BigInt(values.length)), ...zigzag(values[0] ?? 0n)];
  if (steps.length === 0) return Uint8Array.from(header);
  const least = [...steps].sort((a, b) => (a < b ? -1 : 1))[0]!;
  const rests = Array.from({ length: 32 }, (_, index) => (index < steps.length ? steps[index]! - least : 0n));
  const width = Math.max(...rests.map((rest) => rest.toString(2).length));
  return Uint8Array.from([...header, ...zigzag(least), width, 0, 0, 0, ...packBits(rests, width)]);
}

function plainValue({ physicalType }: Column, value: Value): Uint8Array {
  const bytes = Buffer.alloc(physicalType === "INT32" ? 4 : 8);
  if (physicalType === "INT32") bytes.writeInt32LE(Number(value));
  else if (physicalType === "INT64") bytes.writeBigInt64LE(BigInt(value));
  else if (physicalType === "DOUBLE") bytes.writeDoubleLE(Number(value));
  else {
    const text = Buffer.from(value as string);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    return Buffer.concat([length, text]);
  }
  return bytes;
}

export const plain = (column: Column, values: readonly Value[]): Uint8Array =>
  Buffer.concat(values.map((value) => plainValue(column, value)));

/** Literals only, in pieces of 60 bytes: https://github.com/google/snappy/blob/main/format_description.txt */
function snappy(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.from(varint(BigInt(bytes.length)))];
  for (let at = 0; at < bytes.length; at += 60) {
    const piece = bytes.subarray(at, at + 60);
    parts.push(Uint8Array.of((piece.length - 1) << 2), piece);
  }
  return Buffer.concat(parts);
}

const encoder = new zstd.Encoder(3);

export const COMPRESSORS: Compressors = {
  snappy,
  gzip: (bytes) => gzipSync(Buffer.from(bytes)),
  zstd: (bytes) => encoder.encodeSync(Buffer.from(bytes)),
  // The package puts the length first.
  lz4: (bytes) => lz4(Buffer.from(bytes)).subarray(4),
};
