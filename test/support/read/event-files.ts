import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Encoder } from "@msgpack/msgpack";
import { compressSync } from "lz4-napi";
import { type ReadOptions, readEvents } from "../../../src/read/events.ts";
import { Input } from "../../../src/read/input.ts";
import { temporaryFolder } from "../files/folders.ts";

const encoder = new Encoder();
const doubleEncoder = new Encoder({ forceIntegerToFloat: true });

/** A line of JSON in MessagePack, made by another implementation. Of our numbers only `length` is a double. */
export function toMsgpack(line: string): Buffer {
  const fields = Object.entries(JSON.parse(line));
  const head = fields.length < 16 ? [0x80 + fields.length] : [0xde, 0, fields.length];
  const pairs = fields.flatMap(([key, value]) => [
    encoder.encode(key),
    (key === "length" ? doubleEncoder : encoder).encode(value),
  ]);
  return Buffer.concat([Buffer.from(head), ...pairs]);
}

/** Pieces of at most `byteLength` bytes. */
export function cut(bytes: Buffer, size: number): Buffer[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, piece) => bytes.subarray(piece * size, (piece + 1) * size));
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Hadoop's framing: blocks of chunks. */
export function toHadoop(blocks: Buffer[][]): Buffer {
  const packed = blocks.map((chunks) => {
    const bodies = chunks.map((chunk) => compressSync(chunk).subarray(4));
    const framed = bodies.flatMap((body) => [bigEndian(body.length), body]);
    return Buffer.concat([bigEndian(chunks.reduce((sum, { length }) => sum + length, 0)), ...framed]);
  });
  return Buffer.concat(packed);
}

export interface Outcome {
  text: string;
  /** The message of the error, "" if there is none. */
  failure: string;
}

/** Reads a file of these bytes. Returns the lines, and how reading ends. */
export async function readBytes(bytes: Buffer, options: ReadOptions = {}): Promise<Outcome> {
  const path = join(temporaryFolder(), "events");
  writeFileSync(path, bytes);
  const input = Input.openHere(path);
  const pieces: Buffer[] = [];
  try {
    for await (const lines of readEvents(input, options)) pieces.push(Buffer.from(lines));
    return { text: Buffer.concat(pieces).toString(), failure: "" };
  } catch (error) {
    return { text: Buffer.concat(pieces).toString(), failure: (error as Error).message };
  } finally {
    input.close();
  }
}
