import type { Input } from "../input.ts";
import { unpackBlock } from "./lz4.ts";

// Hadoop's framing, which has no magic number and no checksum, all numbers big-endian:
//
//   for each block:  length of its content | for each chunk of it:  length | raw LZ4 block
//
// We write a chunk a block; Hadoop writes several where its buffer is smaller than the block.
/** Blocks are at most a few megabytes long; a greater length means another kind of file. */
const MOST_BLOCK_BYTES = 64 << 20;

/** Hadoop's output for no input: the length of a block without content. */
const NO_CONTENT = Buffer.alloc(4);

/** A byte of LZ4 expands to at most 255. The decoder allocates the allowed size, whatever the content. */
const MOST_RATIO = 255;

/** LZ4's own bound for content that cannot be compressed. */
function mostChunkBytes(contentBytes: number): number {
  return contentBytes + Math.floor(contentBytes / 255) + 16;
}

/** Whether a file that starts with these bytes has Hadoop's framing: its first two lengths must be plausible together. */
export function startsHadoop(head: Buffer): boolean {
  if (head.length < 8) return head.equals(NO_CONTENT);
  const [content, chunk] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  return content > 0 && content <= MOST_BLOCK_BYTES && chunk > 0 && chunk <= mostChunkBytes(content);
}

/** Yields the contents of all blocks of a file. */
export async function* readHadoop(input: Input): AsyncGenerator<Buffer> {
  while ((await input.peek(1)).length > 0) {
    const start = input.offset;
    const length = (await input.take(4, "the length of a block")).readUInt32BE(0);
    if (length > MOST_BLOCK_BYTES) throw input.damaged("the length of a block is wrong", start);
    for (let left = length; left > 0; ) {
      const chunk = await readChunk(input, left);
      left -= chunk.length;
      yield chunk;
    }
  }
}

async function readChunk(input: Input, mostBytes: number): Promise<Buffer> {
  const start = input.offset;
  const head = await input.peek(4);
  const length = head.length < 4 ? 0 : head.readUInt32BE(0);
  if (head.length === 4 && (length === 0 || length > mostChunkBytes(mostBytes)))
    throw input.damaged("the length of an LZ4 block is wrong", start);
  const most = Math.min(mostBytes, length * MOST_RATIO);
  const content = unpackBlock(input, start, await input.take(4 + length, "an LZ4 block"), most);
  if (content.length === 0) throw input.damaged("the LZ4 block is empty", start);
  return content;
}
