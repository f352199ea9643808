import type { DecodedArray, Encoding, ParquetType, SchemaElement } from "hyparquet";
import { deltaBinaryUnpack, deltaByteArray, deltaLengthByteArray } from "hyparquet/src/delta.js";
import { byteStreamSplit, readRleBitPackedHybrid } from "hyparquet/src/encoding.js";
import { readPlain } from "hyparquet/src/plain.js";
import { checkDeltas, checkRuns, PageBytes } from "./streams.ts";

interface Reader {
  view: DataView;
  offset: number;
}

/** The values of a page after its levels. */
export interface Values {
  bytes: Uint8Array;
  /** The number of values that are not null. */
  count: number;
  type: ParquetType;
  element: SchemaElement;
  /** The most bytes that texts may take if the page has less, as with DELTA_BYTE_ARRAY. */
  mostBytes: number;
}

/** hyparquet reads values beyond the page if its buffer has more bytes. */
function checkEnd(reader: Reader): void {
  if (reader.offset > reader.view.byteLength) throw new Error("it ends within its values");
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function readPlainValues({ bytes, count, type, element }: Values): DecodedArray {
  const reader = { view: viewOf(bytes), offset: 0 };
  const output = readPlain(reader, type, count, element.type_length);
  checkEnd(reader);
  return output;
}

/** Values of a width that is in the first byte. */
function readIndices({ bytes, count }: Values): DecodedArray {
  const width = new PageBytes(bytes).byte();
  // Every index is 0; a page of one distinct value needs no bytes.
  if (width === 0) return new Uint8Array(count);
  const runs = bytes.subarray(1);
  checkRuns(runs, width, count);
  const output = new Uint32Array(count);
  readRleBitPackedHybrid({ view: viewOf(runs), offset: 0 }, width, output, runs.length);
  return output;
}

function readDeltas({ bytes, count, type }: Values): DecodedArray {
  checkDeltas(new PageBytes(bytes), count);
  const output = type === "INT32" ? new Int32Array(count) : new BigInt64Array(count);
  deltaBinaryUnpack({ view: viewOf(bytes), offset: 0 }, count, output);
  return output;
}

function readDeltaLengths({ bytes, count }: Values): DecodedArray {
  checkDeltas(new PageBytes(bytes), count);
  const output = new Array<Uint8Array>(count);
  const reader = { view: viewOf(bytes), offset: 0 };
  deltaLengthByteArray(reader, count, output);
  checkEnd(reader);
  return output;
}

/** Lengths of the prefixes or of the rest of texts; moves the page after them. */
function readLengths(page: PageBytes, count: number): Int32Array {
  const output = new Int32Array(count);
  const reader: Reader = { view: viewOf(page.bytes), offset: page.at };
  checkDeltas(page, count);
  deltaBinaryUnpack(reader, count, output);
  page.at = reader.offset;
  return output;
}

/** A small page can hold gigabytes of texts, as each repeats the beginning of the one before it. */
function readDeltaTexts({ bytes, count, mostBytes }: Values): DecodedArray {
  const page = new PageBytes(bytes);
  const prefixes = readLengths(page, count);
  const rests = readLengths(page, count);
  let before = 0;
  let sum = 0;
  for (let index = 0; index < count; index++) {
    const [prefix, rest] = [prefixes[index]!, rests[index]!];
    if (prefix < 0 || prefix > before || rest < 0) throw new Error("a text repeats more than the one before it has");
    before = prefix + rest;
    sum += before;
  }
  if (sum > mostBytes)
    throw new Error(`its texts have ${sum} bytes, and this program takes at most ${mostBytes} at once`);
  const output = new Array<Uint8Array>(count);
  const reader = { view: viewOf(bytes), offset: 0 };
  deltaByteArray(reader, count, output);
  checkEnd(reader);
  return output;
}

function readSplit({ bytes, count, type, element }: Values): DecodedArray {
  return byteStreamSplit({ view: viewOf(bytes), offset: 0 }, count, type, element.type_length);
}

const READERS: Partial<Record<Encoding, (values: Values) => DecodedArray>> = {
  PLAIN: readPlainValues,
  PLAIN_DICTIONARY: readIndices,
  RLE_DICTIONARY: readIndices,
  DELTA_BINARY_PACKED: readDeltas,
  DELTA_LENGTH_BYTE_ARRAY: readDeltaLengths,
  DELTA_BYTE_ARRAY: readDeltaTexts,
  BYTE_STREAM_SPLIT: readSplit,
};

/** The values of a page that are not null; indices of a dictionary are not resolved. Throws Error that says what is wrong. */
export function readValues(encoding: Encoding, values: Values): DecodedArray {
  const read = READERS[encoding];
  if (read === undefined) throw new Error(`it has the encoding ${encoding}, which this program does not read`);
  return values.count === 0 ? [] : read(values);
}

/** Whether each of `rows` values is there. @param bytes the runs of definition levels 0 and 1, without their length */
export function readLevels(bytes: Uint8Array, rows: number): Uint8Array {
  checkRuns(bytes, 1, rows);
  const output = new Uint8Array(rows);
  readRleBitPackedHybrid({ view: viewOf(bytes), offset: 0 }, 1, output, bytes.length);
  return output;
}
