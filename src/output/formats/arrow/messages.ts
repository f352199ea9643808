// Encapsulated messages of Arrow's IPC format (https://arrow.apache.org/docs/format/Columnar.html), after Message.fbs, Schema.fbs and
// File.fbs. Of each table, the fields are in the order of their numbers.
import { isNullable } from "../../../schema/choose.ts";
import type { Field } from "../../../schema/fields.ts";
import {
  byte,
  flag,
  flatbuffer,
  int,
  list,
  long,
  type Node,
  reference,
  short,
  structs,
  table,
  text,
} from "./flatbuffer.ts";

const VERSION_5 = 4;
const HEADERS = { schema: 1, dictionary: 2, records: 3 } as const;
const TYPES = { int: 2, float: 3, utf8: 5, timestamp: 10 } as const;
const DOUBLE = 2;
const MICROSECONDS = 2;
const CONTINUATION = 0xffffffff;
/** Messages and buffers begin at multiples of this. */
const ALIGNMENT = 8;
const PREFIX_BYTES = 8;

/** Codecs of buffers, by the names of --compress (CompressionType). */
export const BUFFER_CODECS = { lz4: 0, zstd: 1 } as const;
export type BufferCodec = keyof typeof BUFFER_CODECS;

/** A column: a field, and the bytes of its indices if its values are in a dictionary. */
export interface ArrowColumn {
  field: Field;
  indexBytes?: 2 | 4;
}

/** Where a buffer is in the body of its message. */
export interface BufferPlace {
  offset: number;
  byteLength: number;
}

/** The lengths and places of a batch. */
export interface BatchParts {
  rows: number;
  /** Nulls of each column. */
  nulls: readonly number[];
  buffers: readonly BufferPlace[];
  bodyBytes: number;
  codec?: BufferCodec | undefined;
}

/** A message in a file. */
export interface Block {
  offset: number;
  metadataBytes: number;
  bodyBytes: number;
}

export const aligned = (byteLength: number) => Math.ceil(byteLength / ALIGNMENT) * ALIGNMENT;

const integer = (bits: number) => table([int(bits), flag(true)]);

function typeOf({ type, unit }: Field): { type: number; node: Node } {
  if (type === "string") return { type: TYPES.utf8, node: table([]) };
  if (type === "double") return { type: TYPES.float, node: table([short(DOUBLE)]) };
  if (unit === "epoch-milliseconds")
    return { type: TYPES.timestamp, node: table([short(MICROSECONDS), reference(text("UTC"))]) };
  return { type: TYPES.int, node: integer(type === "int32" ? 32 : 64) };
}

/** The number of a column is the id of its dictionary. */
function fieldNode({ field, indexBytes }: ArrowColumn, id: number): Node {
  const { type, node } = typeOf(field);
  const dictionary = indexBytes && table([long(id), reference(integer(indexBytes * 8)), flag(false)]);
  return table([
    reference(text(field.name)),
    flag(isNullable(field)),
    byte(type),
    reference(node),
    dictionary && reference(dictionary),
    reference(list([])),
  ]);
}

function schemaNode(columns: readonly ArrowColumn[], metadata: Readonly<Record<string, string>>): Node {
  const entries = Object.entries(metadata).map((entry) => table(entry.map((part) => reference(text(part)))));
  return table([short(0), reference(list(columns.map(fieldNode))), reference(list(entries))]);
}

function batchNode({ rows, nulls, buffers, codec }: BatchParts): Node {
  return table([
    long(rows),
    reference(structs(nulls.map((count) => [rows, count]))),
    reference(structs(buffers.map(({ offset, byteLength }) => [offset, byteLength]))),
    codec && reference(table([byte(BUFFER_CODECS[codec]), byte(0)])),
  ]);
}

/** Returns what is before the body of a message. */
function messageStart(type: number, header: Node, bodyBytes: number): Uint8Array {
  const metadata = flatbuffer(table([short(VERSION_5), byte(type), reference(header), long(bodyBytes)]));
  const bytes = Buffer.alloc(aligned(PREFIX_BYTES + metadata.byteLength));
  bytes.writeUInt32LE(CONTINUATION);
  bytes.writeUInt32LE(bytes.length - PREFIX_BYTES, 4);
  bytes.set(metadata, PREFIX_BYTES);
  return bytes;
}

/** Returns the message that a stream begins with. */
export function schemaMessage(columns: readonly ArrowColumn[], metadata: Readonly<Record<string, string>>): Uint8Array {
  return messageStart(HEADERS.schema, schemaNode(columns, metadata), 0);
}

/** Returns what is before the body of a dictionary. */
export function dictionaryStart(id: number, parts: BatchParts): Uint8Array {
  return messageStart(HEADERS.dictionary, table([long(id), reference(batchNode(parts))]), parts.bodyBytes);
}

/** Returns what is before the body of a record batch. Its size depends on the numbers of columns and buffers alone. */
export function recordsStart(parts: BatchParts): Uint8Array {
  return messageStart(HEADERS.records, batchNode(parts), parts.bodyBytes);
}

/** The end of a stream. */
export const END = Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0);

/** Returns the place of a message that begins at an offset. */
export function blockOf(message: Uint8Array, offset: number): Block {
  const metadataBytes = PREFIX_BYTES + Buffer.from(message.buffer, message.byteOffset, PREFIX_BYTES).readUInt32LE(4);
  return { offset, metadataBytes, bodyBytes: message.byteLength - metadataBytes };
}

/** A Block is two longs with an int between them, which has the room of a long. */
const blocksNode = (blocks: readonly Block[]) =>
  structs(blocks.map(({ offset, metadataBytes, bodyBytes }) => [offset, metadataBytes, bodyBytes]));

/** Returns the footer of a file. */
export function footer(
  columns: readonly ArrowColumn[],
  metadata: Readonly<Record<string, string>>,
  blocks: { dictionaries: readonly Block[]; records: readonly Block[] },
): Uint8Array {
  return flatbuffer(
    table([
      short(VERSION_5),
      reference(schemaNode(columns, metadata)),
      reference(blocksNode(blocks.dictionaries)),
      reference(blocksNode(blocks.records)),
    ]),
  );
}
