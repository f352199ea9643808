// The batches of a run, encoded plain and as blocks of LZ4, which must hold the same.
import { uncompressSync } from "lz4-napi";
import { expect } from "vitest";

import { decodeBlock, type Sequence } from "../read/lz4-block.ts";
import { type Inputs, KernelRun } from "./kernel-run.ts";

export const ENCODERS = {
  json: ["encodeJson", "encodeJsonLz4"],
  msgpack: ["encodeMsgpack", "encodeMsgpackLz4"],
} as const;
/** The formats that can be emitted as LZ4. */
export type EmittedFormat = keyof typeof ENCODERS;
export const FORMATS = Object.keys(ENCODERS) as EmittedFormat[];

export interface Block {
  text: Buffer;
  block: Buffer;
  events: number;
}

/** The batches of a run, plain and as blocks. */
export async function blocksOf(inputs: Inputs, format: EmittedFormat, batchEvents?: number): Promise<Block[]> {
  const run = await KernelRun.open(inputs, { format, emitsLz4: true }, batchEvents);
  const [plain, emitted] = ENCODERS[format];
  const blocks: Block[] = [];
  run.eachBatch((first, events) => {
    const text = run.encode(run.kernel[plain], first, events);
    const block = run.encode(run.kernel[emitted], first, events);
    expect(run.kernel.blockRawBytes(0)).toBe(text.length);
    blocks.push({ text, block, events });
  });
  return blocks;
}

/** Checks each block with this test's decoder and with another one. Returns the sequences of all. */
export function expectSame(blocks: Block[]): Sequence[] {
  return blocks.flatMap(({ text, block }) => {
    const { bytes, sequences } = decodeBlock(block, text.length);
    if (!bytes.equals(text)) throw new Error(firstDifference(bytes, text));
    const sized = Buffer.alloc(4 + block.length);
    sized.writeUInt32LE(text.length);
    block.copy(sized, 4);
    expect(uncompressSync(sized).equals(text)).toBe(true);
    // The bound that slots are sized by (assembly/compress/sequences.ts).
    expect(block.length).toBeLessThanOrEqual(text.length + text.length / 255 + 16);
    return sequences;
  });
}

function firstDifference(actual: Buffer, expected: Buffer): string {
  const at = actual.findIndex((byte, index) => byte !== expected[index]);
  const around = (bytes: Buffer) => bytes.subarray(Math.max(0, at - 100), at + 60).toString("latin1");
  return `byte ${at} of ${expected.length} differs:\n${around(actual)}\ninstead of\n${around(expected)}`;
}
