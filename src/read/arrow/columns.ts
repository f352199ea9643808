import { millisecondsOf } from "../event-json.ts";
import type { ColumnBuffers } from "./buffers.ts";
import type { Layout } from "./schema.ts";

// https://arrow.apache.org/docs/format/Columnar.html#physical-memory-layout
const VIEW_BYTES = 16;
/** A text of a view that is not longer is in it. */
const MOST_INLINE_BYTES = 12;
const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** Values of a column at any row. */
export interface Values {
  rows: number;
  /** The value at a row, or undefined for null. Throws Error if it is not within the bytes. */
  at(row: number): unknown;
}

/** Reads the value of a row that is not null. */
type ReadValue = (row: number) => unknown;

function checkBytes(buffer: Buffer | undefined, byteLength: number): Buffer {
  if (buffer === undefined || buffer.length < byteLength)
    throw new Error(`a column has ${buffer?.length ?? 0} of its ${byteLength} bytes`);
  return buffer;
}

function readInt({ rows, buffers }: ColumnBuffers, byteLength: number, isSigned: boolean): ReadValue {
  const bytes = checkBytes(buffers[1], rows * byteLength);
  if (byteLength === 8)
    return isSigned ? (row) => bytes.readBigInt64LE(row * 8) : (row) => bytes.readBigUInt64LE(row * 8);
  if (isSigned) return (row) => bytes.readIntLE(row * byteLength, byteLength);
  return (row) => bytes.readUIntLE(row * byteLength, byteLength);
}

function readTime({ rows, buffers }: ColumnBuffers, nanosPerUnit: number): ReadValue {
  const bytes = checkBytes(buffers[1], rows * 8);
  if (nanosPerUnit === 1e9) return (row) => bytes.readBigInt64LE(row * 8) * 1000n;
  return (row) => millisecondsOf(bytes.readBigInt64LE(row * 8), 1e6 / nanosPerUnit);
}

function readFloat({ rows, buffers }: ColumnBuffers, byteLength: number): ReadValue {
  const bytes = checkBytes(buffers[1], rows * byteLength);
  return byteLength === 8 ? (row) => bytes.readDoubleLE(row * 8) : (row) => bytes.readFloatLE(row * 4);
}

function slice(bytes: Buffer | undefined, start: number, end: number): string {
  if (bytes === undefined || !(start >= 0 && start <= end && end <= bytes.length))
    throw new Error("a text is outside of its buffer");
  return UTF8.decode(bytes.subarray(start, end));
}

function readText({ rows, buffers }: ColumnBuffers, offsetBytes: 4 | 8): ReadValue {
  // No offsets at all are possible if there are no values.
  const offsets = checkBytes(buffers[1], rows === 0 ? 0 : (rows + 1) * offsetBytes);
  const offsetAt = (row: number): number =>
    offsetBytes === 4 ? offsets.readInt32LE(row * 4) : Number(offsets.readBigInt64LE(row * 8));
  return (row) => slice(buffers[2], offsetAt(row), offsetAt(row + 1));
}

function readView({ rows, buffers }: ColumnBuffers): ReadValue {
  const views = checkBytes(buffers[1], rows * VIEW_BYTES);
  return (row) => {
    const at = row * VIEW_BYTES;
    const length = views.readInt32LE(at);
    if (length <= MOST_INLINE_BYTES) return slice(views, at + 4, at + 4 + length);
    const start = views.readInt32LE(at + 12);
    return slice(buffers[2 + views.readInt32LE(at + 8)], start, start + length);
  };
}

function readerOf(column: ColumnBuffers, layout: Layout): ReadValue {
  switch (layout.kind) {
    case "int":
      return readInt(column, layout.byteLength, layout.isSigned);
    case "time":
      return readTime(column, layout.nanosPerUnit);
    case "float":
      return readFloat(column, layout.byteLength);
    case "text":
      return readText(column, layout.offsetBytes);
    case "view":
      return readView(column);
    default:
      throw new Error("a column of events has a type that events do not have");
  }
}

/** The values of a column. Throws Error if its buffers are too short. @param dictionary values of the indices that the column has */
export function valuesOf(column: ColumnBuffers, layout: Layout, dictionary?: Values): Values {
  const { rows, nulls, buffers } = column;
  if (layout.kind === "null") return { rows, at: () => undefined };
  const read = readerOf(column, layout);
  const isValid = nulls === 0 ? undefined : checkBytes(buffers[0], Math.ceil(rows / 8));
  const value = dictionary === undefined ? read : (row: number) => lookUp(dictionary, Number(read(row)));
  if (isValid === undefined) return { rows, at: value };
  return { rows, at: (row) => ((isValid[row >> 3]! >> (row & 7)) & 1 ? value(row) : undefined) };
}

function lookUp(dictionary: Values, index: number): unknown {
  if (!(index >= 0 && index < dictionary.rows))
    throw new Error(`it has the index ${index} of a dictionary of ${dictionary.rows} values`);
  return dictionary.at(index);
}
