import type { Footing } from "../containers/footed-file.ts";
import type { ArrowContainer } from "../formats/arrow/footing.ts";

/** A batch in the shared memory, as an encoder of the kernel left it. */
export interface EncodedBatch {
  /** The whole shared memory. */
  memory: Uint8Array;
  /** Address and size of the batch in that memory. */
  address: number;
  byteLength: number;
  events: number;
  /** Bytes before compression. Equal to `byteLength`, except where the kernel emitted LZ4. */
  rawBytes: number;
  /** xxHash32 with seed 0 where the kernel emitted LZ4, the low half of the xxHash64 where the codec needs it, else 0. */
  checksum: number;
}

/** Address and size of a batch's bytes in the shared memory, ready for the destination. */
export interface FinishedBatch {
  address: number;
  byteLength: number;
}

/** The frame of a file that is a single frame. Each output byte depends on all input before it. */
export interface FileFrame {
  /** Compresses bytes. Resolves, when the caller may reuse them, to the output that the frame has ready. */
  add(bytes: Uint8Array): Promise<Uint8Array[]>;
  /** Ends the frame. Resolves to the rest of its output. */
  end(): Promise<Uint8Array[]>;
  /** Frees the frame's memory. Safe at any time, and more than once. */
  close(): void;
}

/**
 * Turns encoded batches into the bytes of a file. Each worker opens its own and calls it on its own thread. The bytes
 * depend only on the batch and on the codec's options.
 */
export interface Codec {
  /** File name ending, with its dot. */
  readonly ending: string;
  /** True if `finish` needs the xxHash64 of a batch (contentChecksum in the kernel). */
  readonly needsChecksum?: boolean;
  /** Version of the compression library, if the bytes may depend on it. */
  readonly version?: string;
  /** True if the kernel writes each batch as a block of LZ4 (encodeJsonLz4, encodeMsgpackLz4). */
  readonly emitsLz4: boolean;
  /** Most bytes that the codec allocates per worker outside the shared memory; none if absent. */
  readonly outsideBytes?: number;
  /**
   * Present if a file is a single frame: workers leave batches uncompressed, and the writing thread opens a frame per
   * file.
   */
  openFrame?(): FileFrame;
  /** Present if a file has a footer with the places of its ranges; opened for each file. */
  openFooting?(): Footing;
  /** Most bytes that such a frame allocates on the writing thread, outside the shared memory. */
  readonly writerBytes?: number;
  /** `finish` may write to this many bytes before the address of a batch. */
  readonly headroomBytes: number;
  /** Events per batch, if the codec prefers another number than the usual one. */
  readonly batchEvents?: number;
  /** Largest batch that the codec can write, in bytes before compression; undefined if there is no limit. */
  readonly largestRawBytes?: number;
  /** Returns at most 255 bytes as a member or frame of their own; absent if the codec cannot. */
  pack?(bytes: Uint8Array): Uint8Array;
  /** First and last bytes of a file. */
  readonly fileStart: Uint8Array;
  readonly fileEnd: Uint8Array;
  /** Bytes of content, before compression, that each file has besides its batches; none if absent. */
  readonly headerBytes?: number;
  /** All bytes of a file that has no batch. */
  readonly emptyFile: Uint8Array;
  /**
   * Most bytes of a ring slot that a batch of `rawBytes` before compression takes, headroom included, before and after
   * `finish`.
   */
  boundBytes(rawBytes: number): number;
  /** Makes a batch ready for the destination, in place. */
  finish(batch: EncodedBatch): FinishedBatch;
  /** Called between batches. If it returns a promise, the thread must await it. */
  rest?(): Promise<void> | undefined;
}

export interface CodecOptions {
  /** For gzip and zstd. */
  level?: number;
  /** For lz4. */
  framing?: "frame" | "hadoop";
  /** For zstd: the number of frames in a file. */
  frames?: "one" | "many";
  /** Present if the file is an Avro object container, which has the schema in its header. */
  avroSchema?: string;
  /** Present if the output is Parquet. */
  parquet?: true;
  /** Present if the output is Arrow. */
  arrow?: ArrowContainer;
  /** Present if each file begins with a line of its own, as CSV does. */
  csvHeader?: string;
}

export const NO_BYTES = new Uint8Array(0);

/** Returns the compressed bytes, which may be overwritten by the next call. */
export type Compress = (bytes: Uint8Array) => Uint8Array;

/** The same bytes as a Buffer, which the libraries want. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Overwrites the batch with a compressor's output. */
export function replaceBatch({ memory, address }: EncodedBatch, bytes: Uint8Array): FinishedBatch {
  memory.set(bytes, address);
  return { address, byteLength: bytes.length };
}
