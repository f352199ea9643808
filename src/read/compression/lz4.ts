import { uncompressSync } from "lz4-napi";
import type { XXHashAPI } from "xxhash-wasm";
import type { Source } from "../input.ts";
import { isSkippable, skipFrame } from "./skippable.ts";

// LZ4 frames: https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
//
//   magic | flags | block size | [content size] | [dictionary id] | header check
//   then, for each block:  length, its top bit set for plain bytes | bytes | [block check]
//   then:                  0 | [content check]
//
// lz4-napi unpacks the blocks, xxhash-wasm adds up the checksums. lz4-napi's decompressFrameSync (2.10.0) fails the tests of several
// frames, of skippable ones and of frames that are cut: it leaves out what follows the first frame, and returns what a cut one has.
const MAGIC = 0x184d2204;
const VERSION = 1;
const FLAG_INDEPENDENT = 1 << 5;
const FLAG_BLOCK_CHECK = 1 << 4;
const FLAG_CONTENT_SIZE = 1 << 3;
const FLAG_CONTENT_CHECK = 1 << 2;
const FLAG_DICTIONARY = 1;
const PLAIN = 0x80000000;
/** How far back a match may reach, into earlier blocks too where blocks are linked. */
const WINDOW_BYTES = 65536;

interface Frame {
  hashes: XXHashAPI;
  flags: number;
  mostBlockBytes: number;
}

/** Whether a file that starts with these bytes has LZ4 frames. */
export function startsLz4(head: Buffer): boolean {
  return head.length >= 4 && head.readUInt32LE(0) === MAGIC;
}

/** Yields the contents of all frames of a file. Skips skippable frames. Compares every checksum that is present. */
export async function* readLz4(input: Source): AsyncGenerator<Buffer> {
  // Loaded only for files of this kind, since it has to be compiled.
  const hashes = await (await import("xxhash-wasm")).default();
  while ((await input.peek(1)).length > 0) {
    const head = await input.peek(4);
    if (startsLz4(head)) yield* readFrame(input, hashes);
    else if (isSkippable(head)) await skipFrame(input);
    else throw input.damaged("no LZ4 frame begins here");
  }
}

async function readHeader(input: Source, hashes: XXHashAPI): Promise<Frame & { contentSize: bigint | undefined }> {
  const start = input.offset;
  const flags = (await input.peek(5))[4] ?? 0;
  const sizeBytes = flags & FLAG_CONTENT_SIZE ? 8 : 0;
  const header = await input.take(7 + sizeBytes + (flags & FLAG_DICTIONARY ? 4 : 0), "an LZ4 frame's header");
  const described = header.subarray(4, -1);
  if (flags >> 6 !== VERSION || header.at(-1) !== ((hashes.h32Raw(described) >>> 8) & 0xff))
    throw input.damaged("the LZ4 frame's header is wrong", start);
  if (flags & FLAG_DICTIONARY) throw input.damaged("the LZ4 frame needs a dictionary, and ours have none", start);
  const code = (header[5]! >> 4) & 7;
  if (code < 4) throw input.damaged("the LZ4 frame's block size is unknown", start);
  return {
    hashes,
    flags,
    mostBlockBytes: 2 ** (8 + 2 * code),
    contentSize: sizeBytes === 0 ? undefined : header.readBigUInt64LE(6),
  };
}

async function* readFrame(input: Source, hashes: XXHashAPI): AsyncGenerator<Buffer> {
  const start = input.offset;
  const { contentSize, ...frame } = await readHeader(input, hashes);
  const check = frame.flags & FLAG_CONTENT_CHECK ? hashes.create32() : undefined;
  let length = 0;
  let window: Buffer = Buffer.alloc(0);
  for (;;) {
    const block = await readBlock(input, frame, window);
    if (block === undefined) break;
    check?.update(block);
    length += block.length;
    if (!(frame.flags & FLAG_INDEPENDENT)) window = Buffer.concat([window, block]).subarray(-WINDOW_BYTES);
    yield block;
  }
  if (check !== undefined && (await input.take(4, "a checksum")).readUInt32LE(0) !== check.digest())
    throw input.damaged("the LZ4 frame's content has another checksum", start);
  if (contentSize !== undefined && contentSize !== BigInt(length))
    throw input.damaged(`the LZ4 frame holds ${length} bytes and should hold ${contentSize}`, start);
}

/** The next block's content; undefined at the frame's end. */
async function readBlock(
  input: Source,
  { hashes, flags, mostBlockBytes }: Frame,
  window: Buffer,
): Promise<Buffer | undefined> {
  const start = input.offset;
  const size = (await input.peek(4)).length < 4 ? PLAIN : (await input.peek(4)).readUInt32LE(0);
  if (size === 0) {
    await input.take(4, "an LZ4 frame");
    return undefined;
  }
  const length = size & ~PLAIN;
  if (length > mostBlockBytes) throw input.damaged("the length of an LZ4 block is wrong", start);
  const checkBytes = flags & FLAG_BLOCK_CHECK ? 4 : 0;
  const bytes = await input.take(4 + length + checkBytes, "an LZ4 block");
  const content = bytes.subarray(4, 4 + length);
  if (checkBytes > 0 && bytes.readUInt32LE(4 + length) !== hashes.h32Raw(content))
    throw input.damaged("the LZ4 block has another checksum", start);
  if (size >= PLAIN) return content;
  return unpackBlock(input, start, bytes.subarray(0, 4 + length), mostBlockBytes, window);
}

/**
 * The content of a raw block. `bytes` has four free bytes before the block: there the decoder expects the largest size of
 * the content. `start` is the block's offset, for the message if it is damaged.
 */
export function unpackBlock(input: Source, start: number, bytes: Buffer, mostBytes: number, window?: Buffer): Buffer {
  bytes.writeUInt32LE(mostBytes, 0);
  try {
    return uncompressSync(bytes, window === undefined || window.length === 0 ? undefined : window);
  } catch (error) {
    throw input.damaged(`the LZ4 block cannot be unpacked (${(error as Error).message})`, start);
  }
}
