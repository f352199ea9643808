import { inflateRawSync } from "node:zlib";
import { checksumOf } from "../../output/codecs/snappy.ts";
import { readZstd } from "../compression/zstd.ts";
import { PieceSource } from "../piece-source.ts";

const CHECKSUM_BYTES = 4;
/** The shortest element of Snappy takes 3 bytes for 64. */
const MOST_SNAPPY_RATIO = 22;

/** What unpacks a block, into at most `mostBytes`. Throws Error that says what is wrong. */
type Unpack = (packed: Buffer, mostBytes: number) => Buffer | Promise<Buffer>;

async function unpackZstd(packed: Buffer, mostBytes: number): Promise<Buffer> {
  async function* whole(): AsyncGenerator<Buffer> {
    yield packed;
  }
  const parts: Buffer[] = [];
  let sum = 0;
  try {
    for await (const part of readZstd(new PieceSource(whole(), "block", mostBytes))) {
      sum += part.length;
      if (sum > mostBytes) break;
      parts.push(Buffer.from(part));
    }
  } catch {
    throw new Error("its Zstandard frame cannot be unpacked");
  }
  if (sum > mostBytes) throw new Error(`it unpacks to more than ${mostBytes} bytes`);
  return Buffer.concat(parts);
}

/** The length that a block of Snappy begins with, seven bits a byte: https://github.com/google/snappy/blob/main/format_description.txt */
function snappyLength(packed: Buffer): number {
  let length = 0;
  for (let index = 0; index < 5; index++) {
    const byte = packed[index] ?? 0;
    length += (byte & 0x7f) * 128 ** index;
    if (byte < 0x80) return length;
  }
  throw new Error("its length is no number");
}

async function unpackSnappy(packed: Buffer, mostBytes: number): Promise<Buffer> {
  const end = packed.length - CHECKSUM_BYTES;
  if (end < 1) throw new Error("it is too short");
  const length = snappyLength(packed);
  if (length > Math.min(mostBytes, end * MOST_SNAPPY_RATIO)) throw new Error(`it declares ${length} bytes`);
  const { decompressSnappy } = await import("hyparquet-compressors");
  const content = Buffer.from(decompressSnappy(packed.subarray(0, end), length));
  if (checksumOf(content) !== packed.readUInt32BE(end)) throw new Error("its checksum is wrong");
  return content;
}

const CODECS: ReadonlyMap<string, Unpack> = new Map<string, Unpack>([
  ["null", (packed) => packed],
  ["deflate", (packed, mostBytes) => inflateRawSync(packed, { maxOutputLength: mostBytes })],
  ["snappy", unpackSnappy],
  ["zstandard", unpackZstd],
]);

/** Returns what unpacks blocks of a codec: https://avro.apache.org/docs/1.12.0/specification/#required-codecs; undefined if unknown. */
export function codecNamed(name: string): Unpack | undefined {
  return CODECS.get(name);
}
