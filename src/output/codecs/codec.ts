/** A batch in the shared memory, as an encoder of the kernel left it. */
export interface EncodedBatch {
  /** The whole memory. */
  memory: Uint8Array;
  /** Where the batch begins, and its size there. */
  address: number;
  byteLength: number;
  /** Its size without compression: the same as `byteLength`, except where the kernel emitted LZ4. */
  rawBytes: number;
  /** Its xxHash32 with seed 0 where the kernel emitted LZ4, the low half of its xxHash64 where the codec needs that, else 0. */
  checksum: number;
}

/** The bytes of a batch as they go to the destination: a place in the memory. */
export interface FinishedBatch {
  address: number;
  byteLength: number;
}

/** A file that is one frame: what its bytes become depends on all that were before. */
export interface FileFrame {
  /** Resolves when the bytes may be used again, with what the frame has so far and did not give yet. */
  add(bytes: Uint8Array): Promise<Uint8Array[]>;
  /** Ends it; gives the rest. */
  end(): Promise<Uint8Array[]>;
  /** Frees what it takes. Safe at any time, and more than once. */
  close(): void;
}

/**
 * What happens to batches on their way into a file. A worker has one of its own and calls it on its thread; the bytes
 * depend on the batch and the codec's options alone.
 */
export interface Codec {
  /** The end of the names of such files, with its dot. */
  readonly ending: string;
  /** Wants the xxHash64 of a batch (contentChecksum in the kernel). */
  readonly needsChecksum?: boolean;
  /** Of the library that makes the bytes, where they may depend on it. */
  readonly version?: string;
  /** The kernel writes a batch as one block of LZ4 (encodeJsonLz4, encodeMsgpackLz4) and not as it is. */
  readonly emitsLz4: boolean;
  /** Most bytes that a worker takes for it outside of the shared memory; none without it. */
  readonly outsideBytes?: number;
  /** Where a file is one frame: workers leave batches as they are, and the thread that writes begins one for each file that has any. */
  openFrame?(): FileFrame;
  /** Most bytes that this thread takes for that outside of the shared memory. */
  readonly writerBytes?: number;
  /** Bytes before the address of a batch that `finish` may write to. */
  readonly headroomBytes: number;
  /** Events that a batch should have, where not as many as usual. */
  readonly batchEvents?: number;
  /** Batches with more bytes, uncompressed, cannot be written; undefined where any can. */
  readonly largestRawBytes?: number;
  /** A file's first and last bytes. */
  readonly fileStart: Uint8Array;
  readonly fileEnd: Uint8Array;
  /** A whole file without any batch. */
  readonly emptyFile: Uint8Array;
  /** Most bytes of a slot that a batch of `rawBytes`, uncompressed, may take with its headroom, before `finish` and after it. */
  boundBytes(rawBytes: number): number;
  /** Makes a batch ready for the destination, in its place. */
  finish(batch: EncodedBatch): FinishedBatch;
  /** To be called between batches; where it gives a promise, the thread must let that resolve. */
  rest?(): Promise<void> | undefined;
}

export interface CodecOptions {
  /** Of gzip and zstd. */
  level?: number;
  /** Of lz4. */
  framing?: "frame" | "hadoop";
  /** Of zstd: frames in a file. */
  frames?: "one" | "many";
}

export const NO_BYTES = new Uint8Array(0);

/** Puts what a compressor returned where the batch was. */
export function replaceBatch({ memory, address }: EncodedBatch, bytes: Uint8Array): FinishedBatch {
  memory.set(bytes, address);
  return { address, byteLength: bytes.length };
}
