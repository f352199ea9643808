import { Decoder } from "@toondepauw/node-zstd";
import {
  CHECKSUM_BYTES,
  DESCRIPTOR_CHECKSUM,
  DESCRIPTOR_SINGLE_SEGMENT,
  MAGIC,
  MAGIC_BYTES,
} from "../../output/codecs/zstd-frame.ts";
import { zlibWithZstd } from "../../output/codecs/zstd-stream.ts";
import { RunError } from "../../system/errors.ts";
import { printable } from "../../system/printable.ts";
import { Unpacker } from "../../system/unpacker.ts";
import type { Source } from "../input.ts";
import { isSkippable, skipFrame } from "./skippable.ts";

// Zstandard frames: https://datatracker.ietf.org/doc/html/rfc8878#section-3.1
//
//   magic | descriptor | [window] | [dictionary id] | [content size]
//   then, for each block:  3 bytes: last block?, kind, size | content
//   then:                  [checksum]
const BLOCK_HEAD_BYTES = 3;
const DICTIONARY_ID_BYTES = [0, 1, 2, 4];
const CONTENT_SIZE_BYTES = [0, 2, 4, 8];
/** A block of this kind is one byte, repeated as often as its size says. */
const KIND_REPEATED = 1;
const KIND_COMPRESSED = 2;
const KIND_RESERVED = 3;
/** The most content of a block, in bytes (RFC 8878, 3.1.1.2.4). */
const MOST_BLOCK_BYTES = 128 << 10;
/** Bytes that are passed on at once. */
const PIECE_BYTES = 1 << 20;

/** For messages. */
const FRAME = "a Zstandard frame";

/** Whether a file that starts with these bytes has Zstandard frames. */
export function startsZstd(head: Buffer): boolean {
  return head.length >= MAGIC_BYTES && head.readUInt32LE(0) === MAGIC;
}

/** Yields the contents of all frames of a file, one frame at a time. Skips skippable frames. */
export async function* readZstd(input: Source): AsyncGenerator<Buffer> {
  const decoder = new Decoder();
  while ((await input.peek(1)).length > 0) {
    const head = await input.peek(MAGIC_BYTES);
    if (startsZstd(head)) yield* readFrame(input, decoder);
    else if (isSkippable(head)) await skipFrame(input);
    else throw input.damaged("no Zstandard frame begins here");
  }
}

function* pieces(content: Buffer): Generator<Buffer> {
  for (let at = 0; at < content.length; at += PIECE_BYTES) yield content.subarray(at, at + PIECE_BYTES);
}

async function* readFrame(input: Source, decoder: Decoder): AsyncGenerator<Buffer> {
  const start = input.offset;
  const length = await findFrameLength(input);
  if (length === undefined) {
    yield* unpackBlocks(input);
    return;
  }
  const bytes = await input.take(length, FRAME);
  let content: Buffer;
  try {
    content = decoder.decodeSync(bytes);
  } catch (error) {
    throw input.damaged(`the Zstandard frame cannot be unpacked (${(error as Error).message})`, start);
  }
  yield* pieces(content);
}

/** A block's head: the block's length with the head, and the most content that it may have, in bytes. */
function readBlock(head: Buffer, input: Source): { isLast: boolean; length: number; mostContent: number } {
  const block = head.readUIntLE(0, BLOCK_HEAD_BYTES);
  const kind = (block >> 1) & 3;
  if (kind === KIND_RESERVED) throw input.damaged("a block of the Zstandard frame is of no kind");
  const size = block >> 3;
  if (size > MOST_BLOCK_BYTES) throw input.damaged("a block of the Zstandard frame is larger than the format allows");
  return {
    isLast: (block & 1) === 1,
    length: BLOCK_HEAD_BYTES + (kind === KIND_REPEATED ? 1 : size),
    mostContent: kind === KIND_COMPRESSED ? MOST_BLOCK_BYTES : size,
  };
}

/** The next frame's length, found by walking its blocks; undefined if its content may be too large to unpack at once. */
async function findFrameLength(input: Source): Promise<number | undefined> {
  const descriptor = (await input.peek(MAGIC_BYTES + 1))[MAGIC_BYTES] ?? 0;
  let length = MAGIC_BYTES + 1 + headerBytes(descriptor);
  let mostContent = 0;
  for (let isLast = false; !isLast; ) {
    const head = (await input.peek(length + BLOCK_HEAD_BYTES)).subarray(length);
    if (head.length < BLOCK_HEAD_BYTES) return length + BLOCK_HEAD_BYTES;
    const block = readBlock(head, input);
    isLast = block.isLast;
    length += block.length;
    mostContent += block.mostContent;
    if (mostContent > input.mostFrameBytes) return undefined;
  }
  return length + checksumBytes(descriptor);
}

/** The content of a long frame, as much as a block holds at a time. The checksum at its end is compared after its content has been yielded. */
async function* unpackBlocks(input: Source): AsyncGenerator<Buffer> {
  const { createZstdDecompress } = zlibWithZstd;
  if (createZstdDecompress === undefined) throw tooLarge(input);
  const start = input.offset;
  const unpacker = new Unpacker(createZstdDecompress({ chunkSize: MOST_BLOCK_BYTES }));
  try {
    const descriptor = (await input.peek(MAGIC_BYTES + 1))[MAGIC_BYTES]!;
    yield* await unpacker.unpack(await input.take(MAGIC_BYTES + 1 + headerBytes(descriptor), FRAME));
    for (let isLast = false; !isLast && unpacker.isOpen; ) {
      const head = await input.peek(BLOCK_HEAD_BYTES);
      if (head.length < BLOCK_HEAD_BYTES) await input.take(BLOCK_HEAD_BYTES, FRAME); // throws, with the offset of the file's end
      const block = readBlock(head, input);
      isLast = block.isLast;
      const length = block.length + (isLast ? checksumBytes(descriptor) : 0);
      yield* await unpacker.unpack(await input.take(length, FRAME));
    }
    if (unpacker.isOpen) yield* await unpacker.finish();
    if (unpacker.failure !== undefined)
      throw input.damaged(`the Zstandard frame cannot be unpacked (${unpacker.failure})`, start);
  } finally {
    unpacker.close();
  }
}

function checksumBytes(descriptor: number): number {
  return descriptor & DESCRIPTOR_CHECKSUM ? CHECKSUM_BYTES : 0;
}

function tooLarge(input: Source): Error {
  const name = printable(input.name);
  return new RunError(
    `${name}: the Zstandard frame at byte ${input.offset} may hold more than ${input.mostFrameBytes >> 20} MiB, and Node ${process.version} ` +
      "unpacks frames as a whole; use Node 22.15 or later, or unpack it with zstd: zstd -dc FILE | eventsim cat",
  );
}

/** Bytes of the fields between descriptor and first block: those before the content's size, and the size. */
function fieldBytes(descriptor: number): { before: number; size: number } {
  const isSingleSegment = (descriptor & DESCRIPTOR_SINGLE_SEGMENT) !== 0;
  const sizeCode = descriptor >> 6;
  return {
    before: (isSingleSegment ? 0 : 1) + DICTIONARY_ID_BYTES[descriptor & 3]!,
    size: sizeCode === 0 && isSingleSegment ? 1 : CONTENT_SIZE_BYTES[sizeCode]!,
  };
}

function headerBytes(descriptor: number): number {
  const { before, size } = fieldBytes(descriptor);
  return before + size;
}

/** Returns the length of the content that a frame declares; undefined if it declares none. */
export function declaredBytes(frame: Buffer): number | undefined {
  const { before, size } = fieldBytes(frame[MAGIC_BYTES] ?? 0);
  const at = MAGIC_BYTES + 1 + before;
  if (size === 0 || at + size > frame.length) return undefined;
  if (size === 8) return Number(frame.readBigUInt64LE(at));
  return frame.readUIntLE(at, size) + (size === 2 ? 256 : 0);
}
