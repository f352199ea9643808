import type { Transform } from "node:stream";
import zlib from "node:zlib";
import { type Codec, type CodecOptions, type FileFrame, NO_BYTES } from "./codec.ts";
import { emptyFrame, stateBytes, storedFrame } from "./zstd-frame.ts";

/** Size of the compressor's output chunks: the largest block (RFC 8878, 3.1.1.2.4). */
const CHUNK_BYTES = 128 << 10;
/** Chunks that wait to be written or freed. */
const CHUNKS_BYTES = 16 << 20;

interface ZstdOptions {
  chunkSize: number;
  params: Record<number, number>;
}

/** zstd in Node's zlib, since 22.15. The type definitions do not have it yet. */
interface ZlibWithZstd {
  createZstdCompress?(options: ZstdOptions): Transform;
  createZstdDecompress?(options: { chunkSize: number }): Transform & { readonly bytesWritten: number };
  constants: { ZSTD_c_compressionLevel: number; ZSTD_c_checksumFlag: number };
}

export const zlibWithZstd = zlib as unknown as ZlibWithZstd;

/** Whether this Node version can write a frame of unknown length. */
export function canStreamZstd(): boolean {
  return zlibWithZstd.createZstdCompress !== undefined;
}

/** Higher levels need up to a gigabyte for a frame of unknown length, and a window that many readers refuse. */
export const HIGHEST_STREAM_LEVEL = 19;

/** A frame made by Node's zstd, with a checksum. It does not state its content size, which is unknown when it begins. */
class ZstdFrame implements FileFrame {
  readonly #stream: Transform;
  #made: Uint8Array[] = [];

  constructor(level: number) {
    const { ZSTD_c_compressionLevel, ZSTD_c_checksumFlag } = zlibWithZstd.constants;
    this.#stream = zlibWithZstd.createZstdCompress!({
      chunkSize: CHUNK_BYTES,
      params: { [ZSTD_c_compressionLevel]: level, [ZSTD_c_checksumFlag]: 1 },
    });
    this.#stream.on("data", (bytes: Uint8Array) => this.#made.push(bytes));
    this.#stream.on("error", () => {}); // the promise of the current step reports the error
  }

  add(bytes: Uint8Array): Promise<Uint8Array[]> {
    return new Promise((resolve, reject) => {
      this.#stream.write(bytes, (error) => (error ? reject(error) : resolve(this.#take())));
    });
  }

  end(): Promise<Uint8Array[]> {
    return new Promise((resolve, reject) => {
      this.#stream.once("error", reject);
      this.#stream.once("end", () => resolve(this.#take()));
      this.#stream.end();
    });
  }

  close(): void {
    this.#stream.destroy();
  }

  #take(): Uint8Array[] {
    return this.#made.splice(0);
  }
}

/** Each file is one frame, which the writing thread makes from uncompressed batches. */
export function openZstdFrame({ level = 1 }: CodecOptions): Codec {
  return {
    ending: ".zst",
    emitsLz4: false,
    version: `zstd ${process.versions.zstd}`,
    writerBytes: stateBytes(level) + CHUNKS_BYTES,
    headroomBytes: 0,
    pack: storedFrame,
    fileStart: NO_BYTES,
    fileEnd: NO_BYTES,
    emptyFile: emptyFrame(),
    boundBytes: (rawBytes) => rawBytes,
    finish: ({ address, byteLength }) => ({ address, byteLength }),
    openFrame: () => new ZstdFrame(level),
  };
}
