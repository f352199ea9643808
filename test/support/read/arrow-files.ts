// Arrow files and streams of events, made by apache-arrow.
import { Encoder } from "@toondepauw/node-zstd";
import {
  CompressionType,
  compressionRegistry,
  Dictionary,
  Float64,
  Int16,
  Int32,
  Int64,
  makeData,
  makeVector,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  Table,
  TimestampMicrosecond,
  Utf8,
  type Vector,
  vectorFromArray,
} from "apache-arrow";
import { compressFrameSync } from "lz4-napi";
import { FIELDS, type Field } from "../../../src/schema/fields.ts";

export type Event = Readonly<Record<string, string | number | bigint | null | undefined>>;
export const ARROW_CODECS = { none: undefined, lz4: CompressionType.LZ4_FRAME, zstd: CompressionType.ZSTD } as const;
export type ArrowCodec = keyof typeof ARROW_CODECS;

/** What apache-arrow compressed, with its length before that. */
const compressed: { packed: Buffer; rawBytes: number }[] = [];

function register(type: CompressionType, encode: (bytes: Buffer) => Buffer): void {
  compressionRegistry.set(type, {
    encode(bytes) {
      const packed = encode(Buffer.from(bytes));
      if (packed.length < bytes.length) compressed.push({ packed, rawBytes: bytes.length });
      return packed;
    },
  });
}
const zstd = new Encoder(1);
register(CompressionType.LZ4_FRAME, (bytes) => compressFrameSync(bytes));
register(CompressionType.ZSTD, (bytes) => zstd.encodeSync(bytes));

/**
 * apache-arrow 21.2.0 puts the length after compression before a buffer, and Arrow's Message.fbs asks for the one before it; pyarrow
 * refuses the former.
 */
function putLengths(bytes: Buffer): Buffer {
  for (const { packed, rawBytes } of compressed.splice(0)) {
    for (let at = bytes.indexOf(packed); at >= 0; at = bytes.indexOf(packed, at + 1))
      bytes.writeBigInt64LE(BigInt(rawBytes), at - 8);
  }
  return bytes;
}

/** Times in microseconds; apache-arrow would take numbers for milliseconds. */
function timesOf(values: readonly (number | bigint | null)[]): Vector {
  const nullBitmap = new Uint8Array(Math.ceil(values.length / 8) + 7);
  values.forEach((value, row) => {
    if (value !== null) nullBitmap[row >> 3]! |= 1 << (row & 7);
  });
  const data = BigInt64Array.from(values, (value) => BigInt(value ?? 0) * 1000n);
  const nullCount = values.filter((value) => value === null).length;
  return makeVector(
    makeData({ type: new TimestampMicrosecond("UTC"), length: values.length, nullCount, nullBitmap, data }),
  );
}

let dictionaries = 0;

function vectorOf({ name, type, unit }: Field, events: readonly Event[]): Vector {
  const values = events.map((event) => event[name] ?? null);
  if (unit === "epoch-milliseconds") return timesOf(values as number[]);
  if (type === "int64")
    return vectorFromArray(
      values.map((value) => (value === null ? null : BigInt(value))),
      new Int64(),
    );
  if (type === "int32") return vectorFromArray(values, new Int32());
  if (type === "double") return vectorFromArray(values, new Float64());
  const indices = name === "userId" ? new Int32() : new Int16();
  return vectorFromArray(values, new Dictionary(new Utf8(), indices, ++dictionaries));
}

/** All fields that an event has, as columns. Texts are dictionaries with indices of 16 and, for user ids, 32 bits. */
export function tableOf(events: readonly Event[], batchRows = 1000): Table {
  const fields: readonly Field[] = FIELDS;
  const own = fields.filter(({ name }) => events.some((event) => name in event));
  const whole = new Table(Object.fromEntries(own.map((field) => [field.name, vectorOf(field, events)])));
  const parts = Array.from({ length: Math.ceil(events.length / batchRows) }, (_, part) =>
    whole.slice(part * batchRows, (part + 1) * batchRows),
  );
  return new Table(
    whole.schema,
    parts.flatMap(({ batches }) => batches),
  );
}

export function arrowOf(table: Table, kind: "file" | "stream", codec: ArrowCodec = "none"): Buffer {
  const compressionType = ARROW_CODECS[codec] ?? null;
  const Writer = kind === "file" ? RecordBatchFileWriter : RecordBatchStreamWriter;
  const writer = new Writer({ compressionType });
  writer.writeAll(table);
  return putLengths(Buffer.from(writer.finish().toUint8Array(true)));
}
