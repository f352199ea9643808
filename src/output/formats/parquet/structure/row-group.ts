import type { Compress } from "../../../codecs/codec.ts";
import { type Bound, type End, encodeBound } from "./bounds.ts";
import type { Column } from "./columns.ts";
import {
  bodyOf,
  type Dictionary,
  dataHeader,
  dictionaryHeader,
  LARGEST_HEADER_BYTES,
  type PageCodec,
  type PageStreams,
  sumBytes,
  type ValueEncoding,
} from "./pages.ts";
import { ThriftWriter } from "./thrift.ts";

export interface Page extends PageStreams {
  /** Of the values that are not null. Absent if there is none, or if a double is NaN. */
  minimum?: Bound;
  maximum?: Bound;
}

/** A column of a row group. */
export interface Chunk {
  column: Column;
  codec: PageCodec;
  dictionary?: Dictionary;
  pages: readonly Page[];
  nulls: number;
  /** Of all pages. */
  minimum?: Bound;
  maximum?: Bound;
}

/** Their input is not in shared memory. */
export type Compressors = Partial<Record<PageCodec, Compress>>;

export interface PageMetadata {
  /** Address from the start of the group. */
  offset: number;
  /** Size with the header. */
  byteLength: number;
  rows: number;
  nulls: number;
  encoding: ValueEncoding;
  /** Encoded bounds (bounds.ts) in base64. */
  minimum?: string;
  maximum?: string;
}

export interface ChunkMetadata {
  codec: PageCodec;
  /** Address of the first page from the start of the group. */
  offset: number;
  hasDictionary: boolean;
  /** Sizes with all headers: before compression, and in the file. */
  rawBytes: number;
  byteLength: number;
  nulls: number;
  minimum?: string;
  maximum?: string;
  pages: PageMetadata[];
}

/** All that the footer says of a row group, except where it is in the file. */
export interface GroupMetadata {
  rows: number;
  byteLength: number;
  /** In the order of the schema. */
  chunks: ChunkMetadata[];
}

/** Returns the metadata as bytes, for another thread. */
export function serializeGroup(metadata: GroupMetadata): Uint8Array {
  return Buffer.from(JSON.stringify(metadata));
}

/** @param bytes of `serializeGroup`; they may be in shared memory */
export function parseGroup(bytes: Uint8Array): GroupMetadata {
  return JSON.parse(Buffer.from(bytes).toString()) as GroupMetadata;
}

/** A page of n bytes takes at most 32 + n + n / 6 bytes in snappy, which grows most of the codecs. */
export const largestPage = (rawBytes: number): number => LARGEST_HEADER_BYTES + 32 + rawBytes + Math.ceil(rawBytes / 6);

/** Returns the most bytes that `assembleGroup` needs. */
export function boundGroupBytes(chunks: readonly Chunk[]): number {
  const bodies = chunks.flatMap(({ column, dictionary, pages }) => [
    dictionary?.bytes.length ?? 0,
    ...pages.map((page) => sumBytes(bodyOf(page, column.isOptional))),
  ]);
  return bodies.reduce((sum, rawBytes) => sum + largestPage(rawBytes), 0);
}

/** Copies a part of a page to a place of the output. */
export type CopyPart = (part: Uint8Array, output: Uint8Array, offset: number) => void;

const copyPart: CopyPart = (part, output, offset) => output.set(part, offset);

/** Puts pages after one another. */
class PageBuffer {
  readonly output: Uint8Array;
  readonly #copy: CopyPart;
  length = 0;
  /** What `length` would be without compression. */
  rawLength = 0;
  readonly #writer = new ThriftWriter();

  constructor(output: Uint8Array, copy: CopyPart) {
    this.output = output;
    this.#copy = copy;
  }

  add(
    parts: readonly Uint8Array[],
    compress: Compress | undefined,
    headerOf: (writer: ThriftWriter, sizes: { rawBytes: number; packedBytes: number }) => Uint8Array,
  ): void {
    const rawBytes = sumBytes(parts);
    const packed = compress === undefined ? parts : [compress(Buffer.concat(parts))];
    const packedBytes = sumBytes(packed);
    const header = headerOf(this.#writer, { rawBytes, packedBytes });
    if (this.length + header.length + packedBytes > this.output.length)
      throw new RangeError(`a row group has more than the ${this.output.length} bytes of its buffer`);
    for (const part of [header, ...packed]) {
      this.#copy(part, this.output, this.length);
      this.length += part.length;
    }
    this.rawLength += header.length + rawBytes;
  }
}

function compressorOf(codec: PageCodec, compressors: Compressors): Compress | undefined {
  if (codec === "none") return undefined;
  const compress = compressors[codec];
  if (compress === undefined) throw new Error(`there is no compressor for ${codec}`);
  return compress;
}

function boundsOf(
  column: Column,
  bounds: { minimum?: Bound; maximum?: Bound },
): { minimum?: string; maximum?: string } {
  const encode = (end: End): string | undefined => {
    const bytes = encodeBound(column, bounds[end], end);
    return bytes === undefined ? undefined : Buffer.from(bytes).toString("base64");
  };
  const [minimum, maximum] = [encode("minimum"), encode("maximum")];
  // One of them alone helps no reader, and a column index has no place for it.
  return minimum === undefined || maximum === undefined ? {} : { minimum, maximum };
}

function addChunk(buffer: PageBuffer, chunk: Chunk, compress: Compress | undefined): ChunkMetadata {
  const { column, codec, dictionary, nulls } = chunk;
  const [offset, rawOffset] = [buffer.length, buffer.rawLength];
  if (dictionary !== undefined)
    buffer.add([dictionary.bytes], compress, (writer, sizes) => dictionaryHeader(writer, dictionary.values, sizes));
  const pages = chunk.pages.map((page): PageMetadata => {
    const { rows, nulls, encoding } = page;
    const pageOffset = buffer.length;
    buffer.add(bodyOf(page, column.isOptional), compress, (writer, sizes) => dataHeader(writer, page, sizes));
    return {
      offset: pageOffset,
      byteLength: buffer.length - pageOffset,
      rows,
      nulls,
      encoding,
      ...boundsOf(column, page),
    };
  });
  return {
    codec,
    offset,
    hasDictionary: dictionary !== undefined,
    rawBytes: buffer.rawLength - rawOffset,
    byteLength: buffer.length - offset,
    nulls,
    ...boundsOf(column, chunk),
    pages,
  };
}

const sumOf = (pages: readonly { rows: number; nulls: number }[], what: "rows" | "nulls"): number =>
  pages.reduce((sum, page) => sum + page[what], 0);

function checkCounts({ column: { name, isOptional }, pages, nulls }: Chunk, rows: number): void {
  const [pageRows, pageNulls] = [sumOf(pages, "rows"), sumOf(pages, "nulls")];
  if (pageRows !== rows) throw new Error(`${name} has ${pageRows} rows in a row group of ${rows}`);
  if (pageNulls !== nulls) throw new Error(`${name} has ${pageNulls} nulls in its pages, and ${nulls} in all`);
  if (nulls > 0 && !isOptional) throw new Error(`${name} has nulls and is not optional`);
}

/**
 * Writes a row group's chunks, in the order of the schema, to the start of a buffer, which may be shared memory.
 * @throws RangeError if the buffer is too small
 * @throws Error if the columns have unequal numbers of rows, or streams do not fit their column
 */
export function assembleGroup(
  output: Uint8Array,
  chunks: readonly Chunk[],
  compressors: Compressors = {},
  copy: CopyPart = copyPart,
): GroupMetadata {
  const rows = sumOf(chunks[0]?.pages ?? [], "rows");
  const buffer = new PageBuffer(output, copy);
  const written = chunks.map((chunk) => {
    checkCounts(chunk, rows);
    return addChunk(buffer, chunk, compressorOf(chunk.codec, compressors));
  });
  return { rows, byteLength: buffer.length, chunks: written };
}
