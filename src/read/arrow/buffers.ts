import { decompressZstd } from "hyparquet-compressors";
import { readLz4 } from "../compression/lz4.ts";
import { declaredBytes } from "../compression/zstd.ts";
import { PieceSource } from "../piece-source.ts";
import type { Table } from "./flatbuffers.ts";
import type { ArrowField, Layout } from "./schema.ts";

/** The length before compression. */
const LENGTH_BYTES = 8;
/** The length of a buffer that did not become smaller, so it is not compressed. */
const NOT_COMPRESSED = -1;

/** Unpacks content of at most a length. Throws where it is longer or damaged. */
type Read = (packed: Buffer, length: number) => Promise<Buffer>;

const readLz4Frame: Read = async (packed, length) => {
  async function* whole(): AsyncGenerator<Buffer> {
    yield packed;
  }
  const content = Buffer.allocUnsafe(length);
  let at = 0;
  for await (const part of readLz4(new PieceSource(whole(), "buffer", Math.max(length, 1 << 20)))) {
    if (part.length > length - at) throw new Error("the content is too long");
    at += part.copy(content, at);
  }
  return content.subarray(0, at);
};

/** The package gets the room, since a frame of many small blocks does not tell how much it needs; it neither fails nor says so where the room is wrong. */
const readZstdFrame: Read = async (packed, length) => {
  if ((declaredBytes(packed) ?? length) !== length) throw new Error("the content has another length");
  const { buffer, byteOffset } = decompressZstd(packed, new Uint8Array(length));
  return Buffer.from(buffer, byteOffset, length);
};

const CODECS: readonly Read[] = [readLz4Frame, readZstdFrame];

/** The buffers of a column in a batch. */
export interface ColumnBuffers {
  rows: number;
  nulls: number;
  buffers: Buffer[];
}

/** The number of buffers of a layout; `views` have more, as many as the batch declares. */
function bufferCount(layout: Layout): number {
  if (layout.kind === "null") return 0;
  if (layout.kind === "text" || (layout.kind === "other" && layout.buffers === "offsets")) return 3;
  return 2;
}

const isView = (layout: Layout): boolean =>
  layout.kind === "view" || (layout.kind === "other" && layout.buffers === "views");

/** Unpacks buffers of a batch, into at most `mostBytes` in all. */
class Unpacker {
  constructor(
    readonly codec: number | undefined,
    private bytesLeft: number,
  ) {}

  /** Throws Error that says what is wrong. */
  async unpack(bytes: Buffer): Promise<Buffer> {
    if (this.codec === undefined || bytes.length === 0) return bytes;
    if (bytes.length < LENGTH_BYTES) throw new Error("a compressed buffer has no length");
    const length = Number(bytes.readBigInt64LE(0));
    const packed = bytes.subarray(LENGTH_BYTES);
    if (length === NOT_COMPRESSED) return packed;
    if (!(length >= 0 && length <= this.bytesLeft)) throw new Error(`a buffer declares ${length} bytes`);
    this.bytesLeft -= length;
    return this.#decode(packed, length);
  }

  async #decode(packed: Buffer, length: number): Promise<Buffer> {
    const read = CODECS[this.codec!];
    if (read === undefined) throw new Error(`its codec has the number ${this.codec}, which this program does not read`);
    const content = await read(packed, length).catch(() => {
      throw new Error("a compressed buffer cannot be unpacked");
    });
    if (content.length !== length) throw new Error(`a compressed buffer does not have its ${length} bytes`);
    return content;
  }
}

/** The columns of a batch of records, or of the one column of a dictionary. */
export class BatchBuffers {
  readonly rows: number;
  readonly #nodes: number[][];
  readonly #regions: number[][];
  /** For each field, the place of its node, of its first buffer and their number. */
  readonly #places: { buffer: number; count: number }[] = [];
  readonly #unpacker: Unpacker;

  /** @throws Error that says what is wrong */
  constructor(
    batch: Table,
    private readonly body: Buffer,
    fields: readonly ArrowField[],
    mostBytes: number,
  ) {
    this.rows = batch.int64(0);
    this.#nodes = batch.numbers(1, 2);
    this.#regions = batch.numbers(2, 2);
    const views = batch.numbers(4, 1);
    let buffer = 0;
    for (const { layout } of fields) {
      const count = bufferCount(layout) + (isView(layout) ? (views.shift()?.[0] ?? 0) : 0);
      this.#places.push({ buffer, count });
      buffer += count;
    }
    if (!(this.rows >= 0) || this.#nodes.length !== fields.length || this.#regions.length !== buffer)
      throw new Error("it does not have the columns of the schema");
    const compression = batch.table(3);
    this.#unpacker = new Unpacker(compression?.byte(0), mostBytes);
  }

  /** The unpacked buffers of a column; call it once for each. Throws Error that says what is wrong. */
  async column(index: number): Promise<ColumnBuffers> {
    const [rows, nulls] = this.#nodes[index] as [number, number];
    if (rows !== this.rows) throw new Error(`a column has ${rows} values in a batch of ${this.rows} rows`);
    const { buffer, count } = this.#places[index]!;
    const buffers: Buffer[] = [];
    for (const [offset, length] of this.#regions.slice(buffer, buffer + count)) {
      if (!(offset! >= 0 && length! >= 0 && offset! + length! <= this.body.length))
        throw new Error("a buffer is outside of its body");
      buffers.push(await this.#unpacker.unpack(this.body.subarray(offset, offset! + length!)));
    }
    return { rows, nulls, buffers };
  }
}
