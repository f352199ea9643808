import { startsArrow, startsArrowFile } from "./arrow/magic.ts";
import { startsAvro } from "./avro/magic.ts";
import { readGzip, startsGzip } from "./compression/gzip.ts";
import { readHadoop, startsHadoop } from "./compression/hadoop.ts";
import { readLz4, startsLz4 } from "./compression/lz4.ts";
import { isSkippable, skipFrame } from "./compression/skippable.ts";
import { readZstd, startsZstd } from "./compression/zstd.ts";
import { startsCsv } from "./csv/header.ts";
import type { ColumnBatch } from "./event-columns.ts";
import type { Input } from "./input.ts";
import { wholeLines } from "./lines.ts";
import { msgpackLines, startsMsgpack } from "./msgpack.ts";
import { startsParquet } from "./parquet/magic.ts";
import { PieceSource } from "./piece-source.ts";
import type { FieldCondition } from "./where.ts";

export interface ReadOptions {
  conditions?: readonly FieldCondition[] | undefined;
  /** What stands for null in CSV, besides nothing. */
  csvNull?: string | undefined;
}

interface Codec {
  /** Whether a file that begins so is of this kind. */
  starts: (head: Buffer) => boolean;
  /** Unpacked bytes; each piece is valid until the next is asked for. */
  read: (input: Input) => AsyncGenerator<Buffer>;
}

/** Hadoop's framing has no magic number of its own, so it comes last. */
const CODECS: readonly Codec[] = [
  { starts: startsLz4, read: readLz4 },
  { starts: startsZstd, read: readZstd },
  { starts: startsGzip, read: readGzip },
  { starts: startsHadoop, read: readHadoop },
];
const HEAD_BYTES = 8;
const OPEN_BRACE = 0x7b;

async function* readPlain(input: Input): AsyncGenerator<Buffer> {
  for (let bytes = await input.takeSome(); bytes.length > 0; bytes = await input.takeSome()) yield bytes;
}

/** Yields the pieces already read for detection, and then the rest. */
async function* putBack(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

/** The first piece that has a byte in it. */
async function firstOf(source: AsyncGenerator<Buffer>): Promise<Buffer | undefined> {
  for (;;) {
    const { value, done } = await source.next();
    if (done) return undefined;
    if (value.length > 0) return value;
  }
}

/** How the events of formats of columns leave: as lines, or in columns of these names. */
interface Wanted<Part> {
  parquet(input: Input): Promise<AsyncGenerator<Part>>;
  arrow(source: PieceSource, file: Input | undefined): Promise<AsyncGenerator<Part>>;
}

async function* read<Part>(input: Input, wanted: Wanted<Part>, csvNull: string): AsyncGenerator<Part | Buffer> {
  // Some parallel compressors begin a file with such a frame; the bytes after it tell the codec.
  while (isSkippable(await input.peek(HEAD_BYTES))) await skipFrame(input);
  const head = await input.peek(HEAD_BYTES);
  if (startsParquet(head)) {
    yield* await wanted.parquet(input);
    return;
  }
  const unpack = CODECS.find(({ starts }) => starts(head))?.read ?? readPlain;
  const unpacked = unpack(input);
  const first = await firstOf(unpacked);
  if (first === undefined) return;
  const source = putBack(first, unpacked);
  if (first[0] === OPEN_BRACE) yield* wholeLines(source, input.name);
  else if (startsAvro(first)) {
    const { avroLines } = await import("./avro/avro.ts");
    yield* avroLines(new PieceSource(source, input.name, input.mostFrameBytes));
  } else if (startsArrow(first)) {
    const file = unpack === readPlain && startsArrowFile(first) ? input : undefined;
    yield* await wanted.arrow(new PieceSource(source, input.name, input.mostFrameBytes), file);
  } else if (startsCsv(first)) {
    const { csvLines } = await import("./csv/csv.ts");
    yield* csvLines(source, input.name, csvNull);
  } else if (startsMsgpack(first[0]!)) yield* msgpackLines(source, input.name);
  else throw unknownKind(input, first, unpack === readPlain);
}

/**
 * Yields the events of a file as lines of JSON, in pieces of whole lines, each valid until the next is requested. Codec and format
 * are detected from the file's first bytes, not from its name. Formats of columns leave out events in which a condition does not hold;
 * others do not look at them. Throws RunError at a damage, after yielding the lines before it.
 */
export function readEvents(input: Input, { conditions = [], csvNull = "" }: ReadOptions = {}): AsyncGenerator<Buffer> {
  const lines: Wanted<Buffer> = {
    parquet: async (file) => (await import("./parquet/parquet.ts")).parquetLines(file, conditions),
    arrow: async (source, file) => (await import("./arrow/arrow.ts")).arrowLines(source, conditions, file),
  };
  return read(input, lines, csvNull);
}

/** The same, with the events of formats of columns in batches of the named columns; no other column is read or unpacked. */
export function readParts(
  input: Input,
  names: readonly string[],
  { csvNull = "" }: Pick<ReadOptions, "csvNull"> = {},
): AsyncGenerator<Buffer | ColumnBatch> {
  const batches: Wanted<ColumnBatch> = {
    parquet: async (file) => (await import("./parquet/parquet.ts")).parquetBatches(file, names),
    arrow: async (source, file) => (await import("./arrow/arrow.ts")).arrowBatches(source, names, file),
  };
  return read(input, batches, csvNull);
}

function unknownKind(input: Input, first: Buffer, isPlain: boolean): Error {
  const shown = first
    .subarray(0, HEAD_BYTES)
    .toString("hex")
    .replace(/..(?=.)/g, "$& ");
  return input.damaged(`${isPlain ? "the file" : "its content"} begins with ${shown}, as no events do`, 0);
}
