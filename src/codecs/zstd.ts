import { createRequire } from "node:module";
import type { Encoder } from "@toondepauw/node-zstd";
import { type Codec, type CodecOptions, NO_BYTES, replacePart } from "./codec.ts";
import { Garbage, WAITING_BYTES } from "./garbage.ts";

/** Header, block headers and what the format adds to what it cannot make smaller (zstd's ZSTD_compressBound, and a frame's ends). */
const FRAME_BYTES = 64;
const SMALL_BYTES = 128 << 10;
/** package.json names one version, and each brings its own library. */
const ZSTD_VERSION = "@toondepauw/node-zstd 2.0.0";

/** What the library takes for a worker, by the highest level that takes no more. Measured: 3, 17, 45 and 85 MiB. */
const STATE_MEBIBYTES: readonly (readonly [level: number, mebibytes: number])[] = [
  [6, 8],
  [9, 32],
  [12, 52],
];
const LARGEST_STATE_MEBIBYTES = 112;

function stateBytes(level: number): number {
  const found = STATE_MEBIBYTES.find(([highest]) => level <= highest);
  return (found?.[1] ?? LARGEST_STATE_MEBIBYTES) * 2 ** 20;
}

function boundBytes(rawBytes: number): number {
  return rawBytes + (rawBytes >> 8) + (Math.max(0, SMALL_BYTES - rawBytes) >> 11) + FRAME_BYTES;
}

/** The package is loaded only where it is wanted: few runs do. */
function loadEncoder(): typeof Encoder {
  const require = createRequire(import.meta.url);
  return (require("@toondepauw/node-zstd") as typeof import("@toondepauw/node-zstd")).Encoder;
}

/** Each part is a frame; several are one stream (RFC 8878, 3.1). */
export function openZstd({ level = 1 }: CodecOptions): Codec {
  const encoder = new (loadEncoder())(level);
  const garbage = new Garbage();
  const compress = (bytes: Uint8Array) => {
    const frame = encoder.encodeSync(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    garbage.add(boundBytes(bytes.byteLength)); // the library allocates as much, whatever the frame takes of it
    return frame;
  };
  return {
    ending: ".zst",
    emitsLz4: false,
    version: ZSTD_VERSION,
    outsideBytes: WAITING_BYTES + stateBytes(level),
    headroomBytes: 0,
    fileStart: NO_BYTES,
    fileEnd: NO_BYTES,
    emptyFile: compress(NO_BYTES),
    boundBytes,
    rest: () => garbage.free(),
    finish: (part) => replacePart(part, compress(part.memory.subarray(part.address, part.address + part.byteLength))),
  };
}
